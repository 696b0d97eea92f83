package dev.kvarium.redis.command;

import dev.kvarium.wire.Reply;

/**
 * The error that a command is answered with. Its text is the whole line, its first word the code:
 * {@code ERR syntax error}. Carries no stack, since it says what the user did, not what broke.
 */
public final class CommandError extends Exception {
  private static final long serialVersionUID = 1L;

  public static final CommandError WRONG_TYPE =
      new CommandError("WRONGTYPE Operation against a key holding the wrong kind of value");
  public static final CommandError SYNTAX = new CommandError("ERR syntax error");
  public static final CommandError NOT_AN_INTEGER =
      new CommandError("ERR value is not an integer or out of range");
  public static final CommandError NOT_A_FLOAT = new CommandError("ERR value is not a valid float");
  public static final CommandError NOT_POSITIVE =
      new CommandError("ERR value is out of range, must be positive");
  public static final CommandError NO_SUCH_KEY = new CommandError("ERR no such key");
  public static final CommandError INDEX_OUT_OF_RANGE = new CommandError("ERR index out of range");
  public static final CommandError SAME_OBJECT =
      new CommandError("ERR source and destination objects are the same");
  public static final CommandError DB_OUT_OF_RANGE =
      new CommandError("ERR DB index is out of range");
  public static final CommandError INVALID_CURSOR = new CommandError("ERR invalid cursor");
  public static final CommandError OVERFLOW =
      new CommandError("ERR increment or decrement would overflow");
  public static final CommandError TOO_LONG =
      new CommandError("ERR string exceeds maximum allowed size (proto-max-bulk-len)");

  private final transient Reply.Error reply;

  /** An error whose text begins with its code, such as {@code ERR}. */
  public CommandError(String text) {
    super(text, null, false, false);
    this.reply = Reply.error(text);
  }

  /** Too few or too many words for a command, as its handler finds it. */
  static CommandError arity(String command) {
    return new CommandError("ERR wrong number of arguments for '" + command + "' command");
  }

  /** The error as a reply. */
  public Reply.Error reply() {
    return reply;
  }
}
