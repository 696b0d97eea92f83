package dev.kvarium.event;

/** What the world outside the engines knows about writes that a client was told are done. */
public sealed interface LedgerEvent extends Event {
  /**
   * A client was told that its write is done; {@code write} numbers the writes of a world from 1.
   */
  record Acknowledged(long write, String client, String text) implements LedgerEvent {}

  /** An acknowledged write is gone. */
  record Lost(long write, String client, String text, long acknowledgedMicros)
      implements LedgerEvent {}
}
