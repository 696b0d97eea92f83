package dev.kvarium.redis.command;

/** Why a rule of an ACL cannot be taken, in the server's words. */
final class AclProblem extends Exception {
  private static final long serialVersionUID = 1L;

  /** The kinds of mistakes. */
  enum Kind {
    SYNTAX("Syntax error"),
    UNKNOWN("Unknown command or category name in ACL"),
    KEYS_AFTER_ALL(
        "Adding a pattern after the * pattern (or the 'allkeys' flag) is not valid and does not"
            + " have any effect. Try 'resetkeys' to start with an empty list of patterns"),
    CHANNELS_AFTER_ALL(
        "Adding a pattern after the * pattern (or the 'allchannels' flag) is not valid and does not"
            + " have any effect. Try 'resetchannels' to start with an empty list of channels"),
    NO_SUCH_PASSWORD("The password you are trying to remove from the user does not exist"),
    NOT_A_HASH(
        "The password hash must be exactly 64 characters and contain only lowercase hexadecimal"
            + " characters"),
    FIRST_ARGUMENT_OF_SUBCOMMAND("Allowing first-arg of a subcommand is not supported");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  private final transient Kind kind;

  AclProblem(Kind kind) {
    super(kind.text, null, false, false);
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  /** What is wrong. */
  String text() {
    return kind.text;
  }
}
