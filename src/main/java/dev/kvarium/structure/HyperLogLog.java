package dev.kvarium.structure;

import dev.kvarium.base.MurmurHash;
import org.jspecify.annotations.Nullable;

/**
 * How many different elements were added, without keeping them: 12 KiB for any number, wrong by
 * 0.81 % as a rule.
 *
 * <p>Each element is hashed to 64 bits. The lowest 14 choose one of 16,384 registers; of the others
 * it is counted at which the first 1 stands. That is the first in half of all cases, the second in
 * a quarter, the tenth in one of 1,024: who has seen a tenth place has probably seen about a
 * thousand elements. A register keeps the highest place it has met, so that an element met again
 * changes nothing, and two counts are united by taking the higher register of both.
 *
 * <pre>
 *   hash of "a"    … 1 0 | 11000110100111
 *                    └ place 2  └ register 12711
 * </pre>
 *
 * <p>It is kept as a string, so that GET and SET, DUMP and APPEND apply to it too:
 *
 * <pre>
 *   ┌──────┬──────────┬────────┬──────────────────────┬────────────────
 *   │ HYLL │ encoding │ 0 0 0  │ number, 8 bytes, LE  │ registers …
 *   └──────┴──────────┴────────┴──────────────────────┴────────────────
 *     4      1: 0 dense          highest bit: out of date, to be worked out anew
 *            1 sparse
 * </pre>
 *
 * <p>Dense, a register has 6 bits, the first the lowest of the first byte, 12,288 bytes for all:
 *
 * <pre>
 *   11000000 22221111 33333322 55444444 …      a digit: to which register the bit belongs
 * </pre>
 *
 * <p>While few registers are set, they are kept as runs; {@link SparseRegisters} tells of that.
 *
 * <p>Worked example: {@code PFADD k a} makes 21 bytes: {@code 48 59 4c 4c 01 00 00 00}, {@code 00
 * 00 00 00 00 00 00 80} as the number is not known yet, and {@code 71 a6 84 4e 57}: 12,711
 * registers of 0, one of 2, 3,672 of 0. After {@code PFCOUNT k} the number is {@code 01 00 00 00 00
 * 00 00 00}.
 *
 * <p>The number is reckoned from how many registers have which value, by the estimator of O. Ertl,
 * "New cardinality estimation algorithms for HyperLogLog sketches", 2017, which needs no tables of
 * corrections; the idea is that of Flajolet, Fusy, Gandouet and Meunier, 2007.
 *
 * <p>Limits: hashes cannot be taken out again, and the hash has no seed of its own, so that who
 * wants to can make elements that all fall into one register. Source: hyperloglog.c of 7.0.15.
 */
public final class HyperLogLog {
  /** Bytes before the registers. */
  public static final int HEADER_BYTES = 16;

  public static final int REGISTERS = 1 << 14;

  /** The length of a dense one. */
  public static final int DENSE_BYTES = HEADER_BYTES + REGISTERS * 6 / 8;

  /** Where the encoding stands. */
  public static final int ENCODING_AT = 4;

  public static final byte DENSE = 0;
  public static final byte SPARSE = 1;

  private static final int NUMBER_AT = 8;
  private static final int INDEX_BITS = 14;
  private static final int HIGHEST_PLACE = 64 - INDEX_BITS + 1;
  private static final long SEED = 0xadc83b19L;
  private static final double ALPHA = 0.721347520444481703680;

  private HyperLogLog() {}

  /** The empty one: 18 bytes, a single run of zeros. Its number is known to be 0. */
  public static byte[] empty() {
    byte[] bytes = new byte[HEADER_BYTES + 2];
    putMagic(bytes);
    bytes[ENCODING_AT] = SPARSE;
    bytes[HEADER_BYTES] = 0x7f;
    bytes[HEADER_BYTES + 1] = (byte) 0xff;
    return bytes;
  }

  private static void putMagic(byte[] bytes) {
    bytes[0] = 'H';
    bytes[1] = 'Y';
    bytes[2] = 'L';
    bytes[3] = 'L';
  }

  /** Whether a string looks like one from outside; its runs may still be damaged. */
  public static boolean isOne(byte[] bytes, int length) {
    return length >= HEADER_BYTES
        && bytes[0] == 'H'
        && bytes[1] == 'Y'
        && bytes[2] == 'L'
        && bytes[3] == 'L'
        && (bytes[ENCODING_AT] == SPARSE || bytes[ENCODING_AT] == DENSE && length == DENSE_BYTES);
  }

  /** Whether the registers are kept as runs. */
  public static boolean isSparse(byte[] bytes) {
    return bytes[ENCODING_AT] == SPARSE;
  }

  /** The hash of an element, of which {@link #register} and {@link #place} are parts. */
  public static long hash(byte[] element) {
    return MurmurHash.of(element, SEED);
  }

  /** Which register a hash belongs to. */
  public static int register(long hash) {
    return (int) hash & REGISTERS - 1;
  }

