package dev.kvarium.lua;

/**
 * How much memory an interpreter has taken. What is given back is not counted as it happens (Java
 * does that), so when enough has been taken the values that can still be reached are measured: the
 * figure, and whether the limit is passed, are the same on every machine.
 */
public final class Heap {
  /** How much may be taken before it is measured anew. */
  private static final long STEP_BYTES = 64L << 20;

  private long limitBytes;
  private long usedBytes;
  private long measureAtBytes = STEP_BYTES;
  private long lastAddress = 0x7f0000000000L;
  private java.util.function.LongSupplier measure = () -> 0;

  Heap(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  void measureBy(java.util.function.LongSupplier supplier) {
    measure = supplier;
  }

  /** Says how much may be taken from now on. */
  public void limit(long bytes) {
    limitBytes = bytes;
    measureAtBytes = StrictMath.min(measureAtBytes, usedBytes + step());
  }

  private long step() {
    return StrictMath.min(STEP_BYTES, limitBytes);
  }

  long nextAddress() {
    lastAddress += 0x40;
    return lastAddress;
  }

  /** Says that so many bytes are about to be taken. */
  void take(long bytes) {
    usedBytes += bytes;
    if (usedBytes >= measureAtBytes) {
      settle(bytes);
    }
  }

  /** Says that something is being made that has so many bytes by now and that nobody holds yet. */
  void making(long bytes) {
    if (bytes > limitBytes) {
      throw LuaError.outOfMemory();
    }
  }

  private void settle(long wanted) {
    if (wanted > limitBytes) {
      usedBytes -= wanted;
      throw LuaError.outOfMemory();
    }
    collect();
    if (usedBytes + wanted > limitBytes) {
      throw LuaError.outOfMemory();
    }
    usedBytes += wanted;
  }

  /** Measures what can be reached. */
  void collect() {
    usedBytes = measure.getAsLong();
    measureAtBytes = usedBytes + step();
  }

  public long usedBytes() {
    return usedBytes;
  }

  long measureAtBytes() {
    return measureAtBytes;
  }
}
