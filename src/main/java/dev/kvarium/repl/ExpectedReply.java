package dev.kvarium.repl;

import dev.kvarium.lab.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The bare lines beneath a {@code >} line of a script that comes through a pipe: the reply that it
 * should have had. Where no line begins with {@code >}, bare lines are commands.
 */
final class ExpectedReply {
  private final long number;
  private final String got;
  private final String delivered;
  private final List<String> lines = new ArrayList<>();

  /**
   * @param number of the line with the command
   * @param got its reply
   * @param delivered what other clients were sent on its account
   */
  ExpectedReply(long number, String got, String delivered) {
    this.number = number;
    this.got = got;
    this.delivered = delivered;
  }

  /** Whether a line is a command as scripts write them, beneath which its reply may stand. */
  static boolean mayFollow(String line) {
    return line.startsWith(">") || isNamed(line);
  }

  /** Whether it lets time pass, so that only what clients are sent may stand beneath it. */
  static boolean isWait(String line) {
    return line.startsWith("+ ");
  }

  /** Whether a line can be part of an expected reply. */
  static boolean isPartOfOne(String line) {
    return !line.isBlank() && "#>:+~?".indexOf(line.charAt(0)) < 0 && !isNamed(line);
  }

  /** Whether it begins with {@code name> } or {@code name@node> }. */
  private static boolean isNamed(String line) {
    int arrow = line.indexOf("> ");
    for (int i = 0; i < arrow; i++) {
      char c = line.charAt(i);
      if (!Character.isLetterOrDigit(c) && "-_.@".indexOf(c) < 0) {
        return false;
      }
    }
    return arrow > 0;
  }

  void add(String line) {
    lines.add(line.startsWith("|") ? line.substring(Math.min(2, line.length())) : line);
  }

  /** What is wrong when the reply is another; {@code ...} stands for any. */
  Optional<String> difference() {
    String expected = String.join("\n", lines).stripTrailing();
    String came = came();
    if (lines.isEmpty() || expected.equals("...") || same(expected, came.stripTrailing())) {
      return Optional.empty();
    }
    return Optional.of(
        "line " + number + ": expected " + shown(expected) + "\n  got " + shown(came));
  }

  /** The reply, and what others were sent if a line speaks of it. */
  private String came() {
    if (delivered.isEmpty() || lines.stream().noneMatch(Part.Delivered::isLine)) {
      return got;
    }
    return got.isEmpty() ? delivered : got + "\n" + delivered;
  }

  private static boolean same(String expected, String got) {
    List<String> wanted = expected.lines().map(String::stripTrailing).toList();
    return wanted.equals(got.lines().map(String::stripTrailing).toList());
  }

  private static String shown(String text) {
    return text.isEmpty() ? "no reply" : text.replace("\n", "\n    ");
  }
}
