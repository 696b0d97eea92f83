package dev.kvarium.redis.value;

import dev.kvarium.base.Blob;
import java.util.List;
import java.util.OptionalLong;

/**
 * A value as it lies in memory, at one moment: the bytes of its encoding, each belonging to one
 * named field.
 *
 * @param type by TYPE's name
 * @param encoding by OBJECT ENCODING's name
 * @param length elements it holds; bytes for a string
 * @param bytes what MEMORY USAGE says of the key and its value together
 * @param expireAtMillis Unix time at which the key dies
 * @param regions the allocations that the value consists of, outermost first; pictures of pointers
 *     in words where an allocation is nothing but pointers
 * @param remark one sentence with the thing to notice
 */
public record ValueSnapshot(
    Blob key,
    String type,
    String encoding,
    long length,
    long bytes,
    OptionalLong expireAtMillis,
    List<Region> regions,
    String remark) {

  /**
   * One allocation of memory, or several of pointers alone, which are told in lines.
   *
   * @param title what it is, {@code listpack}
   * @param bytes its first bytes, all of them unless it is long; none where there are but lines
   * @param totalBytes how long it is
   * @param fields what the bytes are, in order and without gaps
   */
  public record Region(String title, byte[] bytes, long totalBytes, List<Field> fields) {
    /** Whether only the beginning is given. */
    public boolean isCut() {
      return bytes.length > 0 && bytes.length < totalBytes;
    }
  }

  /**
   * Some bytes of a region that mean one thing.
   *
   * @param offset where they begin in the region
   * @param length how many there are; 0 for a remark about what does not lie in these bytes
   * @param name what the field is called
   * @param meaning what these bytes say
   */
  public record Field(int offset, int length, String name, String meaning) {
    /** Whether the bytes would be an address, which there is none of here: they are zeros. */
    public boolean isAddress() {
      return length == 8 && meaning.startsWith("→");
    }
  }
}
