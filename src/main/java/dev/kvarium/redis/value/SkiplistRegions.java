package dev.kvarium.redis.value;

import static dev.kvarium.redis.value.RegionBuilder.quoted;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;
import dev.kvarium.redis.value.ValueSnapshot.Region;
import dev.kvarium.structure.Dict;
import dev.kvarium.structure.Skiplist;
import java.util.List;

/** A large sorted set: a skiplist and a hash table that share their members. */
final class SkiplistRegions {
  /** So many nodes of a level are told. */
  private static final int MOST_NODES = 12;

  private SkiplistRegions() {}

  static void add(List<Region> regions, Skiplist list, Dict<Skiplist.Node> dict) {
    regions.add(
        new RegionBuilder("zset")
            .pointer("dict", "the hash table, from member to score")
            .pointer("zsl", "the skiplist, in the order of the scores")
            .build());
    regions.add(
        new RegionBuilder("zskiplist")
            .pointer("header", "the node before the first, on 32 levels")
            .pointer("tail", "the last node")
            .number(
                8,
                list.length(),
                "length",
                list.length() == 1 ? "1 member" : list.length() + " members")
            .number(
                4,
                list.level(),
                "level",
                list.level() == 1 ? "1 level in use" : list.level() + " levels in use")
            .padding(4, "to a multiple of 8")
            .build());
    regions.add(levels(list));
    Skiplist.Node first = list.first();
    if (first != null) {
      regions.add(node(first));
      regions.add(Regions.sds("sds of the first member", first.member()));
    }
    DictRegions.add(regions, dict, node -> score(node.score()));
  }

  private static String score(double score) {
    return Bytes.latin1Text(Numbers.replyDouble(score));
  }

  private static Region levels(Skiplist list) {
    RegionBuilder region = new RegionBuilder("levels, with the nodes that each arrow passes");
    for (int lane = list.level() - 1; lane >= 0; lane--) {
      StringBuilder line = new StringBuilder("head");
      Skiplist.Node node = list.head();
      for (int i = 0; i < MOST_NODES && node != null; i++) {
        Skiplist.Node next = node.next(lane);
        line.append(" ─").append(node.span(lane)).append("→ ");
        line.append(next == null ? "end" : quoted(next.member()));
        node = next;
      }
      region.line("level " + (lane + 1), node == null ? line.toString() : line + " …");
    }
    long bytes = nodeBytes(list.head());
    for (Skiplist.Node node = list.first(); node != null; node = node.next()) {
      bytes += nodeBytes(node);
    }
    return region.build(bytes);
  }

  private static long nodeBytes(Skiplist.Node node) {
    return Jemalloc.usable(
        MemoryMeter.SKIPLIST_NODE + (long) MemoryMeter.SKIPLIST_LEVEL * node.level());
  }

  private static Region node(Skiplist.Node node) {
    RegionBuilder region =
        new RegionBuilder("zskiplistNode, the first")
            .pointer("ele", quoted(node.member()))
            .number(8, Double.doubleToRawLongBits(node.score()), "score", score(node.score()))
            .pointer("backward", "");
    for (int lane = 0; lane < node.level(); lane++) {
      Skiplist.Node next = node.next(lane);
      String name = "level[" + lane + "].";
      region
          .pointer(name + "forward", next == null ? "" : quoted(next.member()))
          .number(8, node.span(lane), name + "span", "passes " + node.span(lane));
    }
    return Regions.whole(region, nodeBytes(node));
  }
}
