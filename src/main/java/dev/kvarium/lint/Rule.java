package dev.kvarium.lint;

/**
 * What a guideline says of itself.
 *
 * @param name {@code key-length}
 * @param title one sentence that says what holds where it is followed, without a full stop
 * @param reason why that is worth something
 * @param source where that is said, or measured
 */
public record Rule(String name, Level level, String title, String reason, String source) {
  /** How much it matters, in the words of SARIF. */
  public enum Level {
    NOTE("note"),
    WARNING("warning"),
    ERROR("error");

    private final String word;

    Level(String word) {
      this.word = word;
    }

    /** As reports print it. */
    public String word() {
      return word;
    }
  }
}
