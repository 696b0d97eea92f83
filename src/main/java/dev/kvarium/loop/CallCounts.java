package dev.kvarium.loop;

import java.util.Arrays;

/** How often each system call was made; does not change. */
public final class CallCounts {
  /** None at all. */
  public static final CallCounts NONE = new CallCounts(new long[SystemCall.values().length]);

  private final long[] counts;

  CallCounts(long[] counts) {
    this.counts = counts.clone();
  }

  /** How often one was made. */
  public long of(SystemCall call) {
    return counts[call.ordinal()];
  }

  /** All together. */
  public long total() {
    return Arrays.stream(counts).sum();
  }

  /** What was made since an earlier count. */
  public CallCounts since(CallCounts earlier) {
    long[] rest = counts.clone();
    for (int i = 0; i < rest.length; i++) {
      rest[i] -= earlier.counts[i];
    }
    return new CallCounts(rest);
  }
}
