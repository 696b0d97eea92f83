package dev.kvarium.structure;

import static dev.kvarium.structure.HyperLogLog.HEADER_BYTES;
import static dev.kvarium.structure.HyperLogLog.REGISTERS;

/**
 * The registers of a {@link HyperLogLog} as runs, one behind the other from register 0 to 16,383.
 *
 * <pre>
 *   ZERO    00nnnnnn             1 to 64 registers of 0
 *   XZERO   01nnnnnn nnnnnnnn    1 to 16,384 registers of 0, the higher bits first
 *   VAL     1vvvvvnn             1 to 4 registers of 1 to 32
 * </pre>
 *
 * <p>All numbers are kept less one. Worked example, registers 1000, 1020 and 1021 set to 2, 3 and
 * 3, in seven bytes:
 *
 * <pre>
 *   43 e7    84      12      89         7c 01
 *   XZERO    VAL     ZERO    VAL        XZERO
 *   1,000    2 × 1   19      3 × 2      15,362
 * </pre>
 *
 * <p>To raise a register, the run that covers it is found by walking, and split into up to three;
 * then up to five runs from the one before are looked at for two neighbours with one value that can
 * be joined. Runs of zeros are never joined: nothing becomes zero again.
 *
 * <p>Limits: a value beyond 32, or more bytes than {@code hll-sparse-max-bytes}, 3,000 unless told
 * otherwise, about 1,700 elements, makes it dense, for good. Source: hyperloglog.c of 7.0.15.
 */
public final class SparseRegisters {
  /** The answers of {@link #raise} that are no length. */
  public static final int UNCHANGED = -1;

  public static final int DAMAGED = -2;
  public static final int TOO_LONG = -3;

  /** The highest value of a run. */
  public static final int HIGHEST = 32;

  /** By how many bytes {@link #raise} may make it longer. */
  public static final int MOST_GROWTH = 3;

  private static final int LONGEST_ZERO = 64;
  private static final int LONGEST_VALUE = 4;
  private static final int NEIGHBOURS = 5;

  private SparseRegisters() {}

  /** A kind of run. */
  public enum Kind {
    ZERO,
    XZERO,
    VAL
  }

  /** What kind of run begins at a byte. */
  public static Kind kind(byte[] bytes, int at) {
    return bytes[at] < 0 ? Kind.VAL : (bytes[at] & 0x40) != 0 ? Kind.XZERO : Kind.ZERO;
  }

  /** How many bytes the run at a byte has. */
  public static int bytes(byte[] bytes, int at) {
    return kind(bytes, at) == Kind.XZERO ? 2 : 1;
  }

  /** How many registers the run at a byte covers; what was cut off behind it counts as zero. */
  public static int span(byte[] bytes, int at, int end) {
    return switch (kind(bytes, at)) {
      case ZERO -> (bytes[at] & 0x3f) + 1;
      case VAL -> (bytes[at] & 3) + 1;
      case XZERO -> ((bytes[at] & 0x3f) << 8 | (at + 1 < end ? bytes[at + 1] & 0xff : 0)) + 1;
    };
  }

  /** The value of a VAL. */
  public static int value(byte[] bytes, int at) {
    return (bytes[at] >> 2 & 0x1f) + 1;
  }

  private static byte run(int value, int span) {
    return (byte) (0x80 | value - 1 << 2 | span - 1);
  }

  /** Writes a run of zeros, as short as it may be; where the next begins. */
  private static int putZeros(byte[] bytes, int at, int span) {
    if (span <= LONGEST_ZERO) {
      bytes[at] = (byte) (span - 1);
      return at + 1;
    }
    bytes[at] = (byte) (0x40 | span - 1 >> 8);
    bytes[at + 1] = (byte) (span - 1);
    return at + 2;
  }

