package dev.kvarium.structure;

import org.jspecify.annotations.Nullable;

/**
 * A link of a {@link Quicklist}: a listpack of several elements, or one element so large that it
 * stands alone as its plain bytes. Either may be kept compressed by {@link Lzf}.
 */
public final class QuicklistNode {
  /** Bytes of the size before the compressed ones in memory. */
  private static final int COMPRESSED_HEADER_BYTES = 8;

  private static final byte[] NO_BYTES = {};

  @Nullable QuicklistNode prev;
  @Nullable QuicklistNode next;

  /** Whether it was expanded for a moment, and is to be compressed again. */
  boolean recompress;

  /** Whether it is not to be compressed for a moment. */
  boolean dontCompress;

  private final boolean isPlain;
  private @Nullable Packed pack;
  private byte[] plain;

  /** What it is compressed to; empty when it is not. */
  private byte[] compressed = NO_BYTES;

  private boolean ofZiplist;
  private int bytesBefore;
  private int countBefore;

  private QuicklistNode(boolean isPlain, @Nullable Packed pack, byte[] plain) {
    this.isPlain = isPlain;
    this.pack = pack;
    this.plain = plain;
  }

  static QuicklistNode packed(Packed pack) {
    return new QuicklistNode(false, pack, NO_BYTES);
  }

  static QuicklistNode plain(byte[] element) {
    return new QuicklistNode(true, null, element);
  }

  /** An equal node, not linked, in the same form. */
  QuicklistNode copy() {
    Packed own = pack;
    QuicklistNode copy = new QuicklistNode(isPlain, own == null ? null : own.copy(), plain);
    copy.compressed = compressed;
    copy.bytesBefore = bytesBefore;
    copy.ofZiplist = ofZiplist;
    copy.countBefore = countBefore;
    return copy;
  }

  /** Whether it holds one large element as it is. */
  public boolean isPlain() {
    return isPlain;
  }

  /** Whether its bytes are compressed. */
  public boolean isCompressed() {
    return compressed.length > 0;
  }

  /** What it is compressed to, empty when it is not. Not to be changed. */
  public byte[] compressed() {
    return compressed;
  }

  /** The listpack of a node that is neither plain nor compressed. */
  public Packed pack() {
    Packed known = pack;
    if (known == null) {
      throw new IllegalStateException("a plain or compressed node has no listpack");
    }
    return known;
  }

  /** The element of a plain node that is not compressed. */
  public byte[] plain() {
    return plain;
  }

  /** The listpack, or the plain element, whether it is compressed or not; to be looked at. */
  public byte[] content() {
    if (!isCompressed()) {
      return isPlain ? plain : pack().copyBytes();
    }
    byte[] content = new byte[bytesBefore];
    if (Lzf.expand(compressed, 0, compressed.length, content) != bytesBefore) {
      throw new IllegalStateException("a node was not compressed by us");
    }
    return content;
  }

  void setPlain(byte[] element) {
    plain = element;
  }

  /** Lets it be kept in so many bytes. */
  void compressTo(byte[] small) {
    bytesBefore = bytes();
    ofZiplist = pack instanceof Ziplist;
    countBefore = count();
    compressed = small;
    pack = null;
    plain = NO_BYTES;
  }

  void expand() {
    byte[] content = content();
    compressed = NO_BYTES;
    if (isPlain) {
      plain = content;
    } else {
      pack = ofZiplist ? Ziplist.wrap(content) : Listpack.wrap(content);
    }
  }

  /** Bytes of the listpack, or of the plain element, before it is compressed. */
  public int bytes() {
    if (isCompressed()) {
      return bytesBefore;
    }
    return isPlain ? plain.length : pack().bytes();
  }

  /** Bytes asked of the allocator for them. */
  public int allocatedBytes() {
    if (isCompressed()) {
      return COMPRESSED_HEADER_BYTES + compressed.length;
    }
    return isPlain ? plain.length : pack().allocatedBytes();
  }

  /** The number of elements. */
  public int count() {
    if (isCompressed()) {
      return countBefore;
    }
    return isPlain ? 1 : pack().length();
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
