package dev.kvarium.redis.value;

import dev.kvarium.base.Blob;
import dev.kvarium.redis.value.ValueSnapshot.Region;
import dev.kvarium.structure.Dict;
import dev.kvarium.structure.HyperLogLog;
import dev.kvarium.structure.Intset;
import dev.kvarium.structure.Packed;
import dev.kvarium.structure.QuicklistNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Takes values apart into the allocations that they consist of. Changes nothing in them. */
public final class Inspection {
  private Inspection() {}

  /**
   * A value as it lies in memory now.
   *
   * @param bytes what the key and its value take together
   */
  public static ValueSnapshot of(byte[] key, Value value, long bytes, OptionalLong expireAtMillis) {
    List<Region> regions = new ArrayList<>();
    String remark =
        switch (value) {
          case StringValue string -> string(regions, string);
          case HashValue hash -> hash(regions, hash);
          case ListValue list -> list(regions, list);
          case SetValue set -> set(regions, set);
          case SortedSetValue set -> sortedSet(regions, set);
          case StreamValue stream -> StreamRegions.add(regions, stream);
        };
    return new ValueSnapshot(
        Blob.of(key),
        value.type().redisName(),
        value.encoding().redisName(),
        value.length(),
        bytes,
        expireAtMillis,
        List.copyOf(regions),
        remark);
  }

  private static String string(List<Region> regions, StringValue string) {
    RegionBuilder object = Regions.object(string, "robj");
    if (string.encoding() == Encoding.INT) {
      String number = Long.toString(string.integer());
      regions.add(object.number(8, string.integer(), "ptr", number + ": no pointer").build());
      return "The number sits where other strings keep a pointer: there is nothing beside the"
          + " object.";
    }
    byte[] text = string.bytes();
    if (string.encoding() == Encoding.EMBSTR) {
      RegionBuilder whole =
          Regions.object(string, "robj and sds").pointer("ptr", "buf, 11 bytes on");
      long allocated = Jemalloc.usable(StringValue.ROBJ_BYTES + 3 + text.length + 1L);
      Regions.sds(whole, text, 3, text.length);
      regions.add(Regions.whole(whole, allocated));
      return "Object, header and bytes are one allocation: who reads the object has the text"
          + " beside it.";
    }
    regions.add(object.pointer("ptr", "the sds").build());
    RegionBuilder sds = new RegionBuilder("sds");
    Regions.sds(sds, text, string.headerBytes(), string.alloc());
    regions.add(Regions.whole(sds, string.heapBytes()));
    if (HyperLogLog.isOne(text, text.length)) {
      return HyperLogLog.isSparse(text)
          ? "A HyperLogLog as runs of equal registers: "
              + text.length
              + " B, where all registers would take "
              + HyperLogLog.DENSE_BYTES
              + "."
          : "A HyperLogLog: each of 16384 registers keeps the highest place at which a hash that"
              + " fell to it had its first 1.";
    }
    long spare = string.alloc() - text.length;
    return spare > 0
        ? "Object and bytes are two allocations; " + spare + " B are there to grow into."
        : "Object and bytes are two allocations.";
  }

  private static String hash(List<Region> regions, HashValue hash) {
    Packed pack = hash.packed();
    if (pack != null) {
      String name = pack(regions, hash, pack, "field", "value");
      return "Fields and values by turns. "
          + (name.equals("ziplist")
              ? "An entry begins with the length of the one before, so that the list can be read"
                  + " backwards; one that grows may cascade."
              : "An entry ends with its own length, so that the list can be read backwards.");
    }
    regions.add(Regions.object(hash, "ptr", "the dict"));
    Dict<byte[]> dict = hash.dict();
    if (dict == null) {
      throw new IllegalStateException();
    }
    DictRegions.add(regions, dict, value -> "= " + RegionBuilder.quoted(value));
    Dict.Entry<byte[]> first = DictRegions.first(dict);
    if (first != null) {
      regions.add(DictRegions.entry("the field", "the value", first.next() != null));
      regions.add(Regions.sds("sds of that field", first.key));
      regions.add(Regions.sds("sds of its value", first.get()));
    }
    return table(dict, "field");
  }

