package dev.kvarium.redis.rdb;

import dev.kvarium.redis.value.Shaping;
import java.util.ArrayList;
import java.util.List;

/**
 * What FUNCTION DUMP gives: the texts of all libraries as RDB holds them, and the footer of {@link
 * DumpPayload}.
 *
 * <pre>
 *   │ f5 │ text of a library, a string │ f5 │ … │ version, 2 bytes │ CRC-64, 8 bytes │
 * </pre>
 */
public final class FunctionPayload {
  private static final int FUNCTION = 245;
  private static final int OLD_FUNCTION = 246;
  private static final int FOOTER_BYTES = 10;

  private FunctionPayload() {}

  /** The payload of these libraries. */
  public static byte[] of(List<byte[]> codes, Shaping shaping, int version, boolean compress) {
    RdbOutput out = new RdbOutput(shaping.lzf(), compress);
    for (byte[] each : codes) {
      out.writeByte(FUNCTION);
      out.writeString(each);
    }
    out.writeByte(version);
    out.writeByte(version >> 8);
    out.writeLong(out.crc());
    return out.bytes();
  }

  /** Whether the footer is that of the bytes before it, and of no later version than this. */
  public static boolean isWhole(byte[] payload, int version) {
    return DumpPayload.isWhole(payload, version);
  }

  /** The texts of the libraries. */
  public static List<byte[]> codes(byte[] payload) throws RdbProblem {
    RdbInput in = new RdbInput(payload, 0, payload.length - FOOTER_BYTES);
    List<byte[]> codes = new ArrayList<>();
    while (in.left() > 0) {
      int type = in.readByte();
      if (type == OLD_FUNCTION) {
        throw RdbProblem.corrupt("Pre-release function format not supported.");
      }
      if (type != FUNCTION) {
        throw RdbProblem.corrupt("given type is not a function");
      }
      try {
        codes.add(in.readString());
      } catch (RdbProblem problem) {
        throw RdbProblem.corrupt("Failed loading library code");
      }
    }
    return codes;
  }
}
