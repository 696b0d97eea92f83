package dev.kvarium.sentinel;

import org.jspecify.annotations.Nullable;

/** A server or another sentinel, as one sentinel knows it; times in Unix milliseconds. */
final class Instance {
  /** What it is, in Redis's words. */
  enum Kind {
    MASTER("master"),
    REPLICA("slave"),
    SENTINEL("sentinel");

    final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  /** How far a replica is that is to follow a new primary. */
  enum Move {
    NONE,
    SENT,
    UNDER_WAY,
    DONE
  }

  final Kind kind;
  final String host;
  final int port;

  /** A server's run id, a sentinel's id; empty while it is not known. */
  String id = "";

  // How it answers.

  /** By which it is asked; null while there is none. */
  @Nullable Line line;

  /** By which its channel of hellos is listened to; sentinels have none. */
  @Nullable Line ears;

  long lineSince;
  long earsSince;
  long earsHeard;
  long triedAt;

  /** When the oldest PING was sent that has no answer; 0 when none is awaited. */
  long awaitedSince;

  long pingedAt;
  long answeredAt;
  long availableAt;
  long publishedAt;
  boolean suspected;
  long suspectedAt;

  // What it says of itself.

  long infoAt;
  Kind role;
  long roleSince;
  String follows = "";
  long followsSince;
  boolean linkUp;
  long linkDownMillis;
  int priority = 100;
  boolean announced = true;
  long offset;

  // As a replica of a failover.

  boolean promoted;
  Move move = Move.NONE;
  long movedAt;

  // As another sentinel.

  boolean saysDown;
  long saidAt;
  long helloAt;

  /** For whom it voted last; empty for nobody. */
  String leader = "";

  long leaderEpoch;

  Instance(Kind kind, String host, int port, long now) {
    this.kind = kind;
    this.host = host;
    this.port = port;
    this.role = kind;
    this.awaitedSince = now;
    this.answeredAt = now;
    this.availableAt = now;
    this.publishedAt = now;
    this.roleSince = now;
    this.followsSince = now;
    this.saidAt = now;
    this.helloAt = now;
  }

  String address() {
    return host + ":" + port;
  }

  boolean isConnected() {
    return line != null && (kind == Kind.SENTINEL || ears != null);
  }

  void hangUp() {
    Line open = line;
    line = null;
    if (open != null) {
      open.close();
    }
    hangUpEars();
  }

  void hangUpEars() {
    Line open = ears;
    ears = null;
    if (open != null) {
      open.close();
    }
  }
}
