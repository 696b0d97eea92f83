package dev.kvarium.structure;

import org.jspecify.annotations.Nullable;

/**
 * A link of a {@link Quicklist}: a listpack of several elements, or one element so large that it
 * stands alone as its plain bytes.
 */
public final class QuicklistNode {
  private static final byte[] NO_BYTES = {};
  private static final int LEAST_BYTES = 48;
  private static final int LEAST_SAVED = 8;

  @Nullable QuicklistNode prev;
  @Nullable QuicklistNode next;
  private final @Nullable Listpack pack;
  private byte[] plain;

  /** The size of the compressed form, in which it then is; 0 of a node that is not. */
  private int lzfBytes;

  /** Whether it was compressed before it was taken up to be changed. */
  private boolean recompress;

  /** Whether it is to stay as it is for now. */
  boolean dontCompress;

  private QuicklistNode(@Nullable Listpack pack, byte[] plain) {
    this.pack = pack;
    this.plain = plain;
  }

  static QuicklistNode packed(Listpack pack) {
    return new QuicklistNode(pack, NO_BYTES);
  }

  static QuicklistNode plain(byte[] element) {
    return new QuicklistNode(null, element);
  }

  /** Whether it holds one large element as it is. */
  public boolean isPlain() {
    return pack == null;
  }

  /** The listpack of a node that is not plain. */
  public Listpack pack() {
    Listpack known = pack;
    if (known == null) {
      throw new IllegalStateException("a plain node has no listpack");
    }
    return known;
  }

  /** The element of a plain node. */
  public byte[] plain() {
    return plain;
  }

  void setPlain(byte[] element) {
    plain = element;
  }

  /** Whether it lies in memory compressed. */
  public boolean isCompressed() {
    return lzfBytes > 0;
  }

  /** The bytes of its compressed form, without the eight in front that say how many; else 0. */
  public int lzfBytes() {
    return lzfBytes;
  }

  boolean recompress() {
    return recompress;
  }

  /** The same compressed or not, as another list has it. */
  void compressedAs(QuicklistNode other) {
    lzfBytes = other.lzfBytes;
  }

  /** Compresses it if that is worth it: 48 bytes at least, of which more than eight are saved. */
  void compress(Lzf lzf) {
    if (lzfBytes > 0 || dontCompress) {
      return;
    }
    recompress = false;
    int size = bytes();
    if (size >= LEAST_BYTES) {
      byte[] from = pack == null ? plain : pack.buffer();
      int small = lzf.compress(from, size, size).length;
      lzfBytes = small > 0 && small + LEAST_SAVED < size ? small : 0;
    }
  }

  /** Lays it out as it is, in an allocation that just fits. */
  void decompress() {
    if (lzfBytes > 0) {
      lzfBytes = 0;
      recompress = false;
      if (pack != null) {
        pack.shrinkToFit();
      }
    }
  }

  /** The same, to be compressed again afterwards. */
  void decompressForUse() {
    if (lzfBytes > 0) {
      decompress();
      recompress = true;
    }
  }

  /** Bytes of the listpack, or of the plain element. */
  public int bytes() {
    return pack == null ? plain.length : pack.bytes();
  }

  /** The number of elements. */
  public int count() {
    return pack == null ? 1 : pack.length();
  }

  /** The node after this one. */
  public @Nullable QuicklistNode next() {
    return next;
  }

  /** The node before this one. */
  public @Nullable QuicklistNode previous() {
    return prev;
  }
}
