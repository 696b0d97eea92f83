package dev.kvarium.loop;

import java.util.PriorityQueue;

/** What is to happen, by the nanosecond; at the same one in the order in which it was asked for. */
final class Agenda {
  private final PriorityQueue<Due> queue = new PriorityQueue<>();
  private long asked;

  private record Due(long nanos, long number, Runnable action) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = Long.compare(nanos, other.nanos);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  void at(long nanos, Runnable action) {
    queue.add(new Due(nanos, asked++, action));
  }

  /** When the next is due; {@link Long#MAX_VALUE} when there is none. */
  long nextNanos() {
    Due next = queue.peek();
    return next == null ? Long.MAX_VALUE : next.nanos;
  }

  /** Runs the next, which must be there. */
  void runNext() {
    Due next = queue.poll();
    if (next != null) {
      next.action.run();
    }
  }
}
