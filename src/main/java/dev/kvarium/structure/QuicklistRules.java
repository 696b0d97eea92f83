package dev.kvarium.structure;

/**
 * What the quicklists of a node have in common: what compresses their nodes, and from which size on
 * an element stands alone in a plain node. It may change while there are lists, and holds for what
 * is added from then on.
 */
public final class QuicklistRules {
  private final Lzf lzf = new Lzf();
  private long plainFromBytes = Quicklist.PLAIN_THRESHOLD;

  /** So that elements of so many bytes and more stand alone; 0: of 1 GiB. */
  public void plainFrom(long bytes) {
    plainFromBytes = bytes == 0 ? Quicklist.PLAIN_THRESHOLD : bytes;
  }

  /** What compresses their nodes. */
  public Lzf lzf() {
    return lzf;
  }

  /** Whether an element of so many bytes stands alone. */
  boolean isPlain(int bytes) {
    return bytes >= plainFromBytes;
  }
}
