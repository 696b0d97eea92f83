package dev.kvarium.lint;

import dev.kvarium.base.Blob;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.keyspace.KeyMemory;
import dev.kvarium.redis.value.StringValue;
import dev.kvarium.redis.value.Value;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;

/** The keys of a node of ours, of which everything is known. Looking touches nothing. */
public final class NodeKeys {
  /** MEMORY USAGE looks at so many elements when nothing else is said. */
  private static final int SAMPLES = 5;

  private static final byte[] NONE = {};

  private NodeKeys() {}

  /**
   * Shows all keys of all databases.
   *
   * @param nowMillis Unix time, from which times to live are reckoned
   * @param uses how often keys were used, where that was counted
   */
  public static void show(
      RedisNode node, long nowMillis, Map<Blob, Long> uses, Consumer<Subject> to) {
    for (int db = 0; db < node.settings().databases; db++) {
      int number = db;
      node.eachKey(
          db,
          (key, value, expireAtMillis) ->
              to.accept(subject(node, number, key, value, expireAtMillis, nowMillis, uses)));
    }
  }

  private static Subject subject(
      RedisNode node,
      int db,
      byte[] key,
      Value value,
      long expireAtMillis,
      long nowMillis,
      Map<Blob, Long> uses) {
    Blob name = Blob.of(key);
    Subject.Known known =
        Subject.named(name)
            .type(value.type().redisName())
            .encoding(value.encoding().redisName())
            .memoryBytes(KeyMemory.bytes(key, value, SAMPLES))
            .ttlMillis(
                expireAtMillis < 0 ? Subject.FOREVER : Math.max(0, expireAtMillis - nowMillis))
            .value(value);
    if (value instanceof StringValue string) {
      byte[] text = string.isInteger() ? NONE : string.shown();
      int head = (int) Math.min(Math.min(string.length(), text.length), Subject.HEAD_BYTES);
      known.valueBytes(string.length()).head(Blob.of(Arrays.copyOf(text, head)));
    } else {
      known.elements(value.length());
    }
    Long used = uses.get(name);
    if (used != null) {
      known.uses(used);
    }
    long counter = node.age(db, key, true);
    if (counter >= 0) {
      known.frequency(counter);
    }
    return known.all();
  }
}
