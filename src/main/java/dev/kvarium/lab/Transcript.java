package dev.kvarium.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

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
   * @param kind what a replay needs it for
   * @param speaker who spoke at the prompt when it was entered
   */
  record Line(
      String text,
      int journalFrom,
      int journalTo,
      Optional<String> reply,
      String delivered,
      Kind kind,
      Speaker speaker) {}

  /** In whose name the prompt speaks, and to which node. */
  record Speaker(String client, String node) {}

  /** What a line is to somebody who replays the session. */
  enum Kind {
    /** It made the world what it is. */
    MADE,
    /** It looked at the world, and a script says so. */
    SEEN,
    /** It asked about the world; in a script it would be in the way. */
    ASKED
  }

  /**
   * A line that is being followed; a line within it, as of {@code :run}, goes in before it.
   *
   * @param lines how many there were before it
   */
  record Mark(String text, int journalFrom, int undelivered, int lines, Speaker speaker) {}

  /**
   * A line begins.
   *
   * @param undelivered how many messages to clients came before it, and are told beneath it
   */
  Mark begin(String text, int journalSize, int undelivered, Speaker speaker) {
    return new Mark(text, journalSize, undelivered, lines.size(), speaker);
  }

  void end(Mark mark, int journalSize, Outcome outcome) {
    boolean refused = outcome.failed() && outcome.replyText().isEmpty() && !isCheck(mark.text());
    if (refused) {
      return;
    }
    // what lines within this one did is recorded with them
    boolean made = journalSize > mark.journalFrom() && lines.size() == mark.lines();
    kind(mark.text(), made)
        .ifPresent(
            kind ->
                lines.add(
                    new Line(
                        mark.text(),
                        mark.journalFrom(),
                        journalSize,
                        outcome.replyText(),
                        outcome.deliveredText(mark.undelivered()),
                        kind,
                        mark.speaker())));
  }

  private static boolean isCheck(String text) {
    return text.startsWith("?") || text.startsWith("~");
  }

  private static Optional<Kind> kind(String text, boolean made) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (text.charAt(0) != ':') {
      return Optional.of(made || !isCheck(text) && text.charAt(0) != '#' ? Kind.MADE : Kind.SEEN);
    }
    int blank = text.indexOf(' ');
    String name = text.substring(1, blank < 0 ? text.length() : blank).toLowerCase(Locale.ROOT);
    if (MOVES.contains(name)) {
      return Optional.empty();
    }
    return made
        ? Optional.of(Kind.MADE)
        : SIGHTS.contains(name)
            ? Optional.of(Kind.SEEN)
            : QUESTIONS.contains(name) ? Optional.of(Kind.ASKED) : Optional.empty();
  }

  /**
   * Directives that move in what was recorded, or let others enter lines, or say who speaks, which
   * each line knows.
   */
  private static final Set<String> MOVES =
      Set.of(
          "back", "seek", "run", "open", "lesson", "hint", "solution", "sandbox", "client", "use");

  private static final Set<String> SIGHTS = Set.of("inspect", "show");

  private static final Set<String> QUESTIONS =
      Set.of(
          "cluster", "events", "explain", "files", "help", "ledger", "link", "metrics", "node",
          "proxy", "ring", "set", "traffic", "versus", "why");

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
