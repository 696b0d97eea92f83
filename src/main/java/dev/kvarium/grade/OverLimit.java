package dev.kvarium.grade;

/**
 * A journal has gone on for too long. An error, so that nothing on the way takes it for one of its
 * own; the world that it came out of is of no use any more.
 */
public final class OverLimit extends Error {
  private static final long serialVersionUID = 1;

  private final String what;

  /** What was too much, as a sentence without its end: {@code it took longer than 5 s}. */
  public OverLimit(String what) {
    super(what, null, false, false);
    this.what = what;
  }

  public String what() {
    return what;
  }
}
