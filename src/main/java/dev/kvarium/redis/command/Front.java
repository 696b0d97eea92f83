package dev.kvarium.redis.command;

import dev.kvarium.wire.Reply;

/**
 * Whoever holds a client's connection: where that goes which no request at hand is answered with.
 */
public interface Front {
  /** Nobody: what is sent is lost. */
  Front NONE = reply -> {};

  /**
   * Sends a message that was not asked for, or the late reply to the command that the client waited
   * on; in the order of these calls and of the replies to requests.
   */
  void send(Reply reply);

  /** Sends bytes as they are: what a replica is fed with. */
  default void stream(byte[] bytes) {}

  /** The client waits no longer: what it sent meanwhile may be executed. */
  default void goOn() {}

  /** Another client, or the server, ends this connection. */
  default void end() {}
}
