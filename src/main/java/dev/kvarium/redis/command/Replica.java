package dev.kvarium.redis.command;

/** What a replica has said of itself, by REPLCONF. */
final class Replica {
  /** The port on which it listens, 0 when it did not say. */
  int port;

  /** The address that it wants to be known by; empty for the one that it came from. */
  String address = "";

  /** Whether it may be told that the master has another number than before. */
  boolean knowsContinue;

  /** Whether it wants the keys, and the functions, in the file of all data. */
  boolean wantsKeys = true;

  boolean wantsFunctions = true;

  /** The last byte that it has, as it said. */
  long acknowledged;

  /** When it said so, Unix milliseconds. */
  long heardMillis;
}
