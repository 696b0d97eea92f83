package dev.kvarium.lab;

/** A line that cannot be followed: what was wrong, where, and what to do. */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  public Refusal(String what) {
    super(what, null, false, false);
  }

  /** The text for a person. */
  public String what() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
