package dev.kvarium.structure;

import org.jspecify.annotations.Nullable;

/**
 * A link of a {@link Quicklist}: a listpack of several elements, or one element so large that it
 * stands alone as its plain bytes.
 */
public final class QuicklistNode {
  private static final byte[] NO_BYTES = {};

  @Nullable QuicklistNode prev;
  @Nullable QuicklistNode next;
  private final @Nullable Listpack pack;
  private byte[] plain;

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
