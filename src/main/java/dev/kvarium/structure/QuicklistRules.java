package dev.kvarium.structure;

/**
 * What the quicklists of a node have in common: what compresses their nodes, and from which size on
 * an element stands alone in a plain node. It may change while there are lists, and holds for what
 * is added from then on.
 */
public final class QuicklistRules {
  private final Lzf lzf = new Lzf();
  private final boolean ziplists;
  private long plainFromBytes = Quicklist.PLAIN_THRESHOLD;

  /** So that elements of so many bytes and more stand alone; 0: of 1 GiB. */
  public void plainFrom(long bytes) {
    plainFromBytes = bytes == 0 ? Quicklist.PLAIN_THRESHOLD : bytes;
  }

  /** Lists of listpacks. */
  public QuicklistRules() {
    this(false);
  }

  /** Lists of listpacks, or of ziplists, as before version 7. */
  public QuicklistRules(boolean ziplists) {
    this.ziplists = ziplists;
  }

  /** Whether their nodes are ziplists; then none is plain. */
  public boolean ofZiplists() {
    return ziplists;
  }

  Packed newPack() {
    return ziplists ? new Ziplist() : new Listpack();
  }

  /** What compresses their nodes. */
  public Lzf lzf() {
    return lzf;
  }

  /** Whether an element of so many bytes stands alone. */
  boolean isPlain(int bytes) {
    return !ziplists && bytes >= plainFromBytes;
  }
}
