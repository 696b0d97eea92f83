package dev.kvarium.redis.value;

import dev.kvarium.redis.value.ValueSnapshot.Region;
import dev.kvarium.structure.Packed;
import dev.kvarium.structure.Ziplist;

/** A ziplist, entry by entry. */
final class ZiplistRegions {
  private static final int SMALL_LENGTH_BYTES = 1;

  private ZiplistRegions() {}

  static Region of(String title, Ziplist list, String... names) {
    RegionBuilder region = new RegionBuilder(title);
    byte[] bytes = list.buffer();
    int last = list.last();
    region
        .bytes(bytes, 0, 4, "total bytes", Integer.toString(list.bytes()))
        .bytes(bytes, 4, 4, "last", last == Packed.NONE ? "no entry" : "entry at " + last)
        .bytes(
            bytes,
            8,
            2,
            "entries",
            list.headerCount() == Ziplist.COUNT_UNKNOWN
                ? "65535: too many to tell"
                : Integer.toString(list.headerCount()));
    int number = 0;
    int p = list.first();
    while (p != Packed.NONE && !region.isFull()) {
      entry(region, list, p, names.length == 0 ? "entry" : names[number++ % names.length]);
      p = list.next(p);
    }
    if (p == Packed.NONE && !region.isFull()) {
      region.bytes(bytes, list.bytes() - 1, 1, "end", "0xff: no more entries");
      long allocated = Jemalloc.usable(list.allocatedBytes());
      if (allocated > list.bytes()) {
        region.line("spare", "the allocator gives " + allocated + " B");
      }
    }
    return region.build(list.bytes());
  }

  private static void entry(RegionBuilder region, Ziplist list, int p, String name) {
    byte[] bytes = list.buffer();
    int previous = list.previousBytesAt(p);
    int header = list.encodingBytesAt(p);
    int data = list.dataBytes(p);
    region.bytes(
        bytes,
        p,
        previous,
        "before",
        list.previousAt(p)
            + " B"
            + (previous > SMALL_LENGTH_BYTES && list.previousAt(p) < 254
                ? ", in a field that never shrinks"
                : ""));
    int at = p + previous;
    if (data == 0) {
      String what = list.isInt(p) ? list.getLong(p) + ", in the encoding" : "an empty string";
      region.bytes(bytes, at, header, name, what);
    } else if (list.isInt(p)) {
      region
          .bytes(bytes, at, header, "encoding", data * 8 + "-bit int")
          .bytes(bytes, at + header, data, name, Long.toString(list.getLong(p)));
    } else {
      region
          .bytes(bytes, at, header, "encoding", data + " B string")
          .bytes(bytes, at + header, data, name, RegionBuilder.quoted(list.get(p)));
    }
  }
}
