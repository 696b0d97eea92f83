package dev.kvarium.redis.rdb;

import dev.kvarium.base.Crc64;
import dev.kvarium.base.Numbers;
import dev.kvarium.structure.Lzf;
import java.util.Arrays;

/**
 * Bytes being written as RDB: lengths, strings, numbers.
 *
 * <pre>
 *   00LLLLLL                       length below 64
 *   01LLLLLL LLLLLLLL              below 16,384, high bits first
 *   10000000 4 bytes               below 2^32, big-endian
 *   10000001 8 bytes               the rest
 *   11000000 1 byte                instead of a string: the text of an integer of 8 bits
 *   11000001 2 bytes, 11000010 4   … of 16 or 32 bits, little-endian
 *   11000011 length length bytes   a string compressed by LZF: sizes compressed and not
 * </pre>
 *
 * <p>{@code "hello"} is <code>05 68 65 6c 6c 6f</code>; {@code "-2"} is <code>c0 fe</code>; thirty
 * times {@code a} is <code>c3 09 1e 01 61 61 e0 11 00 01 61 61</code>.
 *
 * <p>A string of more than 20 bytes is compressed if at least four bytes are saved that way.
 */
public final class RdbOutput {
  private static final int LONGEST_INTEGER = 11;
  private static final int NOT_COMPRESSED = 20;
  private static final int DRAIN_BYTES = 1 << 16;

  /** Takes bytes that are finished. */
  public interface Drain {
    void take(byte[] bytes, int length);
  }

  private static final int USUAL_VERSION = 10;

  private final Lzf lzf;
  private final boolean compress;
  private final Drain drain;
  private final boolean drained;
  private int version = USUAL_VERSION;
  private byte[] buffer;
  private int length;
  private long crc;
  private long drainedBytes;

  /** Keeps all bytes; see {@link #bytes()}. */
  public RdbOutput(Lzf lzf, boolean compress) {
    this(lzf, compress, (bytes, length) -> {}, false, 128);
  }

  /** Hands the bytes on, many at a time; the last with {@link #flush()}. */
  public RdbOutput(Lzf lzf, boolean compress, Drain drain) {
    this(lzf, compress, drain, true, DRAIN_BYTES * 2);
  }

  private RdbOutput(Lzf lzf, boolean compress, Drain drain, boolean drained, int room) {
    this.lzf = lzf;
    this.compress = compress;
    this.drain = drain;
    this.drained = drained;
    this.buffer = new byte[room];
  }

  /** Lets values be written as a version of the format has them, 10 unless it is said. */
  public RdbOutput as(int rdbVersion) {
    version = rdbVersion;
    return this;
  }

  /** The version of the format in which values are written. */
  int version() {
    return version;
  }

  /** What was written and not handed on. */
  public byte[] bytes() {
    return Arrays.copyOf(buffer, length);
  }

  /** How many bytes were written in all. */
  public long size() {
    return drainedBytes + length;
  }

  /** The checksum of all that was written. */
  public long crc() {
    return Crc64.update(crc, buffer, 0, length);
  }

  /** Hands on what is left. */
  public void flush() {
    crc = crc();
    drain.take(buffer, length);
    drainedBytes += length;
    length = 0;
  }

  private void room(int bytes) {
    if (drained && length >= DRAIN_BYTES) {
      flush();
    }
    int wanted = Math.addExact(length, bytes);
    if (wanted > buffer.length) {
      long doubled = Math.min(2L * buffer.length, Integer.MAX_VALUE - 8);
      buffer = Arrays.copyOf(buffer, (int) Math.max(wanted, doubled));
    }
  }

  public void writeByte(int value) {
    room(1);
    buffer[length++] = (byte) value;
  }

  /** Bytes as they are. */
  public void write(byte[] bytes, int from, int count) {
    room(count);
    System.arraycopy(bytes, from, buffer, length, count);
    length += count;
  }

  public void write(byte[] bytes) {
    write(bytes, 0, bytes.length);
  }

  /** Eight bytes, the lowest first. */
  public void writeLong(long value) {
    little(value, 8);
  }

  private void little(long value, int bytes) {
    room(bytes);
    for (int i = 0; i < bytes; i++) {
      buffer[length++] = (byte) (value >>> 8 * i);
    }
  }

  private void big(long value, int bytes) {
    room(bytes);
    for (int i = bytes - 1; i >= 0; i--) {
      buffer[length++] = (byte) (value >>> 8 * i);
    }
  }

  /** A length, without sign. */
  public void writeLength(long value) {
    if (value >= 0 && value < 1 << 6) {
      writeByte((int) value);
    } else if (value >= 0 && value < 1 << 14) {
      big(value | 1 << 14, 2);
    } else if (value >>> 32 == 0) {
      writeByte(0x80);
      big(value, 4);
    } else {
      writeByte(0x81);
      big(value, 8);
    }
  }

  /** An integer as a string: in short where it has at most 32 bits, else its text. */
  public void writeInteger(long value) {
    if (!writeShort(value)) {
      byte[] text = Numbers.toBytes(value);
      writeLength(text.length);
      write(text);
    }
  }

  private boolean writeShort(long value) {
    int bytes = value == (byte) value ? 1 : value == (short) value ? 2 : 4;
    if (value != (int) value) {
      return false;
    }
    writeByte(0xc0 | bytes >> 1);
    little(value, bytes);
    return true;
  }

  /** A string, as short as RDB makes it. */
  public void writeString(byte[] text) {
    writeString(text, text.length);
  }

  /** The first bytes of an array as a string. */
  public void writeString(byte[] text, int count) {
    if (count <= LONGEST_INTEGER) {
      byte[] exact = text.length == count ? text : Arrays.copyOf(text, count);
      if (Numbers.isLong(exact) && writeShort(Numbers.parseLong(exact))) {
        return;
      }
    }
    if (compress && count > NOT_COMPRESSED) {
      byte[] small = lzf.compress(text, count, count - 4);
      if (small.length > 0) {
        writeCompressed(small, count);
        return;
      }
    }
    writeLength(count);
    write(text, 0, count);
  }

  /** A string that is compressed already, and its size before. */
  public void writeCompressed(byte[] compressed, int originalBytes) {
    writeByte(0xc3);
    writeLength(compressed.length);
    writeLength(originalBytes);
    write(compressed);
  }

  /** A score: the eight bytes of the double. */
  public void writeDouble(double value) {
    writeLong(Double.doubleToRawLongBits(value));
  }
}
