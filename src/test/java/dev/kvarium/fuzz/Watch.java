package dev.kvarium.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Looks on while one thread works: remembers its last steps, and stops it when one takes too long.
 */
final class Watch implements AutoCloseable {
  private static final int LOOK_MILLIS = 100;

  /** At so many looks, 20 s of them, one step may be met. A machine that stands still looks not. */
  private static final int MOST_LOOKS = 200;

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
    long before = 0;
    int looks = 0;
    while (!over) {
      long since = sinceNanos;
      looks = since == before ? looks + 1 : 0;
      before = since;
      if (since != 0 && looks > MOST_LOOKS) {
        StringBuilder stack = new StringBuilder();
        Arrays.stream(worker.getStackTrace()).limit(25).forEach(e -> stack.append(e).append('\n'));
        hanging.set(stack.toString());
        // past whoever gathers what tests print: that would end with the process
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8)
            .println("a step hangs:\n" + told());
        Runtime.getRuntime().halt(3);
      }
      try {
        Thread.sleep(LOOK_MILLIS);
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