  /**
   * Makes a register at least so high. The array has room for {@link #MOST_GROWTH} bytes more than
   * the string is long.
   *
   * @param place 1 to {@link #HIGHEST}
   * @param mostBytes how long the string may get by this
   * @return the new length; {@link #UNCHANGED} when the register was as high, {@link #DAMAGED} when
   *     the runs do not reach to it, {@link #TOO_LONG} when nothing was done for lack of bytes
   */
  public static int raise(byte[] bytes, int length, int register, int place, long mostBytes) {
    int before = HEADER_BYTES;
    int at = HEADER_BYTES;
    int first = 0;
    int span = 0;
    while (at < length) {
      span = span(bytes, at, length);
      if (register < first + span) {
        break;
      }
      before = at;
      at += bytes(bytes, at);
      first += span;
    }
    if (at >= length) {
      return DAMAGED;
    }
    Kind kind = kind(bytes, at);
    int value = kind == Kind.VAL ? value(bytes, at) : 0;
    if (value >= place) {
      return UNCHANGED;
    }
    int end = length;
    if (span == 1 && kind != Kind.XZERO) {
      bytes[at] = run(place, 1);
    } else {
      byte[] split = new byte[5];
      int used = split(split, value, register - first, place, first + span - 1 - register);
      int old = bytes(bytes, at);
      if (used > old && length + used - old > mostBytes) {
        return TOO_LONG;
      }
      int behind = length - at - old;
      if (behind > 0) { // a run whose second byte was cut off has nothing behind it
        System.arraycopy(bytes, at + old, bytes, at + used, behind);
      }
      System.arraycopy(split, 0, bytes, at, Math.min(used, bytes.length - at));
      end += used - old;
    }
    return joined(bytes, before, end);
  }

  /** What a run becomes whose registers before and behind one stay as they are. */
  private static int split(byte[] out, int value, int left, int place, int right) {
    int used = 0;
    if (left > 0) {
      used = put(out, used, value, left);
    }
    out[used++] = run(place, 1);
    return right > 0 ? put(out, used, value, right) : used;
  }

  private static int put(byte[] out, int at, int value, int span) {
    if (value == 0) {
      return putZeros(out, at, span);
    }
    out[at] = run(value, span);
    return at + 1;
  }

  /** Joins neighbours of one value, from a run on; the new length. */
  private static int joined(byte[] bytes, int from, int length) {
    int end = length;
    int at = from;
    for (int looks = NEIGHBOURS; at < end && looks > 0; looks--) {
      if (kind(bytes, at) == Kind.VAL
          && at + 1 < end
          && kind(bytes, at + 1) == Kind.VAL
          && value(bytes, at) == value(bytes, at + 1)) {
        int span = (bytes[at] & 3) + (bytes[at + 1] & 3) + 2;
        if (span <= LONGEST_VALUE) {
          bytes[at + 1] = run(value(bytes, at), span);
          System.arraycopy(bytes, at + 1, bytes, at, end - at - 1);
          end--;
          continue;
        }
      }
      at += bytes(bytes, at);
    }
    return end;
  }

  /** Makes each of 16,384 registers at least as high as here; whether the runs are sound. */
  static boolean raiseAll(byte[] bytes, int length, byte[] registers) {
    int register = 0;
    for (int at = HEADER_BYTES; at < length; at += bytes(bytes, at)) {
      int span = span(bytes, at, length);
      if (register + span > REGISTERS) {
        return false;
      }
      if (kind(bytes, at) == Kind.VAL) {
        int value = value(bytes, at);
        for (int i = register; i < register + span; i++) {
          registers[i] = (byte) Math.max(registers[i], value);
        }
      }
      register += span;
    }
    return register == REGISTERS;
  }

  /** How many registers have each value; empty when the runs are damaged. */
  static int[] histogram(byte[] bytes, int length) {
    int[] histogram = new int[64];
    long registers = 0;
    for (int at = HEADER_BYTES; at < length; at += bytes(bytes, at)) {
      int span = span(bytes, at, length);
      histogram[kind(bytes, at) == Kind.VAL ? value(bytes, at) : 0] += span;
      registers += span;
    }
    return registers == REGISTERS ? histogram : new int[0];
  }

  /** The runs in the words of PFDEBUG DECODE: {@code Z:1000 v:2,1 z:19}. */
  public static String decoded(byte[] bytes, int length) {
    StringBuilder text = new StringBuilder();
    for (int at = HEADER_BYTES; at < length; at += bytes(bytes, at)) {
      int span = span(bytes, at, length);
      text.append(text.isEmpty() ? "" : " ");
      switch (kind(bytes, at)) {
        case ZERO -> text.append("z:").append(span);
        case XZERO -> text.append("Z:").append(span);
        case VAL -> text.append("v:").append(value(bytes, at)).append(',').append(span);
      }
    }
    return text.toString();
  }
}
