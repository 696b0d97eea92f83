package dev.kvarium.fuzz;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Looks on while one thread works: remembers its last steps, and stops it when one takes too long.
 */
final class Watch implements AutoCloseable {
  private static final long LONGEST_NANOS = 20_000_000_000L;
  private static final int REMEMBERED = 25;

  private final Thread worker = Thread.currentThread();
  private final Deque<String> steps = new ArrayDeque<>();
  private final AtomicReference<@Nullable String> hanging = new AtomicReference<>();
  private final Thread watcher;
  private volatile long sinceNanos;
  private volatile boolean over;

  Watch() {
    watcher = Thread.ofPlatform().daemon().name("watch").start(this::look);
  }

  /** The next step begins. */
  void step(String what) {
    if (steps.size() == REMEMBERED) {
      steps.removeFirst();
    }
    steps.addLast(what);
    sinceNanos = System.nanoTime();
  }

  /** No step is being done. */
  void rest() {
    sinceNanos = 0;
  }

  /** The steps that led here, and where the worker stood when it was stopped for being slow. */
  String told() {
    String stack = hanging.get();
    return String.join("\n", steps) + (stack == null ? "" : "\nstill running:\n" + stack);
  }

  private void look() {
    while (!over) {
      long since = sinceNanos;
      if (since != 0 && System.nanoTime() - since > LONGEST_NANOS) {
        StringBuilder stack = new StringBuilder();
        Arrays.stream(worker.getStackTrace()).limit(25).forEach(e -> stack.append(e).append('\n'));
        hanging.set(stack.toString());
        System.err.println("a step hangs:\n" + told());
        Runtime.getRuntime().halt(3);
      }
      try {
        Thread.sleep(100);
      } catch (InterruptedException end) {
        return;
      }
    }
  }

  @Override
  public void close() {
    over = true;
    watcher.interrupt();
  }
}