  /** The place of the first 1 behind the register's bits, from 1 to 51. */
  public static int place(long hash) {
    return Long.numberOfTrailingZeros(hash >>> INDEX_BITS | 1L << HIGHEST_PLACE - 1) + 1;
  }

  // The number that is kept.

  /** Whether the number is still right. */
  public static boolean knowsNumber(byte[] bytes) {
    return bytes[NUMBER_AT + 7] >= 0;
  }

  /** The number as it was worked out last. */
  public static long number(byte[] bytes) {
    long number = 0;
    for (int i = 7; i >= 0; i--) {
      number = number << 8 | bytes[NUMBER_AT + i] & 0xff;
    }
    return number;
  }

  /** Keeps a number that was worked out. */
  public static void putNumber(byte[] bytes, long number) {
    for (int i = 0; i < 8; i++) {
      bytes[NUMBER_AT + i] = (byte) (number >>> 8 * i);
    }
  }

  /** Notes that the number is not right any more. */
  public static void forgetNumber(byte[] bytes) {
    bytes[NUMBER_AT + 7] |= (byte) 0x80;
  }

  // Dense registers.

  /** A register of a dense one. */
  public static int get(byte[] bytes, int register) {
    int bit = register * 6;
    int at = HEADER_BYTES + (bit >> 3);
    int low = bytes[at] & 0xff;
    // the last register ends with the last byte
    int high = at + 1 < bytes.length ? bytes[at + 1] & 0xff : 0;
    return (low | high << 8) >> (bit & 7) & 63;
  }

  /** Makes a register of a dense one at least so high; whether it was lower. */
  public static boolean raise(byte[] bytes, int register, int place) {
    if (get(bytes, register) >= place) {
      return false;
    }
    put(bytes, register, place);
    return true;
  }

  /** Sets a register of a dense one. */
  public static void put(byte[] bytes, int register, int place) {
    int bit = register * 6;
    int at = HEADER_BYTES + (bit >> 3);
    int shift = bit & 7;
    int mask = 63 << shift;
    int bits = place << shift;
    bytes[at] = (byte) (bytes[at] & ~mask | bits);
    if (shift > 2) {
      bytes[at + 1] = (byte) (bytes[at + 1] & ~(mask >> 8) | bits >> 8);
    }
  }

  /** The dense form of runs with the same head; null when the runs are damaged. */
  public static byte @Nullable [] dense(byte[] sparse, int length) {
    byte[] registers = new byte[REGISTERS];
    if (!SparseRegisters.raiseAll(sparse, length, registers)) {
      return null;
    }
    byte[] dense = new byte[DENSE_BYTES];
    System.arraycopy(sparse, 0, dense, 0, HEADER_BYTES);
    dense[ENCODING_AT] = DENSE;
    for (int i = 0; i < REGISTERS; i++) {
      if (registers[i] != 0) {
        put(dense, i, registers[i]);
      }
    }
    return dense;
  }

  // All registers at once.

  /** Makes each of 16,384 registers at least as high as here; whether these are sound. */
  public static boolean unite(byte[] bytes, int length, byte[] registers) {
    if (isSparse(bytes)) {
      return SparseRegisters.raiseAll(bytes, length, registers);
    }
    for (int i = 0; i < REGISTERS; i++) {
      registers[i] = (byte) Math.max(registers[i], get(bytes, i));
    }
    return true;
  }

  /** How many registers have each value, of a sound one; empty when the runs are damaged. */
  public static int[] histogram(byte[] bytes, int length) {
    if (isSparse(bytes)) {
      return SparseRegisters.histogram(bytes, length);
    }
    int[] histogram = new int[64];
    for (int i = 0; i < REGISTERS; i++) {
      histogram[get(bytes, i)]++;
    }
    return histogram;
  }

  /** The same of registers that have a byte each. */
  public static int[] histogram(byte[] registers) {
    int[] histogram = new int[64];
    for (byte register : registers) {
      histogram[register & 63]++;
    }
    return histogram;
  }

  /** How many elements there were, as far as the registers tell. */
  public static long estimate(int[] histogram) {
    double m = REGISTERS;
    double z = m * tau((m - histogram[HIGHEST_PLACE]) / m);
    for (int place = HIGHEST_PLACE - 1; place >= 1; place--) {
      z = (z + histogram[place]) * 0.5;
    }
    z += m * sigma(histogram[0] / m);
    return Math.round(ALPHA * m * m / z);
  }

  private static double sigma(double share) {
    if (share == 1) {
      return Double.POSITIVE_INFINITY;
    }
    double x = share;
    double y = 1;
    double z = x;
    double before;
    do {
      x *= x;
      before = z;
      z += x * y;
      y += y;
    } while (before != z);
    return z;
  }

  private static double tau(double share) {
    if (share == 0 || share == 1) {
      return 0;
    }
    double x = share;
    double y = 1;
    double z = 1 - x;
    double before;
    do {
      x = StrictMath.sqrt(x);
      before = z;
      y *= 0.5;
      z -= (1 - x) * (1 - x) * y;
    } while (before != z);
    return z / 3;
  }
}
