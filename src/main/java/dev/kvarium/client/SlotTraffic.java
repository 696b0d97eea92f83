package dev.kvarium.client;

import dev.kvarium.wire.Reply;
import dev.kvarium.world.Clock;
import dev.kvarium.world.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * A program that gives commands to a {@link SlotClient}: several callers, each with the next
 * command once it has the reply to the last, or after so long.
 */
public final class SlotTraffic {
  private final SlotClient client;
  private final Clock clock;
  private final Timers timers;
  private final long requests;
  private final long everyMicros;
  private final LongFunction<byte[][]> command;
  private final List<Long> micros = new ArrayList<>();
  private final SequencedMap<String, Long> errors = new TreeMap<>();
  private final long startMicros;
  private long begun;
  private long answered;
  private long endMicros;
  private boolean stopped;

  /**
   * What it has come to.
   *
   * @param errors how often which error was answered, by its first word
   * @param p50Micros how long half of the replies took at most
   */
  public record Progress(
      long requests,
      long answered,
      SequencedMap<String, Long> errors,
      long tookMicros,
      long p50Micros,
      long p99Micros,
      long maxMicros) {
    public Progress {
      errors = new TreeMap<>(errors);
    }

    /** How many were answered with an error. */
    public long failed() {
      return errors.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * Begins at once.
   *
   * @param callers how many commands are under way at a time
   * @param everyMicros how long each caller waits between two commands; 0: not at all
   * @param command makes the command of a number, from 1 on
   */
  public SlotTraffic(
      SlotClient client,
      Clock clock,
      Timers timers,
      int callers,
      long requests,
      long everyMicros,
      LongFunction<byte[][]> command) {
    this.client = client;
    this.clock = clock;
    this.timers = timers;
    this.requests = requests;
    this.everyMicros = everyMicros;
    this.command = command;
    this.startMicros = clock.nowMicros();
    for (int i = 0; i < callers; i++) {
      timers.after(0, this::call);
    }
  }

  private void call() {
    if (stopped || begun == requests) {
      return;
    }
    long at = clock.nowMicros();
    client.ask(
        command.apply(++begun),
        reply -> {
          answered++;
          endMicros = clock.nowMicros();
          micros.add(endMicros - at);
          if (reply instanceof Reply.Error error) {
            errors.merge(error.text().split(" ", 2)[0], 1L, Long::sum);
          }
          timers.after(everyMicros, this::call);
        });
  }

  /** Begins no more commands. */
  public void stop() {
    stopped = true;
  }

  /** Whether it has all replies that it will get. */
  public boolean isDone() {
    return answered == begun && (stopped || begun == requests);
  }

  public Progress progress() {
    List<Long> sorted = new ArrayList<>(micros);
    sorted.sort(null);
    return new Progress(
        requests,
        answered,
        errors,
        (isDone() ? endMicros : clock.nowMicros()) - startMicros,
        percentile(sorted, 50),
        percentile(sorted, 99),
        percentile(sorted, 100));
  }

  private static long percentile(List<Long> sorted, int percent) {
    return sorted.isEmpty() ? 0 : sorted.get((sorted.size() * percent + 99) / 100 - 1);
  }
}
