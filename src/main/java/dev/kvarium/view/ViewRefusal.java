package dev.kvarium.view;

/** A view cannot look where it was asked to: what is wrong and what to do. */
public final class ViewRefusal extends Exception {
  private static final long serialVersionUID = 1L;

  public ViewRefusal(String what) {
    super(what, null, false, false);
  }

  /** The text for a person. */
  public String what() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
