package dev.kvarium.memcached;

import dev.kvarium.base.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key with its value, and what memcached keeps of it in the 48 bytes in front.
 *
 * <pre>
 *   next 8 | prev 8 | h_next 8 | time 4 | exptime 4 | nbytes 4 | refcount 2 | it_flags 2
 *   | clsid 1 | nkey 1 | padding 6 | CAS 8 | key … NUL | client flags 4, unless 0 | value … CR LF
 * </pre>
 *
 * <p>An item that does not fit into the largest chunk has its header, key and flags in one chunk
 * and its value in a chain of others, each of which spends 48 bytes on the chain.
 */
final class Item {
  static final int HEADER_BYTES = 48;
  static final int CHAIN_HEADER_BYTES = 48;
  static final int CAS_BYTES = 8;
  static final int FLAGS_BYTES = 4;

  /** What ends a value. */
  static final int END_BYTES = 2;

  final byte[] key;

  /** Of the key. */
  final int hash;

  /** What clients stored with it; 32 bits without a sign. */
  final long clientFlags;

  final boolean useCas;
  byte[] value = Bytes.EMPTY;

  /** The length of the value with the line end behind it. */
  final int valueBytes;

  /** When it was stored, or last read as its list wants; seconds of the node's clock. */
  long time;

  /** When it is gone; 0 for never. */
  long expires;

  /** The class whose lists it is on, which for a large one is the largest. */
  final int classId;

  Segment segment;

  /** Where its header lies. */
  @Nullable Chunk chunk;

  /** Where its value lies when it is a large one. */
  final List<Chunk> chain;

  final boolean large;
  int references;
  long cas;
  boolean linked;

  /** Read at least once. */
  boolean fetched;

  /** Read at least twice since it last moved. */
  boolean active;

  boolean keyBinary;
  boolean stale;
  boolean tokenSent;
  @Nullable Item previous;
  @Nullable Item next;
  @Nullable Item nextInBucket;

  Item(
      byte[] key,
      long clientFlags,
      int valueBytes,
      boolean useCas,
      int classId,
      Segment segment,
      boolean large) {
    this.key = key;
    this.hash = Murmur3.hash(key, 0, key.length);
    this.clientFlags = clientFlags;
    this.valueBytes = valueBytes;
    this.useCas = useCas;
    this.classId = classId;
    this.segment = segment;
    this.large = large;
    this.chain = large ? new ArrayList<>() : List.of();
  }

  /** What the item of such a key and value takes; in bytes. */
  static long bytes(int keyBytes, long clientFlags, long valueBytes, boolean useCas) {
    return HEADER_BYTES
        + (useCas ? CAS_BYTES : 0)
        + keyBytes
        + 1
        + (clientFlags == 0 ? 0 : FLAGS_BYTES)
        + valueBytes;
  }

  /** What it takes, without what its chunks leave over; in bytes. */
  long bytes() {
    return bytes(key.length, clientFlags, valueBytes, useCas);
  }

  /** The length of its value without the line end. */
  int length() {
    return valueBytes - END_BYTES;
  }
}
