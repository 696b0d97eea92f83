package dev.kvarium.event;

/** What becomes of scripts and functions. */
public sealed interface ScriptEvent extends Event {
  /**
   * A client had a script run.
   *
   * @param name the SHA-1 of the script, or the name of the function
   */
  record Started(String client, String name, boolean function) implements ScriptEvent {}

  /**
   * It ended by itself.
   *
   * @param calls how many commands it called
   * @param writes how many of them were to write
   */
  record Ended(String client, String name, int calls, int writes) implements ScriptEvent {}

  /** It ended by an error; what it had written by then stays. */
  record Failed(String client, String name, int calls, int writes, String error)
      implements ScriptEvent {}

  /** It takes longer than {@code busy-reply-threshold}: others are answered with BUSY now. */
  record Slow(String client, String name, long elapsedMillis) implements ScriptEvent {}

  /** It was ended from outside. */
  record Killed(String client, String name, int calls, long elapsedMillis) implements ScriptEvent {}

  /** It wrote a line into the log of the server. */
  record Logged(String level, String line) implements ScriptEvent {}
}
