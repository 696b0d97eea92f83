package dev.kvarium.script;

/** What became of one step of a script. */
public enum Verdict {
  /** It was done, and nothing was to be compared. */
  DONE,
  /** What it expects is so. */
  HOLDS,
  /** The reply is not the expected one. */
  DIFFERS,
  /** It could not be done, or a fact or metric is not as it says. */
  FAILED;

  /** Whether the script as a whole fails by it. */
  public boolean isBad() {
    return this == DIFFERS || this == FAILED;
  }

  /** Whether something was checked or went wrong: what counts as a test. */
  public boolean isCheck() {
    return this != DONE;
  }
}
