package dev.kvarium.redis.command;

import java.util.List;

/** Says whether a node of a cluster may run a command on some keys, or who may. */
public interface SlotGate {
  /** The refusal of all while slots or primaries are missing. */
  String DOWN = "CLUSTERDOWN The cluster is down";

  /** The refusal of writes then, where reads are allowed. */
  String READS_ONLY = "CLUSTERDOWN The cluster is down and only accepts read commands";

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

  /** The same, and not counted: of a command that was let in before, or that a script runs. */
  String verdict(List<byte[]> keys, Kind kind, boolean write, boolean asking, boolean reading);
}
