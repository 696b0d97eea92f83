package dev.kvarium.repl;

import dev.kvarium.event.EventLog;
import dev.kvarium.lab.GlassMode;
import dev.kvarium.lab.Lab;
import dev.kvarium.view.StyledText;
import java.util.List;
import java.util.function.Consumer;

/**
 * Lets the time of a live lab pass as it passes on the wall, and tells what happened meanwhile.
 *
 * <p>The lab is paced before each command, so that nothing that is typed can tell how often it is
 * paced in between; in between it is only paced to tell what happens by itself, ten times a second
 * while something does and ever more seldom, down to once in two seconds, while nothing does.
 */
final class Pacer {
  private static final long BUSY_MILLIS = 100;
  private static final long IDLE_MILLIS = 2_000;

  private final Lab lab;
  private final Consumer<List<StyledText>> announce;
  private final Thread thread;
  private long lastNanos = System.nanoTime();
  private int told;
  private long pauseMillis = BUSY_MILLIS;
  private boolean stopped;

  Pacer(Lab lab, Consumer<List<StyledText>> announce) {
    this.lab = lab;
    this.announce = announce;
    this.thread = new Thread(this::run, "kvarium-pacer");
    thread.setDaemon(true);
  }

  void start() {
    lastNanos = System.nanoTime();
    told = lab.events().size();
    thread.start();
  }

  void stop() {
    synchronized (lab) {
      stopped = true;
      lab.notifyAll();
    }
  }

  /** Brings the lab to the present; the caller holds the lock. */
  void catchUp() {
    long now = System.nanoTime();
    long micros = (now - lastNanos) / 1_000;
    lastNanos += micros * 1_000;
    lab.pace(micros);
  }

  /** A line was entered: what it led to needs no telling, what follows from it may. */
  void entered() {
    told = lab.events().size();
    pauseMillis = BUSY_MILLIS;
    lab.notifyAll();
  }

  private void run() {
    try {
      while (true) {
        List<StyledText> news;
        synchronized (lab) {
          lab.wait(pauseMillis);
          if (stopped) {
            return;
          }
          news = step();
        }
        if (!news.isEmpty()) {
          announce.accept(news);
        }
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private List<StyledText> step() {
    catchUp();
    EventLog events = lab.events();
    if (events.size() < told) {
      told = events.size();
    }
    List<EventLog.Entry> news = events.since(told);
    told = events.size();
    pauseMillis = news.isEmpty() ? Math.min(IDLE_MILLIS, pauseMillis * 2) : BUSY_MILLIS;
    return lab.glass() == GlassMode.OFF ? List.of() : News.of(news, lab.startMicros());
  }
}
