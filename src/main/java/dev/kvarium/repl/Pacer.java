package dev.kvarium.repl;

import dev.kvarium.event.EventLog;
import dev.kvarium.lab.GlassMode;
import dev.kvarium.lab.Lab;
import dev.kvarium.view.StyledText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
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

  /**
   * How long it keeps quiet after it has told something; what happens meanwhile is told together.
   */
  private static final long QUIET_NANOS = 1_000_000_000L;

  /** Beyond so many facts that could not be told they are forgotten. */
  private static final int MOST_UNTOLD = 10_000;

  private final Lab lab;
  private final BooleanSupplier mayTell;
  private final Consumer<List<StyledText>> announce;
  private final Thread thread;
  private final List<EventLog.Entry> untold = new ArrayList<>();
  private long toldNanos = System.nanoTime() - QUIET_NANOS;
  private int seen;
  private long pauseMillis = BUSY_MILLIS;
  private boolean suspended;
  private boolean stopped;

  /**
   * A pacer that has things told.
   *
   * @param mayTell whether something can be told just now; what clients are sent waits until then
   * @param announce tells lines
   */
  Pacer(Lab lab, BooleanSupplier mayTell, Consumer<List<StyledText>> announce) {
    this.lab = lab;
    this.mayTell = mayTell;
    this.announce = announce;
    this.thread = new Thread(this::run, "kvarium-pacer");
    thread.setDaemon(true);
  }

  void start() {
    lab.paceTo(System.nanoTime());
    seen = lab.events().size();
    thread.start();
  }

  void stop() {
    synchronized (lab) {
      stopped = true;
      lab.notifyAll();
    }
  }

  /** Leaves the time of the lab to somebody else until {@link #resume}. */
  void suspend() {
    synchronized (lab) {
      catchUp();
      suspended = true;
    }
  }

  void resume() {
    synchronized (lab) {
      suspended = false;
      entered();
    }
  }

  /**
   * Brings the lab to the present, and notes what happened meanwhile; the caller holds the lock.
   */
  void catchUp() {
    lab.paceTo(System.nanoTime());
    look();
  }

  /** A line was entered: what it led to needs no telling, what follows from it may. */
  void entered() {
    seen = lab.events().size();
    pauseMillis = BUSY_MILLIS;
    lab.notifyAll();
  }

  private void run() {
    try {
      while (true) {
        List<StyledText> news;
        synchronized (lab) {
          lab.wait(suspended ? 0 : lab.isListenedTo() ? BUSY_MILLIS : pauseMillis);
          if (stopped) {
            return;
          }
        }
        boolean tells = mayTell.getAsBoolean(); // not under the lock: who is asked may want the lab
        synchronized (lab) {
          news = suspended || stopped ? List.of() : step(tells);
        }
        if (!news.isEmpty()) {
          announce.accept(news);
        }
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private List<StyledText> step(boolean tells) {
    catchUp();
    lab.idle();
    if (!tells) {
      if (untold.size() > MOST_UNTOLD) {
        untold.clear(); // nobody will be told: a dumb terminal
      }
      return List.of();
    }
    List<StyledText> mail = lab.takeMail().stream().map(StyledText::of).toList();
    if (!mail.isEmpty()) {
      return mail;
    }
    if (untold.isEmpty() || System.nanoTime() - toldNanos < QUIET_NANOS) {
      return List.of();
    }
    List<StyledText> news =
        lab.glass() == GlassMode.OFF ? List.of() : News.of(untold, lab.startMicros());
    untold.clear();
    if (!news.isEmpty()) {
      toldNanos = System.nanoTime();
    }
    return news.stream().map(each -> StyledText.of("  ").plus(each)).toList();
  }

  /** Takes note of what happened by itself since the last look. */
  private void look() {
    EventLog events = lab.events();
    seen = Math.min(seen, events.size());
    List<EventLog.Entry> fresh = events.since(seen);
    seen = events.size();
    untold.addAll(fresh);
    boolean idle = fresh.isEmpty() && untold.isEmpty();
    pauseMillis = idle ? Math.min(IDLE_MILLIS, pauseMillis * 2) : BUSY_MILLIS;
  }
}
