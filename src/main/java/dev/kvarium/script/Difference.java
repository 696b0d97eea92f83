package dev.kvarium.script;

import java.util.ArrayList;
import java.util.List;

/** Two texts laid beside each other so that what differs can be seen. */
final class Difference {
  /** Longer texts are compared from their first differing line on only. */
  private static final int MOST_LINES = 1_000;

  private Difference() {}

  /** Whether two replies are the same text; blanks at the end of a line do not count. */
  static boolean same(String expected, String got) {
    return lines(expected).equals(lines(got));
  }

  /** The lines of a text, without blanks at their ends. */
  static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    while (true) {
      int feed = text.indexOf('\n', start);
      lines.add(text.substring(start, feed < 0 ? text.length() : feed).stripTrailing());
      if (feed < 0) {
        break;
      }
      start = feed + 1;
    }
    while (lines.size() > 1 && lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    return lines;
  }

  /** Expected and got, each line of it indented by two. */
  static String show(String expected, String got) {
    List<String> wanted = lines(expected);
    List<String> given = lines(got);
    if (wanted.size() == 1 && given.size() == 1) {
      return oneLine(wanted.getFirst(), given.getFirst());
    }
    StringBuilder text = new StringBuilder("  - expected, + got\n");
    int same = 0;
    while (same < wanted.size()
        && same < given.size()
        && wanted.get(same).equals(given.get(same))) {
      same++;
    }
    int left = wanted.size() - same;
    int right = given.size() - same;
    if (left > MOST_LINES || right > MOST_LINES) {
      text.append("  the first ").append(same).append(" lines are the same, then\n");
      appendLine(text, '-', same < wanted.size() ? wanted.get(same) : "(nothing more)");
      appendLine(text, '+', same < given.size() ? given.get(same) : "(nothing more)");
      text.append("  of ").append(wanted.size()).append(" lines expected, ");
      return text.append(given.size()).append(" got").toString();
    }
    appendDiff(text, wanted, given);
    text.setLength(text.length() - 1);
    return text.toString();
  }

  private static String oneLine(String expected, String got) {
    int same = 0;
    while (same < expected.length()
        && same < got.length()
        && expected.charAt(same) == got.charAt(same)) {
      same++;
    }
    String text =
        "  expected  "
            + (expected.isEmpty() ? "(no text)" : cut(expected, same))
            + "\n  got       "
            + (got.isEmpty() ? "(no text)" : cut(got, same));
    if (same == 0) {
      return text;
    }
    return text + "\n  the same up to character " + same;
  }

  /** The part of a long line around a place. */
  private static String cut(String line, int place) {
    int from = line.length() <= 120 || place <= 40 ? 0 : place - 40;
    int to = Math.min(line.length(), from + 120);
    return (from > 0 ? "…" : "") + line.substring(from, to) + (to < line.length() ? "…" : "");
  }

  /** The shortest way from one list to the other: the classic longest common subsequence. */
  private static void appendDiff(StringBuilder text, List<String> wanted, List<String> given) {
    int[][] common = new int[wanted.size() + 1][given.size() + 1];
    for (int i = wanted.size() - 1; i >= 0; i--) {
      for (int j = given.size() - 1; j >= 0; j--) {
        common[i][j] =
            wanted.get(i).equals(given.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    int i = 0;
    int j = 0;
    while (i < wanted.size() || j < given.size()) {
      if (i < wanted.size() && j < given.size() && wanted.get(i).equals(given.get(j))) {
        appendLine(text, ' ', wanted.get(i));
        i++;
        j++;
      } else if (j == given.size() || (i < wanted.size() && common[i + 1][j] >= common[i][j + 1])) {
        appendLine(text, '-', wanted.get(i++));
      } else {
        appendLine(text, '+', given.get(j++));
      }
    }
  }

  private static void appendLine(StringBuilder text, char mark, String line) {
    text.append("  ").append(mark).append(' ').append(line).append('\n');
  }
}
