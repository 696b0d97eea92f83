package dev.kvarium.redis.rdb;

import dev.kvarium.base.Crc64;
import dev.kvarium.base.Numbers;
import dev.kvarium.structure.Lzf;
import java.util.Arrays;

/**
 * Bytes being read as RDB; {@link RdbOutput} shows how they are written.
 *
 * <p>Nothing that the bytes claim is believed before it is there: a length of more bytes than are
 * left is an end that came too early, and no array is made for it. Of compressed strings, which may
 * expand to 88 times their size, none is believed to expand to more.
 */
public final class RdbInput {
  private static final int MOST_EXPANSION = 88;

  private final byte[] in;
  private final int end;
  private int at;
  private boolean encoded;

  /** Reads the bytes between two offsets. */
  public RdbInput(byte[] in, int from, int to) {
    this.in = in;
    this.at = from;
    this.end = to;
  }

  /** The offset of the next byte. */
  public int offset() {
    return at;
  }

  /** How many bytes are left. */
  public int left() {
    return end - at;
  }

  /** The checksum of all bytes from 0 up to here. */
  long crc() {
    return Crc64.update(0, in, 0, at);
  }

  private int take(long bytes) throws RdbProblem {
    if (bytes < 0 || bytes > end - at) {
      throw RdbProblem.tooShort();
    }
    int from = at;
    at += (int) bytes;
    return from;
  }

  /** The next byte, 0 to 255. */
  public int readByte() throws RdbProblem {
    return in[take(1)] & 0xff;
  }

  /** So many bytes as they are. */
  public byte[] readBytes(long count) throws RdbProblem {
    int from = take(count);
    return Arrays.copyOfRange(in, from, from + (int) count);
  }

  /** Eight bytes, the lowest first. */
  public long readLong() throws RdbProblem {
    return little(8);
  }

  /** Four bytes, the lowest first, with a sign. */
  public int readInt() throws RdbProblem {
    return (int) little(4);
  }

  private long little(int bytes) throws RdbProblem {
    int from = take(bytes);
    long value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      value = value << 8 | in[from + i] & 0xff;
    }
    return value;
  }

  private long big(int bytes) throws RdbProblem {
    int from = take(bytes);
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value = value << 8 | in[from + i] & 0xff;
    }
    return value;
  }

  /** A length, without sign; the number of an encoding counts as one, too. */
  public long readLength() throws RdbProblem {
    int first = readByte();
    encoded = first >= 0xc0;
    if (encoded || first < 0x40) {
      return first & 0x3f;
    }
    if (first < 0x80) {
      return (first & 0x3f) << 8 | readByte();
    }
    return switch (first) {
      case 0x80 -> big(4);
      case 0x81 -> big(8);
      default -> throw RdbProblem.corrupt("Unknown length encoding 2 in rdbLoadLen()");
    };
  }

  /**
   * How many elements follow, of which each takes at least {@code least} bytes.
   *
   * @return at most as many as there are bytes for
   */
  int readCount(int least) throws RdbProblem {
    long count = readLength();
    if (count < 0 || count > (long) left() / least) {
      throw RdbProblem.tooShort();
    }
    return (int) count;
  }

  /** A string, whichever way it is written. */
  public byte[] readString() throws RdbProblem {
    long length = readLength();
    if (!encoded) {
      return readBytes(length);
    }
    return switch ((int) length) {
      case 0 -> Numbers.toBytes((byte) readByte());
      case 1 -> Numbers.toBytes((short) little(2));
      case 2 -> Numbers.toBytes((int) little(4));
      case 3 -> readCompressed();
      default -> throw RdbProblem.corrupt("Unknown RDB string encoding type " + length);
    };
  }

  /** Whether the last string was written as an integer or compressed, not byte by byte. */
  boolean wasEncoded() {
    return encoded;
  }

  private byte[] readCompressed() throws RdbProblem {
    long compressed = readLength();
    long original = readLength();
    encoded = true;
    int from = take(compressed);
    if (original < 0
        || original > compressed * MOST_EXPANSION
        || original > Integer.MAX_VALUE - 8) {
      throw RdbProblem.corrupt("Invalid LZF compressed string");
    }
    byte[] text = new byte[(int) original];
    if (Lzf.expand(in, from, (int) compressed, text) != text.length) {
      throw RdbProblem.corrupt("Invalid LZF compressed string");
    }
    return text;
  }

  /** A score as eight bytes. */
  public double readDouble() throws RdbProblem {
    return Double.longBitsToDouble(readLong());
  }

  /** A score as text, as versions before 8 wrote it, or a byte for what is no number. */
  double readDoubleText() throws RdbProblem {
    int length = readByte();
    return switch (length) {
      case 255 -> Double.NEGATIVE_INFINITY;
      case 254 -> Double.POSITIVE_INFINITY;
      case 253 -> Double.NaN;
      default -> {
        int from = take(length);
        yield Numbers.parseDouble(in, from, length);
      }
    };
  }
}
