package dev.kvarium.structure;

/**
 * The ways in which a {@link Listpack} entry writes its content. The first byte of an entry tells
 * which one it is; what follows is little endian, except the length of a 12-bit string, whose high
 * bits come first.
 *
 * <pre>
 *   0xxxxxxx                      7-bit unsigned integer, 0 to 127
 *   10llllll  string              string of up to 63 bytes
 *   110xxxxx  xxxxxxxx            13-bit integer, high bits first
 *   1110llll  llllllll  string    string of up to 4,095 bytes
 *   11110000  4-byte length, string
 *   11110001  2 bytes             16-bit integer
 *   11110010  3 bytes             24-bit integer
 *   11110011  4 bytes             32-bit integer
 *   11110100  8 bytes             64-bit integer
 *   11111111                      the end of the listpack
 * </pre>
 */
public enum ListpackEncoding {
  INT_7("7-bit int", 1),
  STRING_6("string", 1),
  INT_13("13-bit int", 1),
  STRING_12("string, 12-bit length", 2),
  STRING_32("string, 32-bit length", 5),
  INT_16("16-bit int", 1),
  INT_24("24-bit int", 1),
  INT_32("32-bit int", 1),
  INT_64("64-bit int", 1);

  private final String title;
  private final int headerBytes;

  ListpackEncoding(String title, int headerBytes) {
    this.title = title;
    this.headerBytes = headerBytes;
  }

  /** A few words for a picture. */
  public String title() {
    return title;
  }

  /** Bytes of encoding and length before the content; the byte of a small int counts here. */
  public int headerBytes() {
    return headerBytes;
  }

  /** Whether the content is an integer. */
  public boolean isInt() {
    return this != STRING_6 && this != STRING_12 && this != STRING_32;
  }

  /** The encoding that the first byte of an entry announces. */
  static ListpackEncoding of(int first) {
    if ((first & 0x80) == 0) {
      return INT_7;
    }
    if ((first & 0xc0) == 0x80) {
      return STRING_6;
    }
    if ((first & 0xe0) == 0xc0) {
      return INT_13;
    }
    if ((first & 0xf0) == 0xe0) {
      return STRING_12;
    }
    return switch (first & 0xff) {
      case 0xf0 -> STRING_32;
      case 0xf1 -> INT_16;
      case 0xf2 -> INT_24;
      case 0xf3 -> INT_32;
      case 0xf4 -> INT_64;
      default -> throw new IllegalStateException("no listpack entry begins with byte " + first);
    };
  }
}
