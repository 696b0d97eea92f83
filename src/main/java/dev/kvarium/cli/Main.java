package dev.kvarium.cli;

/**
 * The way in.
 *
 * <p>What is started most often, the prompt, {@code run} and {@code --version}, is read by {@link
 * QuickReading} and has begun before Picocli would have been loaded; everything else, {@code
 * --help} and every mistake among it, is for {@link CommandTree}.
 */
public final class Main {
  /** The exit code of what could not be used: a wrong option, a missing file, a defect of ours. */
  static final int UNUSABLE = 2;

  private Main() {}

  /** Runs the program and ends the process with its exit code. */
  public static void main(String[] args) {
    int status = run(args);
    if (status != 0) {
      System.exit(status);
    }
  }

  private static int run(String[] args) {
    try {
      Start start = QuickReading.read(args);
      return start == null ? CommandTree.execute(args) : start.go();
    } catch (Throwable defect) {
      return Complaint.of(defect, Start.debug(args));
    }
  }
}
