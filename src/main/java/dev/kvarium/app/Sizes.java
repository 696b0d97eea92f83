package dev.kvarium.app;

/**
 * How long values are: for each key always the same, from {@code least} to {@code most} bytes, each
 * as likely.
 */
public record Sizes(int least, int most) {
  /** What is taken when nothing is said. */
  public static final Sizes USUAL = new Sizes(100, 100);

  /** The length of the value of a key. */
  public int of(String key) {
    if (least == most) {
      return least;
    }
    long hash = 1125899906842597L;
    for (int i = 0; i < key.length(); i++) {
      hash = 31 * hash + key.charAt(i);
    }
    long mixed = (hash ^ hash >>> 29) * 0xbf58476d1ce4e5b9L;
    return least + (int) Long.remainderUnsigned(mixed ^ mixed >>> 32, (long) most - least + 1);
  }
}
