package dev.kvarium.cli;

import dev.kvarium.grade.Grade;
import dev.kvarium.grade.Limits;
import dev.kvarium.grade.OverLimit;
import dev.kvarium.lab.Lab;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The grading of one journal on a thread, with an eye on the wall's clock and on the memory. */
final class JournalRun implements Limits.Watch {
  /** Beyond this share of the memory a journal is ended: others need some too. */
  private static final double FULL = 0.8;

  /** How long after its time a run may still take before its thread is given up. */
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final Object COLLECTING = new Object();
  private static long collectedNanos = System.nanoTime() - GRACE_NANOS;

  private final Function<Limits.Watch, Grade> work;
  private final Function<String, Grade> unknown;
  private final int seconds;
  private volatile long endNanos; // means something once there is a lab
  private volatile @Nullable Lab lab;
  private volatile @Nullable Grade result;
  private volatile boolean shortOfMemory;

  /**
   * A run that has not begun.
   *
   * @param unknown the grade of a journal of which nothing is known, by the reason
   */
  JournalRun(Function<Limits.Watch, Grade> work, Function<String, Grade> unknown, int seconds) {
    this.work = work;
    this.unknown = unknown;
    this.seconds = seconds;
  }

  /** Grades, on the thread that calls; never throws. */
  void run() {
    shortOfMemory = false;
    Grade grade;
    try {
      grade = work.apply(this);
    } catch (OutOfMemoryError full) {
      shortOfMemory = true;
      grade = unknown.apply("it takes more memory than there is");
    } catch (Throwable defect) {
      grade = unknown.apply("it cannot be followed here: " + defect);
    }
    finish(grade);
    lab = null;
  }

  private synchronized void finish(Grade grade) {
    if (result == null || shortOfMemory) {
      result = grade;
    }
  }

  /** Whether it was ended for a want of memory that others may have been the cause of. */
  boolean wantedMemory() {
    return shortOfMemory;
  }

  /** Forgets what came of it, to be run once more. */
  void again() {
    result = null;
  }

  boolean isDone() {
    return result != null;
  }

  Grade result() {
    Grade grade = result;
    return grade == null ? unknown.apply("it was not graded") : grade;
  }

  /**
   * Interrupts it where its time is over.
   *
   * @return whether even that has not helped
   */
  boolean pastHelp(long nowNanos) {
    if (isDone() || lab == null || nowNanos - endNanos < 0) {
      return false;
    }
    Lab running = lab;
    if (running == null) {
      return false;
    }
    running.interrupt();
    if (nowNanos - endNanos < GRACE_NANOS) {
      return false;
    }
    finish(unknown.apply(tooLong()));
    return true;
  }

  private String tooLong() {
    return "it took longer than " + seconds + " s";
  }

  @Override
  public void begins(Lab begun) {
    endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    lab = begun;
  }

  @Override
  public void ends() {
    lab = null;
  }

  @Override
  public void look() {
    if (System.nanoTime() - endNanos > 0) {
      throw new OverLimit(tooLong());
    }
    if (share() > FULL) {
      synchronized (COLLECTING) {
        if (System.nanoTime() - collectedNanos > TimeUnit.MILLISECONDS.toNanos(500)) {
          System.gc();
          collectedNanos = System.nanoTime();
        }
      }
      if (share() > FULL) {
        shortOfMemory = true;
        throw new OverLimit("it takes more memory than there is");
      }
    }
  }

  private static double share() {
    Runtime runtime = Runtime.getRuntime();
    return (double) (runtime.totalMemory() - runtime.freeMemory()) / runtime.maxMemory();
  }
}
