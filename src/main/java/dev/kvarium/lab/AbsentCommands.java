package dev.kvarium.lab;

import java.util.List;
import java.util.Locale;

/**
 * The commands of Redis 7.0 that no node here knows yet, so that who types one is not told that it
 * was a slip of the finger. A name leaves this list when its row enters the table of commands.
 */
final class AbsentCommands {
  /** What is said beneath the error that the real server would give an unknown command. */
  static final String REMARK = "a Redis command that is not modelled yet";

  private static final List<String> NAMES = List.of();

  private AbsentCommands() {}

  /** All names in lower case. */
  static List<String> names() {
    return NAMES;
  }

  /** Whether Redis 7.0 knows this command, in any case, and the nodes here do not. */
  static boolean has(String name) {
    return names().contains(name.toLowerCase(Locale.ROOT));
  }
}
