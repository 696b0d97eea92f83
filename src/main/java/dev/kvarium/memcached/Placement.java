package dev.kvarium.memcached;

import java.util.ArrayList;
import java.util.List;

/**
 * Where an item of some size would lie.
 *
 * @param itemBytes what it takes with its header, or 0 when no item may be so large
 * @param chunks the classes of the chunks that it lies in: one, or header and chain
 * @param wasteBytes what those chunks leave unused
 */
public record Placement(long itemBytes, List<SlabClass> chunks, long wasteBytes) {
  /** The place of an item with a key and a value of these lengths; in bytes. */
  public static Placement of(Settings settings, SlabTable table, int keyBytes, long valueBytes) {
    long length = valueBytes + Item.END_BYTES;
    long item = Item.bytes(keyBytes, 0, length, settings.useCas);
    if (item > settings.itemSizeMaxBytes) {
      return new Placement(0, List.of(), 0);
    }
    List<SlabClass> chunks = new ArrayList<>();
    long used = item;
    if (item <= settings.slabChunkMaxBytes) {
      chunks.add(table.get(table.classFor(item)));
    } else {
      long head = item - length + Item.CHAIN_HEADER_BYTES;
      chunks.add(table.get(table.classFor(head)));
      used += Item.CHAIN_HEADER_BYTES;
      for (long left = length; left > 0; ) {
        long size = Math.min(left + Item.CHAIN_HEADER_BYTES, settings.slabChunkMaxBytes);
        chunks.add(table.get(table.classFor(size)));
        used += Item.CHAIN_HEADER_BYTES;
        left -= size - Item.CHAIN_HEADER_BYTES;
      }
    }
    long taken = 0;
    for (SlabClass each : chunks) {
      taken += each.chunkBytes();
    }
    return new Placement(item, List.copyOf(chunks), taken - used);
  }

  /** What its chunks take. */
  public long chunkBytes() {
    long bytes = 0;
    for (SlabClass each : chunks) {
      bytes += each.chunkBytes();
    }
    return bytes;
  }
}
