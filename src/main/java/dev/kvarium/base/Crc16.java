package dev.kvarium.base;

/**
 * CRC-16/XMODEM, the checksum that gives a cluster key its slot: polynomial 0x1021, start 0,
 * nothing reflected. The check value of {@code "123456789"} is 0x31C3.
 */
public final class Crc16 {
  /** How many slots a cluster has. */
  public static final int SLOTS = 16384;

  private static final char[] TABLE = new char[256];

  static {
    for (int i = 0; i < 256; i++) {
      int crc = i << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
      }
      TABLE[i] = (char) crc;
    }
  }

  private Crc16() {}

  /** The checksum of all of {@code in}, 0 to 65535. */
  public static int of(byte[] in) {
    return of(in, 0, in.length);
  }

  /** The checksum of the bytes from {@code from} up to but without {@code to}. */
  public static int of(byte[] in, int from, int to) {
    int crc = 0;
    for (int i = from; i < to; i++) {
      crc = (crc << 8 & 0xff00) ^ TABLE[(crc >>> 8 ^ in[i]) & 0xff];
    }
    return crc;
  }

  /**
   * The slot of {@code key}, 0 to 16383. Where the key holds a tag, which is what stands between
   * its first brace and the next closing one and is not empty, the tag alone is hashed.
   */
  public static int slot(byte[] key) {
    int open = Bytes.indexOf(key, (byte) '{', 0);
    if (open >= 0) {
      int close = Bytes.indexOf(key, (byte) '}', open + 1);
      if (close > open + 1) {
        return of(key, open + 1, close) & (SLOTS - 1);
      }
    }
    return of(key) & (SLOTS - 1);
  }
}
