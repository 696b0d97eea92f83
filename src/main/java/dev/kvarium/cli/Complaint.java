package dev.kvarium.cli;

/** What is said of a defect of ours, or of a machine that gives out. */
final class Complaint {
  private Complaint() {}

  /** One line, or with {@code debug} the stack trace; the exit code. */
  static int of(Throwable defect, boolean debug) {
    if (debug) {
      defect.printStackTrace();
    } else if (defect instanceof OutOfMemoryError) {
      System.err.println("kvarium: out of memory; give Java more: KVARIUM_OPTS=-Xmx4g");
    } else {
      System.err.println("kvarium: a defect of its own: " + defect + "; --debug shows where");
    }
    return Main.UNUSABLE;
  }
}
