package dev.kvarium.redis.command;

import java.util.List;

/** Says whether a node of a cluster may run a command on some keys, or who may. */
public interface SlotGate {
  /** What else counts beside the keys. */
  enum Kind {
    /** Most commands. */
    USUAL,
    /** MIGRATE, which moves keys of a slot that is on its way wherever they are. */
    MIGRATION,
    /** What is about channels of a shard. */
    CHANNELS
  }

  /**
   * The error with which a client is sent elsewhere; empty: the command runs here.
   *
   * @param keys of the command, or of all commands of a transaction; at least one
   * @param asking whether the slot may be one that is only being moved here
   * @param reading whether a replica may answer: the client has said READONLY
   */
  String refusal(List<byte[]> keys, Kind kind, boolean write, boolean asking, boolean reading);

  /**
   * The same for a client that has waited since its command was let in; it is not counted again.
   */
  String elsewhere(List<byte[]> keys, boolean write, boolean reading);
}
