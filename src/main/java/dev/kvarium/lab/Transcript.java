package dev.kvarium.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was entered and answered, for a recording: the lines that make or look at the world. */
final class Transcript {
  private final List<Line> lines = new ArrayList<>();

  /**
   * A line that was entered.
   *
   * @param journalFrom how many inputs had reached the world before it
   * @param journalTo and after it
   * @param reply what a node replied
   */
  record Line(String text, int journalFrom, int journalTo, Optional<String> reply) {}

  /** A line that is being followed; a line within it, as of {@code :run}, goes in before it. */
  record Mark(String text, int journalFrom) {}

  Mark begin(String text, int journalSize) {
    return new Mark(text, journalSize);
  }

  void end(Mark mark, int journalSize, Outcome outcome) {
    if (isRecorded(mark.text())) {
      lines.add(new Line(mark.text(), mark.journalFrom(), journalSize, outcome.replyText()));
    }
  }

  private static boolean isRecorded(String text) {
    if (text.isEmpty()) {
      return false;
    }
    if (text.charAt(0) != ':') {
      return true;
    }
    int blank = text.indexOf(' ');
    return RECORDED.contains(text.substring(1, blank < 0 ? text.length() : blank));
  }

  /** Directives that a replay needs or shows; the others only tell about the lab. */
  private static final List<String> RECORDED =
      List.of("advance", "client", "crash", "inspect", "node", "restart", "set", "show", "use");

  /** Forgets the lines that led to inputs beyond so many, and those that followed them. */
  void cut(int journalSize) {
    lines.removeIf(each -> each.journalTo() > journalSize);
  }

  void clear() {
    lines.clear();
  }

  List<Line> lines() {
    return lines;
  }
}
