package dev.kvarium.memcached;

/** A command line that memcached refuses, with its own words. */
public final class BadSetting extends Exception {
  private static final long serialVersionUID = 1;

  public BadSetting(String message) {
    super(message);
  }

  /** The text, which is always there. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
