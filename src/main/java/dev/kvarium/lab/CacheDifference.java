package dev.kvarium.lab;

import dev.kvarium.base.Blob;
import dev.kvarium.base.CommandText;
import dev.kvarium.memcached.HeldItem;
import dev.kvarium.memcached.MemcachedNode;
import dev.kvarium.view.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** What differs between two Memcached nodes: items, and how many of its own each holds. */
final class CacheDifference {
  /** More items are counted only. */
  private static final int MOST = 100_000;

  private static final int SHOWN = 24;
  private static final int TOLD = 20;

  private CacheDifference() {}

  /**
   * One thing that is not the same; empty where it is not there.
   *
   * @param what an item, or a figure
   */
  record Differing(String what, String mine, String other) {}

  static List<Differing> of(MemcachedNode mine, MemcachedNode other, String at) {
    List<Differing> all = new ArrayList<>();
    TreeSet<Blob> keys = new TreeSet<>(mine.keys(new byte[0], MOST));
    keys.addAll(other.keys(new byte[0], MOST));
    int more = 0;
    int own = 0;
    int others = 0;
    for (Blob key : keys) {
      Optional<HeldItem> item = mine.peek(key.bytes());
      Optional<HeldItem> twin = other.peek(key.bytes());
      own += item.isPresent() ? 1 : 0;
      others += twin.isPresent() ? 1 : 0;
      if (item.map(HeldItem::value).equals(twin.map(HeldItem::value))) {
        continue;
      }
      if (all.size() < TOLD) {
        all.add(new Differing("item " + text(key) + at, text(item), text(twin)));
      } else {
        more++;
      }
    }
    if (more > 0) {
      String what = "and " + Quantity.count(more, "item") + " more" + at;
      all.add(new Differing(what, "otherwise", "otherwise"));
    }
    if (own != others) {
      all.add(new Differing("items" + at, Quantity.count(own), Quantity.count(others)));
    }
    return all;
  }

  private static String text(Optional<HeldItem> item) {
    return item.map(each -> each.value().length() == 0 ? "\"\"" : text(each.value())).orElse("");
  }

  private static String text(Blob bytes) {
    return CommandText.of(new byte[][] {bytes.bytes()}, SHOWN);
  }
}
