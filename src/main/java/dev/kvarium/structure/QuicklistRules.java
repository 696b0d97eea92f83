package dev.kvarium.structure;

/**
 * What the quicklists of a node have in common: from which size on an element stands alone in a
 * plain node, and the compressor of inner nodes. The size may change while there are lists, and
 * holds for what is added from then on.
 */
public final class QuicklistRules {
  private final Lzf lzf;
  private long plainFromBytes = Quicklist.PLAIN_THRESHOLD;

  public QuicklistRules(Lzf lzf) {
    this.lzf = lzf;
  }

  /** So that elements of so many bytes and more stand alone; 0: of 1 GiB. */
  public void plainFrom(long bytes) {
    plainFromBytes = bytes == 0 ? Quicklist.PLAIN_THRESHOLD : bytes;
  }

  Lzf lzf() {
    return lzf;
  }

  /** Whether an element of so many bytes stands alone. */
  boolean isPlain(int bytes) {
    return bytes >= plainFromBytes;
  }
}
