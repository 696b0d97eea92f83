package dev.kvarium.redis.rdb;

import dev.kvarium.base.Crc64;
import dev.kvarium.redis.value.Shaping;
import dev.kvarium.redis.value.Value;

/**
 * What DUMP gives: a value as RDB holds it, and by what it is known to be whole.
 *
 * <pre>
 *   │ type │ value … │ version of RDB, 2 bytes │ CRC-64 of all before, 8 bytes │
 * </pre>
 *
 * <p>Both numbers begin with their lowest byte. {@code SET k 1} gives 13 bytes, the integer in
 * short:
 *
 * <pre>
 *   00   c0 01   0a 00   26 78 e7 b6 d1 01 11 fc
 * </pre>
 */
final class DumpPayload {
  private static final int FOOTER_BYTES = 10;

  private DumpPayload() {}

  static byte[] of(Value value, Shaping shaping, int version, boolean compress) {
    RdbOutput out = new RdbOutput(shaping.lzf(), compress).as(version);
    RdbWriter.write(out, value);
    out.writeByte(version);
    out.writeByte(version >> 8);
    out.writeLong(out.crc());
    return out.bytes();
  }

  /** Whether the footer is that of the bytes before it, and of no later version than this. */
  static boolean isWhole(byte[] payload, int version) {
    int footer = payload.length - FOOTER_BYTES;
    if (footer < 0) {
      return false;
    }
    int written = payload[footer] & 0xff | (payload[footer + 1] & 0xff) << 8;
    long crc = Crc64.update(0, payload, 0, footer + 2);
    for (int i = 0; i < Long.BYTES; i++) {
      if (payload[footer + 2 + i] != (byte) (crc >>> 8 * i)) {
        return false;
      }
    }
    return written <= version;
  }

  /** The bytes, of which the server reads even those of the footer if it is asked for more. */
  static RdbInput content(byte[] payload) {
    return new RdbInput(payload, 0, payload.length);
  }
}
