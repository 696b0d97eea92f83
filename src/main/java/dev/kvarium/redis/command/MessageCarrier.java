package dev.kvarium.redis.command;

/** Takes messages of PUBLISH and SPUBLISH to other servers: the bus of a cluster. */
@FunctionalInterface
public interface MessageCarrier {
  /**
   * Takes a message along.
   *
   * @param ofShard whether it is for those who have the same slots alone, as SPUBLISH has it
   */
  void carry(boolean ofShard, byte[] channel, byte[] text);
}
