package dev.kvarium.redis.value;

/**
 * The sizes of Redis's strings on the heap, "simple dynamic strings".
 *
 * <pre>
 *   type 5 (up to 31 bytes)    │flags│ h e l l o │ 0 │            1 + n + 1
 *   type 8 (up to 255)         │len│alloc│flags│ … │ 0 │          3 + n + 1
 *   type 16, 32, 64            the same with len and alloc of 2, 4, 8 bytes: 5, 9, 17 before
 * </pre>
 *
 * <p>The header's width is chosen by the length; a zero byte ends the text. What jemalloc gives
 * beyond the request is noted in {@code alloc} and used before anything is asked for again; type 5
 * cannot note it and is never used for a string that grows. Source: sds.c of 7.0.15.
 */
public final class Sds {
  /** Up to this length a growing string doubles; beyond it grows by this much. */
  public static final int MAX_PREALLOC = 1024 * 1024;

  private Sds() {}

  /** The bytes of the header of a string of so many bytes that will not grow. */
  public static int headerBytes(long length) {
    return length < 32 ? 1 : length < 256 ? 3 : length < 65536 ? 5 : length < 1L << 32 ? 9 : 17;
  }

  /** The header of a string that is to grow: never type 5. */
  public static int growingHeaderBytes(long length) {
    return length < 256 ? 3 : headerBytes(length);
  }

  /** The bytes that a new string of so many bytes takes on the heap. */
  public static long newBytes(long length) {
    return Jemalloc.usable(newHeaderBytes(length) + length + 1);
  }

  /** The header of a new string: type 5 up to 31 bytes, but type 8 for an empty one. */
  public static int newHeaderBytes(long length) {
    return length == 0 ? 3 : headerBytes(length);
  }

  /** The most that a string with this header can note as its capacity. */
  public static long maxAlloc(int headerBytes) {
    return switch (headerBytes) {
      case 1 -> 31;
      case 3 -> 255;
      case 5 -> 65535;
      case 9 -> (1L << 32) - 1;
      default -> Long.MAX_VALUE;
    };
  }
}
