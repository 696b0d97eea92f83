package dev.kvarium.redis.value;

import static dev.kvarium.redis.value.RegionBuilder.quoted;

import dev.kvarium.redis.value.ValueSnapshot.Region;
import dev.kvarium.structure.HyperLogLog;
import dev.kvarium.structure.Listpack;
import dev.kvarium.structure.ListpackEncoding;
import dev.kvarium.structure.Packed;
import dev.kvarium.structure.Ziplist;

/** The allocations that values of several types have in common, byte by byte. */
final class Regions {
  private Regions() {}

  /** The 16 bytes that every value begins with. */
  static RegionBuilder object(Value value, String title) {
    int type = value.type().redisNumber();
    boolean shared = value.isShared();
    int encoding = encodingNumber(value.encoding());
    return new RegionBuilder(title)
        .number(
            1,
            type | encoding << 4,
            "type, encoding",
            "4 bits each: "
                + type
                + " "
                + value.type().redisName()
                + ", "
                + encoding
                + " "
                + value.encoding().redisName())
        .number(3, value.lru, "lru", value.lru + " s: when it was last used")
        .number(
            4,
            shared ? Integer.MAX_VALUE : 1,
            "refcount",
            shared ? "shared by all who hold it" : "1 owner");
  }

  static Region object(Value value, String name, String target) {
    return object(value, "robj").pointer(name, target).build();
  }

  private static int encodingNumber(Encoding encoding) {
    return switch (encoding) {
      case RAW -> 0;
      case INT -> 1;
      case HASHTABLE -> 2;
      case ZIPLIST -> 5;
      case INTSET -> 6;
      case SKIPLIST -> 7;
      case EMBSTR -> 8;
      case QUICKLIST -> 9;
      case STREAM -> 10;
      case LISTPACK -> 11;
    };
  }

  /** A string with its header, made in one go. */
  static Region sds(String title, byte[] text) {
    RegionBuilder region = new RegionBuilder(title);
    int header = Sds.newHeaderBytes(text.length);
    long allocated = Sds.newBytes(text.length);
    sds(region, text, header, Math.min(allocated - header - 1, Sds.maxAlloc(header)));
    return whole(region, allocated);
  }

  /** The region with what the allocator gave beyond what was asked for. */
  static Region whole(RegionBuilder region, long allocated) {
    if (!region.isFull() && allocated > region.length()) {
      region.padding(
          (int) Math.min(allocated, RegionBuilder.MOST_BYTES) - region.length(),
          "the allocator gives " + allocated + " B");
    }
    return region.build(allocated);
  }

  /**
   * Header, bytes and end of a string, and what the allocator gave beyond them.
   *
   * @param room bytes that fit in without another allocation, used ones included
   */
  static RegionBuilder sds(RegionBuilder region, byte[] text, int header, long room) {
    if (header == 1) {
      region.number(
          1, (long) text.length << 3, "flags", "sdshdr5: length " + text.length + " in 5 bits");
    } else {
      int size = (header - 1) / 2;
      region
          .number(size, text.length, "len", text.length + " B")
          .number(size, room, "alloc", "room for " + room + " B")
          .number(1, Integer.numberOfTrailingZeros(size) + 1, "flags", "sdshdr" + size * 8);
    }
    if (HyperLogLog.isOne(text, text.length)) {
      HyperLogLogRegions.add(region, text);
    } else {
      region.bytes(text, "buf", quoted(text));
    }
    if (!region.isFull()) {
      region.number(1, 0, "end", "a zero for C");
      int spare = (int) Math.min(room - text.length, RegionBuilder.MOST_BYTES - region.length());
      if (header > 1 && spare > 0) {
        region.padding(spare, "room to grow");
      }
    }
    return region;
  }

  /** Says what the entry of a listpack at a position is. */
  interface Naming {
    String name(int position);
  }

  /** A listpack or ziplist, entry by entry. */
  static Region packed(String title, Packed pack, String... names) {
    return switch (pack) {
      case Listpack listpack -> listpack(title, listpack, names);
      case Ziplist ziplist -> ZiplistRegions.of(title, ziplist, names);
    };
  }

  /** A listpack, entry by entry. */
  static Region listpack(String title, Listpack listpack, String... names) {
    int[] number = {0};
    return listpack(
        title, listpack, p -> names.length == 0 ? "entry" : names[number[0]++ % names.length]);
  }

  /** A listpack, entry by entry, each asked for its name in their order. */
  static Region listpack(String title, Listpack listpack, Naming naming) {
    RegionBuilder region = new RegionBuilder(title);
    byte[] bytes = listpack.buffer();
    region
        .bytes(bytes, 0, 4, "total bytes", Integer.toString(listpack.bytes()))
        .bytes(
            bytes,
            4,
            2,
            "entries",
            listpack.headerCount() == Listpack.COUNT_UNKNOWN
                ? "65535: too many to tell"
                : Integer.toString(listpack.headerCount()));
    int p = listpack.first();
    while (p != Listpack.NONE && !region.isFull()) {
      entry(region, listpack, p, naming.name(p));
      p = listpack.next(p);
    }
    if (p == Listpack.NONE && !region.isFull()) {
      region.bytes(bytes, listpack.bytes() - 1, 1, "end", "0xff: no more entries");
      long allocated = Jemalloc.usable(listpack.allocatedBytes());
      if (allocated > listpack.bytes()) {
        region.line("spare", "the allocator gives " + allocated + " B");
      }
    }
    return region.build(listpack.bytes());
  }

  private static void entry(RegionBuilder region, Listpack listpack, int p, String name) {
    byte[] bytes = listpack.buffer();
    ListpackEncoding encoding = listpack.encodingAt(p);
    int header = encoding.headerBytes();
    int data = listpack.dataBytes(p);
    int back = listpack.backlenBytesAt(p);
    String text = quoted(listpack.get(p));
    if (data == 0) {
      String what =
          encoding.isInt() ? listpack.getLong(p) + ", a " + encoding.title() : "an empty string";
      region.bytes(bytes, p, header, name, what);
    } else if (encoding.isInt()) {
      region
          .bytes(bytes, p, header, "encoding", encoding.title())
          .bytes(bytes, p + header, data, name, Long.toString(listpack.getLong(p)));
    } else {
      region
          .bytes(bytes, p, header, "encoding", data + " B " + encoding.title())
          .bytes(bytes, p + header, data, name, text);
    }
    region.bytes(bytes, p + header + data, back, "back", header + data + " B");
  }
}
