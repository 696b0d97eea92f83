package dev.kvarium.lint;

import dev.kvarium.base.Blob;
import dev.kvarium.base.Bytes;
import dev.kvarium.memcached.HeldItem;
import dev.kvarium.memcached.MemcachedNode;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The items of a memcached of ours. Looking touches nothing. */
public final class ItemKeys {
  private static final long MILLIS_PER_SECOND = 1_000;

  private ItemKeys() {}

  /**
   * Shows all items.
   *
   * @param uses how often they were used, where that was counted
   */
  public static void show(MemcachedNode node, Map<Blob, Long> uses, Consumer<Subject> to) {
    for (Blob key : node.keys(Bytes.EMPTY, Integer.MAX_VALUE)) {
      Optional<HeldItem> held = node.peek(key.bytes());
      if (held.isEmpty()) {
        continue;
      }
      HeldItem item = held.get();
      byte[] value = item.value().bytes();
      Subject.Known known =
          Subject.named(key)
              .type("string")
              .valueBytes(value.length)
              .memoryBytes(item.bytes())
              .ttlMillis(
                  item.ttlSeconds() < 0 ? Subject.FOREVER : item.ttlSeconds() * MILLIS_PER_SECOND)
              .head(Blob.of(Arrays.copyOf(value, Math.min(value.length, Subject.HEAD_BYTES))));
      Long used = uses.get(key);
      if (used != null) {
        known.uses(used);
      }
      to.accept(known.all());
    }
  }
}
