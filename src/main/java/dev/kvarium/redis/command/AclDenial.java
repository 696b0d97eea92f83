package dev.kvarium.redis.command;

/**
 * What keeps a user from running a command.
 *
 * @param at the word that he may not use; 0 where it is the command itself
 */
public record AclDenial(Reason reason, int at) {
  /** What it is that he may not use, in the order in which reasons are preferred. */
  public enum Reason {
    NONE,
    COMMAND,
    KEY,
    CHANNEL
  }

  /** Nothing is in the way. */
  public static final AclDenial NONE = new AclDenial(Reason.NONE, 0);

  static final AclDenial COMMAND = new AclDenial(Reason.COMMAND, 0);

  /** Whether the command may not run. */
  public boolean denies() {
    return reason != Reason.NONE;
  }

  /** What a client is told that asked for the command itself. */
  String error(Command command) {
    return switch (reason) {
      case NONE -> "";
      case COMMAND ->
          "NOPERM this user has no permissions to run the '" + command.name() + "' command";
      case KEY -> "NOPERM this user has no permissions to access one of the keys used as arguments";
      case CHANNEL ->
          "NOPERM this user has no permissions to access one of the channels used as arguments";
    };
  }

  /** What EXEC answers for a command that was allowed when it was queued. */
  String errorInExec() {
    return "NOPERM ACLs rules changed between the moment the transaction was accumulated and the"
        + " EXEC call. This command is no longer allowed for the following reason: "
        + switch (reason) {
          case NONE -> "no permission";
          case COMMAND -> "no permission to execute the command or subcommand";
          case KEY -> "no permission to touch the specified keys";
          case CHANNEL ->
              "no permission to access one of the channels used as arguments to the command";
        };
  }

  /** What a script is told, behind the words of the scripting engine. */
  public String errorInScript() {
    return switch (reason) {
      case NONE -> "lacking the permissions for the command";
      case COMMAND -> "can't run this command or subcommand";
      case KEY -> "can't access at least one of the keys mentioned in the command arguments";
      case CHANNEL -> "can't publish to the channel mentioned in the command";
    };
  }
}
