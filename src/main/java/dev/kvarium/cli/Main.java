package dev.kvarium.cli;

/** The way in. */
public final class Main {
  private Main() {}

  /** Runs the program and ends the process with its exit code. */
  public static void main(String[] args) {
    if (args.length == 1 && args[0].equals("--version")) {
      System.out.println(Version.LINE);
      return;
    }
    System.err.println("kvarium: nothing to do yet");
    System.exit(2);
  }
}
