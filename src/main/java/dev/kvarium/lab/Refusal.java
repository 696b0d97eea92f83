package dev.kvarium.lab;

/** A line that cannot be followed: what was wrong, where, and what to do. */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private static final int LONGEST = 2_000;

  /** A refusal; where the line itself makes the text very long, its middle is left out. */
  public Refusal(String what) {
    super(shortened(what), null, false, false);
  }

  private static String shortened(String what) {
    int half = LONGEST / 2;
    return what.length() <= LONGEST
        ? what
        : what.substring(0, half) + " … " + what.substring(what.length() - half);
  }

  /** The text for a person. */
  public String what() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
