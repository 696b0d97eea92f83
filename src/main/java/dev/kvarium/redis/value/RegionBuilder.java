package dev.kvarium.redis.value;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.value.ValueSnapshot.Field;
import dev.kvarium.redis.value.ValueSnapshot.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Puts a {@link Region} together field by field, numbers little endian as x86 and ARM write them.
 *
 * <p>Only the first {@value #MOST_BYTES} bytes and {@value #MOST_LINES} fields are kept; the total
 * says what is missing.
 */
final class RegionBuilder {
  static final int MOST_BYTES = 4_096;
  static final int MOST_LINES = 1_024;

  /** How much of a text a meaning quotes. */
  private static final int MOST_QUOTED = 40;

  private final String title;
  private final List<Field> fields = new ArrayList<>();
  private byte[] bytes = new byte[128];
  private int length;

  RegionBuilder(String title) {
    this.title = title;
  }

  /** A whole number of {@code size} bytes, 1 to 8. */
  RegionBuilder number(int size, long value, String name, String meaning) {
    field(size, name, meaning);
    for (int i = 0; i < size; i++) {
      bytes[length++] = (byte) (value >> 8 * i);
    }
    return this;
  }

  /** A whole number that needs no more explanation than its value. */
  RegionBuilder number(int size, long value, String name) {
    return number(size, value, name, Long.toString(value));
  }

  /** An address of 8 bytes, which there is none of here: told in words; an empty one is null. */
  RegionBuilder pointer(String name, String target) {
    return number(8, 0, name, target.isEmpty() ? "null" : "→ " + target);
  }

  /** Bytes as they are. */
  RegionBuilder bytes(byte[] value, String name, String meaning) {
    return bytes(value, 0, value.length, name, meaning);
  }

  RegionBuilder bytes(byte[] value, int from, int count, String name, String meaning) {
    int kept = Math.max(0, Math.min(count, MOST_BYTES - length));
    field(kept, name, meaning);
    System.arraycopy(value, from, bytes, length, kept);
    length += kept;
    return this;
  }

  /** Bytes that mean nothing. */
  RegionBuilder padding(int count, String meaning) {
    field(count, "padding", meaning);
    length += count;
    return this;
  }

  /** A line that stands for no bytes. */
  RegionBuilder line(String name, String meaning) {
    if (fields.size() < MOST_LINES) {
      fields.add(new Field(length, 0, name, meaning));
    }
    return this;
  }

  /** Whether more would be thrown away. */
  boolean isFull() {
    return length >= MOST_BYTES || fields.size() >= MOST_LINES;
  }

  /** Bytes put in so far. */
  int length() {
    return length;
  }

  /** The region; {@code totalBytes} counts what was left out too. */
  Region build(long totalBytes) {
    return new Region(title, Arrays.copyOf(bytes, length), totalBytes, List.copyOf(fields));
  }

  Region build() {
    return build(length);
  }

  private void field(int size, String name, String meaning) {
    if (length + size > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + size, bytes.length * 2));
    }
    fields.add(new Field(length, size, name, meaning));
  }

  /** A text for a meaning: quoted as redis-cli does, cut where it is long. */
  static String quoted(byte[] text) {
    return text.length <= MOST_QUOTED
        ? Bytes.repr(text)
        : Bytes.repr(Arrays.copyOf(text, MOST_QUOTED)) + "…";
  }
}
