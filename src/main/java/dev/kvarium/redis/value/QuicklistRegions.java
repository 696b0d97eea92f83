package dev.kvarium.redis.value;

import dev.kvarium.redis.value.ValueSnapshot.Region;
import dev.kvarium.structure.Quicklist;
import dev.kvarium.structure.QuicklistNode;
import java.util.List;

/** A list: its header, its chain of nodes, and the first node's bytes. */
final class QuicklistRegions {
  private static final int MOST_NODES = 48;
  private static final int RAW = 1;
  private static final int LZF = 2;
  private static final int PLAIN = 1;
  private static final int PACKED = 2;

  private QuicklistRegions() {}

  static void add(List<Region> regions, Quicklist list) {
    regions.add(
        new RegionBuilder("quicklist")
            .pointer("head", "the first node")
            .pointer("tail", "the last node")
            .number(8, list.length(), "count", elements(list.length()))
            .number(8, list.nodeCount(), "len", nodes(list.nodeCount()))
            .number(2, list.fill(), "fill", fill(list.fill()))
            .number(2, list.compressDepth(), "compress", compress(list.compressDepth()))
            .number(1, 0, "bookmarks")
            .padding(3, "to a multiple of 8")
            .build());
    regions.add(nodes(list));
    QuicklistNode first = list.head();
    if (first != null) {
      regions.add(node(first, "the first", list.nodeCount() > 1));
      content(regions, first, "the first node");
      int number = 1;
      for (QuicklistNode node = first.next(); node != null; node = node.next()) {
        number++;
        if (node.isCompressed()) {
          regions.add(node(node, "number " + number, node.next() != null));
          content(regions, node, "node " + number);
          break;
        }
      }
    }
  }

  private static void content(List<Region> regions, QuicklistNode node, String which) {
    if (node.isCompressed()) {
      regions.add(
          new RegionBuilder("quicklistLZF of " + which)
              .number(
                  8,
                  node.compressed().length,
                  "sz",
                  node.bytes() + " B became " + node.compressed().length + " B")
              .bytes(node.compressed(), "compressed", "LZF: runs, and repetitions from before")
              .build(node.allocatedBytes()));
    } else if (node.isPlain()) {
      regions.add(
          new RegionBuilder("plain element of " + which)
              .bytes(node.plain(), "element", RegionBuilder.quoted(node.plain()))
              .build(node.bytes()));
    } else {
      String name = Encoding.of(node.pack()).redisName();
      regions.add(Regions.packed(name + " of " + which, node.pack(), "element"));
    }
  }

  private static String elements(long count) {
    return count == 1 ? "1 element" : count + " elements";
  }

  private static String nodes(int count) {
    return count == 1 ? "1 node" : count + " nodes";
  }

  private static String fill(int fill) {
    return fill < 0
        ? fill + ": nodes of up to " + (2 << -fill) + " KiB"
        : fill + ": nodes of up to " + fill + " elements";
  }

  private static String compress(int depth) {
    return depth == 0 ? "0: no node is compressed" : "all but " + depth + " at either end";
  }

  private static Region nodes(Quicklist list) {
    RegionBuilder region = new RegionBuilder(nodes(list.nodeCount()));
    QuicklistNode node = list.head();
    for (int i = 0; i < MOST_NODES && node != null; i++) {
      region.line(
          "node " + i,
          (node.isPlain()
                  ? "1 element of " + node.bytes() + " B"
                  : elements(node.count()) + " in a listpack of " + node.bytes() + " B")
              + (node.isCompressed() ? ", compressed to " + node.compressed().length + " B" : ""));
      node = node.next();
    }
    if (node != null) {
      region.line("…", nodes(list.nodeCount() - MOST_NODES) + " more");
    }
    return region.build((long) MemoryMeter.QUICKLIST_NODE * list.nodeCount());
  }

  private static Region node(QuicklistNode node, String which, boolean hasNext) {
    int container = node.isPlain() ? PLAIN : PACKED;
    int encoding = node.isCompressed() ? LZF : RAW;
    return new RegionBuilder("quicklistNode, " + which)
        .pointer("prev", "")
        .pointer("next", hasNext ? "the node behind it" : "")
        .pointer(
            "entry",
            node.isCompressed()
                ? "the compressed bytes"
                : node.isPlain() ? "the element" : "the listpack")
        .number(8, node.bytes(), "sz", node.bytes() + " B")
        .number(2, node.count(), "count", elements(node.count()))
        .number(
            2,
            encoding | container << 2,
            "bits",
            "2 of encoding: "
                + (node.isCompressed() ? "2 LZF" : "1 not compressed")
                + ", 2 of container: "
                + container
                + (node.isPlain() ? " plain" : " packed"))
        .padding(4, "to a multiple of 8")
        .build();
  }
}
