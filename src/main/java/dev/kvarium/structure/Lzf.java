package dev.kvarium.structure;

import java.util.Arrays;

/**
 * LZF: a compression so simple that it costs little more than copying. Redis uses it for strings in
 * RDB files and DUMPs, and for the inner nodes of lists.
 *
 * <pre>
 *   000LLLLL                     L + 1 bytes follow as they are, 1 to 32
 *   LLLooooo oooooooo            repeat L + 2 bytes, 3 to 8, from o + 1 bytes back, up to 8,192
 *   111ooooo LLLLLLLL oooooooo   repeat L + 9 bytes, 9 to 264
 * </pre>
 *
 * <p>Thirty times {@code a}, 30 bytes, become 6:
 *
 * <pre>
 *   01 61 61      two bytes as they are: "aa"
 *   e0 11 00      repeat 17 + 9 = 26 bytes from one back
 *   01 61 61      two bytes as they are, since the last two are never looked for
 * </pre>
 *
 * <p>How a repetition is found: every three bytes are hashed into a table of 65,536 places that
 * knows where such a hash was last seen. What is seen there is compared; a hash that was
 * overwritten is a repetition missed. The format does not say which repetitions are to be found, so
 * for equal bytes the very table, hash and order of liblzf 3.6 are kept.
 *
 * <p>Limits. A window of 8 KiB; no entropy coding; text shrinks to about a half, random bytes not
 * at all, and then the caller keeps them as they are. liblzf does not clear its table between two
 * uses and may, very seldom, find a repetition through what is left of the use before; here every
 * use begins clear, so that a result depends on the input alone.
 *
 * <p>Source: Marc Lehmann, liblzf 3.6, the format's comment and behaviour.
 */
public final class Lzf {
  private static final int HASH_BITS = 16;
  private static final int LONGEST_LITERAL = 32;
  private static final int LONGEST_REPEAT = 264;
  private static final int WINDOW = 1 << 13;
  private static final int UNCHECKED = 16;

  private static final int[] NO_TABLE = {};

  private int[] table = NO_TABLE;

  /** Positions in the table count from here, so that those of earlier uses are below 0. */
  private int base = 1;

  /** A compressor; it may be used again and again, by one thread at a time. */
  public Lzf() {}

  /**
   * The compressed form of the first {@code length} bytes if that takes at most {@code most} bytes,
   * else an empty array. Fewer than three bytes are not looked at.
   */
  public byte[] compress(byte[] in, int length, int most) {
    if (length < 3 || most <= 0) {
      return new byte[0];
    }
    if (table.length == 0) {
      table = new int[1 << HASH_BITS];
    }
    byte[] out = new byte[most + 4];
    int size = compress(in, length, out, most);
    nextBase(length);
    return Arrays.copyOf(out, size);
  }

  private void nextBase(int length) {
    if (base > Integer.MAX_VALUE - length - (1 << 30)) {
      Arrays.fill(table, 0);
      base = 1;
    } else {
      base += length;
    }
  }

  /**
   * Compresses into {@code out}, which has a little more room than {@code limit}; the size, 0 when
   * it would be too large.
   */
  private int compress(byte[] in, int length, byte[] out, int limit) {
    int end = length - 2;
    int ip = 0;
    int op = 1; // a literal run begins with a byte that is filled in when it ends
    int literals = 0;
    int hash = (in[0] & 0xff) << 8 | in[1] & 0xff;
    while (ip < end) {
      hash = hash << 8 | in[ip + 2] & 0xff;
      int place = place(hash);
      int ref = table[place] - base;
      table[place] = base + ip;
      int back = ip - ref - 1;
      if (ref <= 0
          || back >= WINDOW
          || in[ref + 2] != in[ip + 2]
          || in[ref] != in[ip]
          || in[ref + 1] != in[ip + 1]) {
        if (op >= limit) {
          return 0;
        }
        out[op++] = in[ip++];
        if (++literals == LONGEST_LITERAL) {
          out[op - literals - 1] = (byte) (literals - 1);
          literals = 0;
          op++;
        }
        continue;
      }
      int empty = literals == 0 ? 1 : 0;
      if (op - empty + 4 >= limit) {
        return 0;
      }
      out[op - literals - 1] = (byte) (literals - 1);
      op -= empty;
      int more = repeated(in, ref, ip, Math.min(length - ip - 2, LONGEST_REPEAT)) - 2;
      if (more < 7) {
        out[op++] = (byte) ((back >> 8) + (more << 5));
      } else {
        out[op++] = (byte) ((back >> 8) + (7 << 5));
        out[op++] = (byte) (more - 7);
      }
      out[op++] = (byte) back;
      literals = 0;
      op++;
      ip += more + 2;
      if (ip >= end) {
        break;
      }
      // of what was repeated only the last two places are remembered
      ip -= 2;
      hash = (in[ip] & 0xff) << 8 | in[ip + 1] & 0xff;
      for (int i = 0; i < 2; i++) {
        hash = hash << 8 | in[ip + 2] & 0xff;
        table[place(hash)] = base + ip++;
      }
    }
    if (op + 3 > limit) {
      return 0;
    }
    while (ip < length) {
      out[op++] = in[ip++];
      if (++literals == LONGEST_LITERAL) {
        out[op - literals - 1] = (byte) (literals - 1);
        literals = 0;
        op++;
      }
    }
    out[op - literals - 1] = (byte) (literals - 1);
    return literals == 0 ? op - 1 : op;
  }

  private static int place(int hash) {
    return (hash >>> 24 - HASH_BITS) - hash * 5 & (1 << HASH_BITS) - 1;
  }

  /**
   * How many bytes at {@code ref} and {@code ip} are equal, three of which are known to be. The
   * first sixteen after them are compared without a look at the limit when there are so many, which
   * may lead two bytes beyond it.
   */
  private static int repeated(byte[] in, int ref, int ip, int most) {
    int equal = 2;
    if (most > UNCHECKED) {
      for (int i = 0; i < UNCHECKED; i++) {
        equal++;
        if (in[ref + equal] != in[ip + equal]) {
          return equal;
        }
      }
    }
    do {
      equal++;
    } while (equal < most && in[ref + equal] == in[ip + equal]);
    return equal;
  }

  /**
   * Expands {@code length} bytes from {@code from} on into {@code out} and says how many that are,
   * 0 when they are no compressed form of at most {@code out.length} bytes.
   */
  public static int expand(byte[] in, int from, int length, byte[] out) {
    int ip = from;
    int end = from + length;
    int op = 0;
    while (ip < end) {
      int head = in[ip++] & 0xff;
      if (head < LONGEST_LITERAL) {
        int count = head + 1;
        if (count > out.length - op || count > end - ip) {
          return 0;
        }
        System.arraycopy(in, ip, out, op, count);
        ip += count;
        op += count;
        continue;
      }
      int count = head >> 5;
      if (ip >= end) {
        return 0;
      }
      if (count == 7) {
        count += in[ip++] & 0xff;
        if (ip >= end) {
          return 0;
        }
      }
      count += 2;
      int ref = op - ((head & 0x1f) << 8) - 1 - (in[ip++] & 0xff);
      if (ref < 0 || count > out.length - op) {
        return 0;
      }
      for (int i = 0; i < count; i++) {
        out[op++] = out[ref++];
      }
    }
    return op;
  }
}
