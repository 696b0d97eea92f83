package dev.kvarium.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Has runs done by as many threads as there are processors, and sees to it that they end. */
final class Overseer {
  private static final long LOOK_MILLIS = 5;

  private final Queue<JournalRun> waiting = new ConcurrentLinkedQueue<>();
  private final List<JournalRun> runs;

  private Overseer(List<JournalRun> runs) {
    this.runs = runs;
    waiting.addAll(runs);
  }

  /** Runs them all; afterwards each has a result. */
  static void run(List<JournalRun> runs) {
    new Overseer(runs).run(Math.min(runs.size(), Runtime.getRuntime().availableProcessors()));
    // who ran out of memory beside others gets another chance alone
    for (JournalRun each : runs) {
      if (each.wantedMemory()) {
        each.again();
        new Overseer(List.of(each)).run(1);
      }
    }
  }

  private void run(int threads) {
    for (int i = 0; i < threads; i++) {
      begin();
    }
    List<JournalRun> open = new ArrayList<>(runs);
    while (!open.isEmpty()) {
      long now = System.nanoTime();
      for (JournalRun each : List.copyOf(open)) {
        if (each.pastHelp(now)) {
          begin(); // in the place of the thread that is stuck
        }
      }
      open.removeIf(JournalRun::isDone);
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void begin() {
    Thread.ofPlatform()
        .name("grade")
        .daemon(true)
        .start(
            () -> {
              for (JournalRun next = waiting.poll(); next != null; next = waiting.poll()) {
                next.run();
              }
            });
  }
}
