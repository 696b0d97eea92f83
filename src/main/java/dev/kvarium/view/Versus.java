package dev.kvarium.view;

import java.util.List;

/**
 * What the same items take in Redis and in Memcached, as measured in both engines.
 *
 * @param items how many of each kind were stored, under keys of ten bytes
 * @param redis the version that was measured, and of
 * @param memcached the version
 * @param sizes one for each length of value
 */
public record Versus(int items, String redis, String memcached, List<OfSize> sizes) {
  public Versus {
    sizes = List.copyOf(sizes);
  }

  /**
   * The bytes that an item of one size takes.
   *
   * @param valueBytes the length of its value
   * @param string as a string of Redis
   * @param withTtl as a string with a time to live
   * @param packed as one of a hundred fields of a hash
   * @param packedAs the encoding of that hash
   * @param item as an item of Memcached, with its header
   * @param chunk what that item takes with what its chunk leaves over
   * @param slabClass the number of the class of that chunk
   */
  public record OfSize(
      int valueBytes,
      double string,
      double withTtl,
      double packed,
      String packedAs,
      double item,
      double chunk,
      int slabClass) {}
}
