package dev.kvarium.loop;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * A loop at one moment: what it has counted since the start, and what happened last. Times are Unix
 * times of the world or spans, in nanoseconds.
 *
 * @param ticks turns that found something to do
 * @param busyNanos how long the thread was not asleep
 * @param cpu what commands cost, by name, the dearest first
 * @param connections the names of all that are connected, in the order in which they came
 * @param commands the last commands that were answered, by when they ran
 * @param turns the last turns
 * @param stalls the last commands that took long, with whom they made wait
 * @param traffic who sends, or has sent
 * @param waiting requests that have arrived and not run, and replies not yet written
 */
public record LoopSnapshot(
    long nowNanos,
    long ticks,
    long commandsRun,
    long readBytes,
    long writtenBytes,
    long busyNanos,
    CallCounts calls,
    List<Cpu> cpu,
    List<String> connections,
    List<Ran> commands,
    List<Turn> turns,
    List<Stall> stalls,
    List<Traffic> traffic,
    List<Waiting> waiting) {

  /** What the commands of a name cost. */
  public record Cpu(String command, long calls, long nanos) {}

  /**
   * A command that was answered.
   *
   * @param arrived when its last byte was in the socket
   * @param replied when its reply had been written
   */
  public record Ran(
      String client,
      String command,
      long sent,
      long arrived,
      long started,
      long ended,
      long replied) {}

  /** A turn: from the return of epoll_wait until all replies were written. */
  public record Turn(
      long number,
      long began,
      long ended,
      int readable,
      long readBytes,
      int commands,
      int written,
      CallCounts calls) {}

  /** A command that took long. */
  public record Stall(String client, String command, long began, long ended, List<Waiter> waiters) {
    public Stall {
      waiters = List.copyOf(waiters);
    }
  }

  /** Somebody who waited for a command of another, and how long of its time. */
  public record Waiter(String client, long nanos) {}

  /**
   * A client whose requests are there and not answered.
   *
   * @param queryBytes what was read of them and did not run
   * @param replyBytes what has run of them and was not written
   */
  public record Waiting(
      String client,
      String command,
      int requests,
      long sinceNanos,
      long queryBytes,
      long replyBytes) {}

  /**
   * A client process.
   *
   * @param answered how many requests were answered
   * @param endedNanos when the last was; 0 while it goes on
   * @param histogram how long its requests took, in nanoseconds; a copy
   * @param through what it sends to: {@code loop}, or a database
   */
  public record Traffic(
      String name,
      String command,
      String through,
      int connections,
      int depth,
      long requests,
      long answered,
      long roundTrips,
      long beganNanos,
      long endedNanos,
      Histogram histogram) {
    /** How long it took, or has taken by now. */
    public long tookNanos(long nowNanos) {
      return (endedNanos == 0 ? nowNanos : endedNanos) - beganNanos;
    }

    /** Requests answered in a second. */
    public double perSecond(long nowNanos) {
      long took = tookNanos(nowNanos);
      return took <= 0 ? 0 : answered * 1e9 / took;
    }
  }
}
