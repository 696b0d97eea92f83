package dev.kvarium.memcached;

/** A megabyte, cut into chunks of one class; uncut while it lies in the pool. */
final class Page {
  private static final Chunk[] UNCUT = new Chunk[0];

  /** Which page it was, in the order in which memory was taken, from 0. */
  final int number;

  /** The class that it is cut for; 0 in the pool. */
  int classId;

  Chunk[] chunks = UNCUT;

  Page(int number) {
    this.number = number;
  }

  /** Cuts it for a class; every chunk is there, none is on the free list yet. */
  void cut(SlabClass slabClass) {
    classId = slabClass.id();
    chunks = new Chunk[slabClass.chunksPerPage()];
    for (int i = 0; i < chunks.length; i++) {
      chunks[i] = new Chunk(this, i);
    }
  }

  /** Back to one piece. */
  void uncut() {
    classId = 0;
    chunks = UNCUT;
  }
}
