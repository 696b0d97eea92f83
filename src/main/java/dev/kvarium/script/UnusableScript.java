package dev.kvarium.script;

/** A script that cannot be run at all: what is wrong, where, and what to do. */
public final class UnusableScript extends Exception {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final int line;

  /**
   * @param file the name of the script as it was given
   * @param line counts from 1; 0 where the file as a whole is meant
   * @param what what is wrong and what to do about it, in one sentence or two
   */
  public UnusableScript(String file, int line, String what) {
    super((line > 0 ? file + ":" + line : file) + ": " + what);
    this.file = file;
    this.line = line;
  }

  /** The whole sentence: file, line, what is wrong and what to do. */
  public String what() {
    return String.valueOf(getMessage());
  }

  public String file() {
    return file;
  }

  public int line() {
    return line;
  }
}
