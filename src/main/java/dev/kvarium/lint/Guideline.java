package dev.kvarium.lint;

/**
 * A guideline for keys and values: looks at one key after the other, and at the end may say
 * something of all of them. What it does not know of a key it does not judge.
 */
public interface Guideline {
  Rule rule();

  /** Looks at a key. */
  void look(Subject subject, Findings findings);

  /** Says what can only be said once all were seen. */
  default void end(Findings findings) {}
}
