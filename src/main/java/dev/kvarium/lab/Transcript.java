package dev.kvarium.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was entered and answered, for a recording: the lines that make or look at the world. */
final class Transcript {
  private final List<Line> lines = new ArrayList<>();
  private final List<Line> ahead = new ArrayList<>();

  /**
   * A line that was entered.
   *
   * @param journalFrom how many inputs had reached the world before it
   * @param journalTo and after it
   * @param reply what a node replied
   * @param delivered what clients were sent unasked, line by line
   */
  record Line(
      String text, int journalFrom, int journalTo, Optional<String> reply, String delivered) {}

  /** A line that is being followed; a line within it, as of {@code :run}, goes in before it. */
  record Mark(String text, int journalFrom, int undelivered) {}

  /**
   * A line begins.
   *
   * @param undelivered how many messages to clients came before it, and are told beneath it
   */
  Mark begin(String text, int journalSize, int undelivered) {
    return new Mark(text, journalSize, undelivered);
  }

  void end(Mark mark, int journalSize, Outcome outcome) {
    boolean refused = outcome.failed() && outcome.replyText().isEmpty() && !isCheck(mark.text());
    if (isRecorded(mark.text()) && !refused) {
      lines.add(
          new Line(
              mark.text(),
              mark.journalFrom(),
              journalSize,
              outcome.replyText(),
              outcome.deliveredText(mark.undelivered())));
    }
  }

  private static boolean isCheck(String text) {
    return text.startsWith("?") || text.startsWith("~");
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
      List.of(
          "advance",
          "client",
          "corrupt",
          "crash",
          "freeze",
          "heal",
          "inspect",
          "link",
          "node",
          "partition",
          "proxy",
          "repeat",
          "reset",
          "restart",
          "ring",
          "set",
          "show",
          "step",
          "thaw",
          "traffic",
          "use");

  /**
   * Sets the lines aside that led to inputs beyond so many, and takes up again those that did not.
   *
   * @param trunk how many inputs there may be of the lines that are kept at all
   */
  void goTo(int trunk, int journalSize) {
    List<Line> all = new ArrayList<>(lines);
    all.removeIf(each -> each.journalTo() > trunk);
    all.addAll(ahead);
    lines.clear();
    ahead.clear();
    for (Line each : all) {
      (each.journalTo() > journalSize ? ahead : lines).add(each);
    }
  }

  /** Forgets the lines that were set aside. */
  void forget() {
    ahead.clear();
  }

  void addAll(Transcript other) {
    lines.addAll(other.lines);
    ahead.addAll(other.ahead);
  }

  List<Line> lines() {
    return lines;
  }
}
