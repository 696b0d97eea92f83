package dev.kvarium.redis.command;

import java.io.ByteArrayOutputStream;

/** What is known of a client that is a replica, or says that it will be one. */
public final class Replica {
  /** How far it has come. */
  public enum State {
    /** Waits until a snapshot begins. */
    WAITS("wait_bgsave"),
    /** Waits for the end of the snapshot that is being made. */
    SNAPSHOT("wait_bgsave"),
    ONLINE("online"),
    /** Got the snapshot and wants nothing else. */
    SERVED("");

    private final String word;

    State(String word) {
      this.word = word;
    }

    /** The word of INFO; empty where it lists none. */
    public String word() {
      return word;
    }
  }

  /** The port on which it listens, 0 when it did not say. */
  int port;

  /** The address that it wants to be known by; empty for the one that it came from. */
  String address = "";

  /** Whether it may be told that the primary has another id than before. */
  boolean knowsContinue;

  /** Whether it finds the end of a snapshot by a mark, so that its length need not be known. */
  boolean knowsEnd;

  /** Whether it wants the keys, and the functions, in the file of all data. */
  boolean wantsKeys = true;

  boolean wantsFunctions = true;

  /** Whether it wants that file and nothing of what follows. */
  boolean wantsSnapshotOnly;

  /** Whether it said SYNC, and so never tells what it has. */
  boolean silent;

  State state = State.WAITS;

  /** Since when it waits, Unix milliseconds. */
  long sinceMillis;

  /** What is to follow the snapshot. */
  ByteArrayOutputStream held = new ByteArrayOutputStream();

  /** Whether what is held goes out only once it says that it has read the snapshot. */
  boolean startsOnAck;

  /** The last byte that it has, as it said. */
  long acknowledged;

  /** The last byte that was handed over for it. */
  long sent;

  /** When it said so, Unix milliseconds. */
  long heardMillis;

  /** Whether what changes is sent as it happens. */
  boolean isFed() {
    return state == State.ONLINE && !startsOnAck;
  }
}
