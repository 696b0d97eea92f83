package dev.kvarium.memcached;

/**
 * A size of chunks.
 *
 * @param id its number, from 1
 * @param chunkBytes how large each of its chunks is
 * @param chunksPerPage how many of them a page holds
 */
public record SlabClass(int id, int chunkBytes, int chunksPerPage) {
  /** What is left over at the end of each of its pages; in bytes. */
  public int pageTailBytes() {
    return Settings.PAGE_BYTES - chunkBytes * chunksPerPage;
  }
}
