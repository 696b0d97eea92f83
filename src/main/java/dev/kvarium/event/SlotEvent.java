package dev.kvarium.event;

/** What those do who find the nodes of a Redis Cluster by slots. Nodes are named by address. */
public sealed interface SlotEvent extends Event {
  /** Why a client sent a command where it did. */
  enum Why {
    /** Its map says so. */
    MAP,
    /** It was answered MOVED, and has noted that. */
    MOVED,
    /** It was answered ASK, which it does not note: it said ASKING first. */
    ASK,
    /** The command names no key, or the map no owner: any node will do. */
    ANY
  }

  /**
   * A client read CLUSTER SLOTS.
   *
   * @param changed of how many slots its map had another owner, or none
   */
  record MapRead(String from, int changed) implements SlotEvent {}

  /** A client was told by MOVED who has a slot, and noted it. */
  record Noted(int slot, String owner, String before) implements SlotEvent {}

  /**
   * A client sent a command.
   *
   * @param command in capitals
   * @param slot of its first key, -1 when it has none
   */
  record Sent(String command, int slot, String node, Why why) implements SlotEvent {}

  /** A client answered from what it remembers, and asked nobody. */
  record Remembered(String command, int slot) implements SlotEvent {}

  /** A client gave an error to the program that it belongs to. */
  record Failed(String command, String error) implements SlotEvent {}

  /** A client lost a connection, or gave it up. */
  record LinkLost(String node, String reason) implements SlotEvent {}

  /** An operator begins to move slots. */
  record Planned(String order, int slots) implements SlotEvent {}

  /** An operator tells a node something. */
  record Ordered(String node, String command) implements SlotEvent {}

  /** A slot was moved with its keys. */
  record Carried(int slot, String from, String to, int keys) implements SlotEvent {}

  /**
   * An operator is done, or gives up.
   *
   * @param error what it was answered; empty when all was moved
   */
  record Finished(String order, int slots, long keys, String error) implements SlotEvent {}
}
