package dev.kvarium.base;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Functions on byte strings, which is what keys, values and fields are. */
public final class Bytes {
  /** The byte string of length zero. */
  public static final byte[] EMPTY = new byte[0];

  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private Bytes() {}

  /** The UTF-8 bytes of {@code text}. */
  public static byte[] of(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** One byte per char of {@code text}, which must stay below 256. */
  public static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** {@code bytes} read as UTF-8; what is malformed becomes U+FFFD. */
  public static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** {@code bytes} read as one char per byte: nothing is lost, nothing is decoded. */
  public static String latin1Text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Whether both hold the same bytes. */
  public static boolean equals(byte[] a, byte[] b) {
    return Arrays.equals(a, b);
  }

  /** Whether {@code a} equals the ASCII {@code word} when the case of letters is ignored. */
  public static boolean equalsIgnoreCase(byte[] a, String word) {
    if (a.length != word.length()) {
      return false;
    }
    for (int i = 0; i < a.length; i++) {
      if (lower(a[i]) != lower((byte) word.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * The order of members with equal scores: unsigned bytes first, then the shorter before the
   * longer. Negative, zero or positive.
   */
  public static int compare(byte[] a, byte[] b) {
    return Arrays.compareUnsigned(a, b);
  }

  /** A hash for Java collections, equal for equal bytes; the stores use {@link SipHash}. */
  public static int hash(byte[] bytes) {
    return Arrays.hashCode(bytes);
  }

  /** {@code c} with A-Z made a-z and everything else kept. */
  public static byte lower(byte c) {
    return c >= 'A' && c <= 'Z' ? (byte) (c + ('a' - 'A')) : c;
  }

  /** A copy with A-Z made a-z. */
  public static byte[] lower(byte[] bytes) {
    byte[] copy = bytes.clone();
    for (int i = 0; i < copy.length; i++) {
      copy[i] = lower(copy[i]);
    }
    return copy;
  }

  /** {@code a} followed by {@code b}. */
  public static byte[] concat(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  /** Where {@code wanted} first stands at or after {@code from}, or -1. */
  public static int indexOf(byte[] bytes, byte wanted, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  /**
   * {@code bytes} in double quotes as redis-cli prints them: {@code \n \r \t \a \b}, backslash and
   * quote escaped, what is not printable ASCII as {@code \xNN}.
   */
  public static String repr(byte[] bytes) {
    StringBuilder out = new StringBuilder(bytes.length + 2).append('"');
    for (byte b : bytes) {
      switch (b) {
        case '\\' -> out.append("\\\\");
        case '"' -> out.append("\\\"");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case 7 -> out.append("\\a");
        case '\b' -> out.append("\\b");
        default -> {
          if (b >= 0x20 && b < 0x7f) {
            out.append((char) b);
          } else {
            out.append("\\x").append(HEX[(b >> 4) & 15]).append(HEX[b & 15]);
          }
        }
      }
    }
    return out.append('"').toString();
  }

  /** {@code bytes} as pairs of lower-case hexadecimal digits without separators. */
  public static String hex(byte[] bytes) {
    StringBuilder out = new StringBuilder(bytes.length * 2);
    for (byte b : bytes) {
      out.append(HEX[(b >> 4) & 15]).append(HEX[b & 15]);
    }
    return out.toString();
  }
}
