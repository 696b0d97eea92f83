package dev.kvarium.app;

/**
 * A row of a database.
 *
 * @param version 1 for what was there at first, one more with each change; 0 for no row
 * @param bytes how long the value is
 */
public record Row(long version, int bytes) {
  /** There is no row. */
  public static final Row NONE = new Row(0, 0);

  /** Whether there is one. */
  public boolean isThere() {
    return version > 0;
  }
}
