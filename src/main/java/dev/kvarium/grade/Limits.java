package dev.kvarium.grade;

import dev.kvarium.lab.Lab;

/**
 * How far a journal is followed. Whoever writes one decides what is in it, so every way of going on
 * for ever has its end here; what was not reached is then not known.
 *
 * @param lines of a task that are entered
 * @param facts that the lines of a task may lead to: every command states some
 * @param hours of the world that may pass in a task
 * @param memoryBytes that a node may take, as its used_memory has it
 * @param watch looks at the clock on the wall and at the machine's memory
 */
public record Limits(int lines, int facts, int hours, long memoryBytes, Watch watch) {
  /** No watch, and room for whatever a lesson asks for. */
  public static final Limits DEFAULT =
      new Limits(10_000, 500_000, 400 * 24, 512L << 20, new Watch() {});

  /** The same with somebody who looks at the wall. */
  public Limits watchedBy(Watch other) {
    return new Limits(lines, facts, hours, memoryBytes, other);
  }

  /** Who ends what takes too long outside of the world. */
  public interface Watch {
    /** A lab begins to follow the lines of a task; it may be interrupted from now on. */
    default void begins(Lab lab) {}

    /** What comes next is no learner's doing. */
    default void ends() {}

    /**
     * Asked again and again while lines are followed.
     *
     * @throws OverLimit when it has been enough
     */
    default void look() {}
  }
}
