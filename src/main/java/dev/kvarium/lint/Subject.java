package dev.kvarium.lint;

import dev.kvarium.base.Blob;
import dev.kvarium.redis.value.Value;
import java.util.Optional;

/**
 * A key with as much as is known of it. A list of keys knows their names alone; a file of a server
 * knows everything.
 *
 * @param line the line on which it stood, from 1; 0 when it did not stand in a list
 * @param type by TYPE's name; empty when unknown
 * @param encoding by OBJECT ENCODING's name; empty when unknown
 * @param elements fields, members, items or entries; {@link #UNKNOWN} for strings
 * @param valueBytes what a client gets when it reads the value whole: the length of a string
 * @param memoryBytes what MEMORY USAGE says
 * @param ttlMillis milliseconds that it has left, {@link #FOREVER} when it does not expire
 * @param uses how often it was used, as counted by whoever tells of it
 * @param frequency the counter of LFU, 0 to 255
 * @param head the first bytes of a string; empty when unknown
 * @param value what it holds, where that is at hand; not to be changed
 */
public record Subject(
    Blob key,
    long line,
    String type,
    String encoding,
    long elements,
    long valueBytes,
    long memoryBytes,
    long ttlMillis,
    long uses,
    long frequency,
    Blob head,
    Optional<Value> value) {
  /** What is not known. */
  public static final long UNKNOWN = Long.MIN_VALUE;

  /** The time to live of a key that does not expire. */
  public static final long FOREVER = -1;

  /** So many bytes of a string are looked at to tell what it is. */
  public static final int HEAD_BYTES = 64;

  /** A key of which its name is known. */
  public static Known named(Blob key) {
    return new Known(key);
  }

  /** What is known so far of a key. */
  public static final class Known {
    private static final Blob NOTHING = Blob.of("");

    private final Blob key;
    private long line;
    private String type = "";
    private String encoding = "";
    private long elements = UNKNOWN;
    private long valueBytes = UNKNOWN;
    private long memoryBytes = UNKNOWN;
    private long ttlMillis = UNKNOWN;
    private long uses = UNKNOWN;
    private long frequency = UNKNOWN;
    private Blob head = NOTHING;
    private Optional<Value> value = Optional.empty();

    private Known(Blob key) {
      this.key = key;
    }

    /** The line on which it stood. */
    public Known line(long number) {
      line = number;
      return this;
    }

    /** TYPE's answer. */
    public Known type(String name) {
      type = name;
      return this;
    }

    /** OBJECT ENCODING's answer. */
    public Known encoding(String name) {
      encoding = name;
      return this;
    }

    /** How many elements it holds. */
    public Known elements(long count) {
      elements = count;
      return this;
    }

    /** How long its string is. */
    public Known valueBytes(long bytes) {
      valueBytes = bytes;
      return this;
    }

    /** MEMORY USAGE's answer. */
    public Known memoryBytes(long bytes) {
      memoryBytes = bytes;
      return this;
    }

    /** PTTL's answer. */
    public Known ttlMillis(long millis) {
      ttlMillis = millis;
      return this;
    }

    /** How often it was used. */
    public Known uses(long count) {
      uses = count;
      return this;
    }

    /** OBJECT FREQ's answer. */
    public Known frequency(long counter) {
      frequency = counter;
      return this;
    }

    /** The first bytes of its string. */
    public Known head(Blob bytes) {
      head = bytes;
      return this;
    }

    /** What it holds. */
    public Known value(Value held) {
      value = Optional.of(held);
      return this;
    }

    /** That is all. */
    public Subject all() {
      return new Subject(
          key,
          line,
          type,
          encoding,
          elements,
          valueBytes,
          memoryBytes,
          ttlMillis,
          uses,
          frequency,
          head,
          value);
    }
  }

  /** The larger of the two sizes; {@link #UNKNOWN} when neither is known. */
  public long largestBytes() {
    return Math.max(valueBytes, memoryBytes);
  }
}
