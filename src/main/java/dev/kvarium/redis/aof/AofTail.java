package dev.kvarium.redis.aof;

/** The last commands of the log with their places, for whoever looks. */
final class AofTail {
  static final int SIZE = 64;

  private final byte[][][] commands = new byte[SIZE][][];
  private final long[] offsets = new long[SIZE];
  private final int[] lengths = new int[SIZE];
  private final long[] appendedMicros = new long[SIZE];
  private long count;

  void add(byte[][] argv, long offset, int length, long nowMicros) {
    int slot = (int) (count++ & (SIZE - 1));
    commands[slot] = argv;
    offsets[slot] = offset;
    lengths[slot] = length;
    appendedMicros[slot] = nowMicros;
  }

  int size() {
    return (int) StrictMath.min(count, SIZE);
  }

  private int slot(int index) {
    return (int) ((count - size() + index) & (SIZE - 1));
  }

  byte[][] command(int index) {
    return commands[slot(index)];
  }

  long offset(int index) {
    return offsets[slot(index)];
  }

  int length(int index) {
    return lengths[slot(index)];
  }

  long appendedMicros(int index) {
    return appendedMicros[slot(index)];
  }
}
