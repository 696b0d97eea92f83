package dev.kvarium.redis.rdb;

/**
 * Bytes that are not what RDB asks for. Carries no stack, since it says what is wrong with the
 * bytes.
 */
public final class RdbProblem extends Exception {
  private static final long serialVersionUID = 1L;

  /** What kind of trouble it is. */
  public enum Kind {
    /** The bytes end too early. */
    SHORT,
    /** A key without any element, which files of old versions may hold. */
    EMPTY,
    /** They say something that cannot be. */
    CORRUPT
  }

  private final Kind kind;

  RdbProblem(Kind kind, String text) {
    super(text, null, false, false);
    this.kind = kind;
  }

  static RdbProblem corrupt(String text) {
    return new RdbProblem(Kind.CORRUPT, text);
  }

  static RdbProblem empty() {
    return new RdbProblem(Kind.EMPTY, "a key without elements");
  }

  static RdbProblem tooShort() {
    return new RdbProblem(Kind.SHORT, "the bytes end too early");
  }

  public Kind kind() {
    return kind;
  }

  /** What is wrong, in a sentence. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
