package dev.kvarium.redis.command;

import dev.kvarium.base.Blob;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;

/** What one client is subscribed to, in the order in which it subscribed. */
final class Subscriptions {
  /** The three things one can subscribe to, and the words of their messages. */
  enum Kind {
    CHANNEL("subscribe", "unsubscribe", "message"),
    PATTERN("psubscribe", "punsubscribe", "pmessage"),
    SHARD("ssubscribe", "sunsubscribe", "smessage");

    final String began;
    final String ended;
    final String message;

    Kind(String began, String ended, String message) {
      this.began = began;
      this.ended = ended;
      this.message = message;
    }
  }

  private final Map<Kind, SequencedSet<Blob>> names = new EnumMap<>(Kind.class);

  Subscriptions() {
    for (Kind each : Kind.values()) {
      names.put(each, new LinkedHashSet<>());
    }
  }

  SequencedSet<Blob> of(Kind kind) {
    return names.getOrDefault(kind, new LinkedHashSet<>());
  }

  /** How many there are, as messages count them: shards by themselves, the others together. */
  int counted(Kind kind) {
    return kind == Kind.SHARD
        ? of(Kind.SHARD).size()
        : of(Kind.CHANNEL).size() + of(Kind.PATTERN).size();
  }

  boolean isEmpty() {
    return counted(Kind.SHARD) + counted(Kind.CHANNEL) == 0;
  }
}