  /** The object and the one run of bytes that it leads to; what that is called. */
  private static String pack(List<Region> regions, Value value, Packed pack, String... names) {
    String name = Encoding.of(pack).redisName();
    regions.add(Regions.object(value, "ptr", "the " + name));
    regions.add(Regions.packed(name, pack, names));
    return name;
  }

  private static String table(Dict<?> dict, String what) {
    if (dict.isRehashing()) {
      return "Two tables at once: each access moves a bucket from the first, of "
          + dict.buckets(0)
          + ", to the second, of "
          + dict.buckets(1)
          + ".";
    }
    return "A "
        + what
        + " is found by its hash, however many there are; each costs an entry of 24 B and its"
        + " strings.";
  }

  private static String list(List<Region> regions, ListValue list) {
    QuicklistNode only = list.quicklist().head();
    if (list.isPacked() && only != null) {
      pack(regions, list, only.pack(), "element");
      return "All in one run of bytes; a list that grows beyond list-max-listpack-size becomes a"
          + " chain of such.";
    }
    regions.add(Regions.object(list, "ptr", "the quicklist"));
    QuicklistRegions.add(regions, list.list());
    return "A chain of listpacks: either end is near, what is in the middle is found by hopping"
        + " over nodes.";
  }

  private static String set(List<Region> regions, SetValue set) {
    Intset ints = set.intset();
    if (ints != null) {
      regions.add(Regions.object(set, "ptr", "the intset"));
      regions.add(intset(ints));
      return "Sorted integers of "
          + ints.width()
          + " B each, found by halving; the widest of them decides how wide all are.";
    }
    Packed pack = set.packed();
    if (pack != null) {
      pack(regions, set, pack, "member");
      return "Members in the order of their coming; one is found by walking.";
    }
    regions.add(Regions.object(set, "ptr", "the dict"));
    Dict<byte[]> dict = set.dict();
    if (dict == null) {
      throw new IllegalStateException();
    }
    DictRegions.add(regions, dict, null);
    Dict.Entry<byte[]> first = DictRegions.first(dict);
    if (first != null) {
      regions.add(DictRegions.entry("the member", "", first.next() != null));
      regions.add(Regions.sds("sds of that member", first.key));
    }
    return table(dict, "member");
  }

  private static Region intset(Intset ints) {
    byte[] bytes = ints.copyBytes();
    RegionBuilder region =
        new RegionBuilder("intset")
            .bytes(bytes, 0, 4, "width", ints.width() + " B each")
            .bytes(bytes, 4, 4, "members", Integer.toString(ints.length()));
    for (int i = 0; i < ints.length() && !region.isFull(); i++) {
      int at = Intset.HEADER_BYTES + i * ints.width();
      region.bytes(bytes, at, ints.width(), "member", Long.toString(ints.get(i)));
    }
    long allocated = Jemalloc.usable(bytes.length);
    if (!region.isFull() && allocated > bytes.length) {
      region.line("spare", "the allocator gives " + allocated + " B");
    }
    return region.build(bytes.length);
  }

  private static String sortedSet(List<Region> regions, SortedSetValue set) {
    Packed pack = set.packed();
    if (pack != null) {
      pack(regions, set, pack, "member", "score");
      return "Members and scores by turns, in the order of the scores.";
    }
    regions.add(Regions.object(set, "ptr", "the zset"));
    var skiplist = set.skiplist();
    var dict = set.dict();
    if (skiplist == null || dict == null) {
      throw new IllegalStateException();
    }
    SkiplistRegions.add(regions, skiplist, dict);
    return "The skiplist gives order and rank, the hash table gives a member's score at once; the"
        + " members are shared.";
  }
}
