package dev.kvarium.redis.value;

import dev.kvarium.structure.HyperLogLog;
import dev.kvarium.structure.SparseRegisters;

/** A string that is a HyperLogLog: its head, and its runs or registers. */
final class HyperLogLogRegions {
  private static final int REGISTERS_AT_ONCE = 4;
  private static final int BYTES_AT_ONCE = 3;

  private HyperLogLogRegions() {}

  static void add(RegionBuilder region, byte[] text) {
    boolean sparse = HyperLogLog.isSparse(text);
    region
        .bytes(text, 0, 4, "magic", "\"HYLL\"")
        .bytes(text, 4, 1, "encoding", sparse ? "1: sparse" : "0: dense")
        .bytes(text, 5, 3, "unused", "zeros")
        .bytes(text, 8, 8, "number", number(text));
    if (sparse) {
      runs(region, text);
    } else {
      registers(region, text);
    }
  }

  private static String number(byte[] text) {
    return HyperLogLog.knowsNumber(text)
        ? HyperLogLog.number(text) + ", as PFCOUNT found last"
        : "highest bit set: to be worked out anew";
  }

  private static void runs(RegionBuilder region, byte[] text) {
    int register = 0;
    int at = HyperLogLog.HEADER_BYTES;
    while (at < text.length && !region.isFull()) {
      int span = SparseRegisters.span(text, at, text.length);
      SparseRegisters.Kind kind = SparseRegisters.kind(text, at);
      int value = kind == SparseRegisters.Kind.VAL ? SparseRegisters.value(text, at) : 0;
      int bytes = Math.min(SparseRegisters.bytes(text, at), text.length - at);
      region.bytes(text, at, bytes, kind.name(), places(register, span) + ": " + value);
      register += span;
      at += bytes;
    }
  }

  private static String places(int register, int span) {
    return span == 1
        ? "register " + register
        : "registers " + register + " to " + (register + span - 1);
  }

  private static void registers(RegionBuilder region, byte[] text) {
    int at = HyperLogLog.HEADER_BYTES;
    for (int first = 0; first < HyperLogLog.REGISTERS && !region.isFull(); at += BYTES_AT_ONCE) {
      StringBuilder values = new StringBuilder();
      for (int i = 0; i < REGISTERS_AT_ONCE; i++) {
        values.append(i == 0 ? "" : " ").append(HyperLogLog.get(text, first + i));
      }
      String name = "registers " + first + "–" + (first + REGISTERS_AT_ONCE - 1);
      region.bytes(text, at, BYTES_AT_ONCE, name, values + ", 6 bits each");
      first += REGISTERS_AT_ONCE;
    }
  }
}
