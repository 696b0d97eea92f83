package dev.kvarium.lab;

import java.util.List;

/**
 * A session as a script: the world, every line that makes or looks at it with the replies, and the
 * time that passed by itself in between as {@code +} lines.
 */
final class Recording {
  private static final String MARKS = ">:+?~#|";

  private final Lab lab;
  private final List<JournalEntry> journal;
  private final StringBuilder text = new StringBuilder();
  private int journaled;

  private Recording(Lab lab) {
    this.lab = lab;
    this.journal = lab.journal();
  }

  static String of(Lab lab) {
    Recording recording = new Recording(lab);
    recording.write();
    return recording.text.toString();
  }

  private void write() {
    line(lab.spec().line());
    for (Transcript.Line each : lab.transcript().lines()) {
      passed(each.journalFrom());
      entry(each.text());
      each.reply().ifPresent(this::reply);
      if (!each.delivered().isEmpty()) {
        each.delivered().lines().forEach(this::line);
      }
    }
    passed(journal.size());
  }

  /**
   * What was entered since a mark and made the world what it is, as a script has it: without
   * replies, and without what only looked at the lab.
   */
  static List<String> inputs(Lab lab, Lab.Mark from) {
    Recording recording = new Recording(lab);
    List<Transcript.Line> lines = lab.transcript().lines();
    recording.journaled = StrictMath.min(from.inputs(), recording.journal.size());
    for (Transcript.Line each :
        lines.subList(StrictMath.min(from.lines(), lines.size()), lines.size())) {
      recording.passed(each.journalFrom());
      if (!looks(each.text())) {
        recording.entry(each.text());
      }
    }
    recording.passed(recording.journal.size());
    return recording.text.toString().lines().toList();
  }

  /** Whether a line tells of the world and leaves it as it is. */
  private static boolean looks(String text) {
    return "?~#".indexOf(text.charAt(0)) >= 0
        || text.startsWith(":show")
        || text.startsWith(":inspect");
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  /** Time that the wall let pass before the input of this number. */
  private void passed(int journalTo) {
    for (; journaled < journalTo; journaled++) {
      JournalEntry entry = journal.get(journaled);
      if (entry.step() instanceof Step.Advance advance
          && !advance.wished()
          && advance.toMicros() > entry.atMicros()) {
        line("+ " + Durations.exact(advance.toMicros() - entry.atMicros()));
      }
    }
  }

  /** A line as a script has it: a command at the prompt gets its mark. */
  private void entry(String entered) {
    boolean marked = MARKS.indexOf(entered.charAt(0)) >= 0;
    int blank = entered.indexOf(' ');
    String first = blank < 0 ? entered : entered.substring(0, blank);
    line(marked || first.endsWith(">") && first.length() > 1 ? entered : "> " + entered);
  }

  private void reply(String reply) {
    if (reply.isBlank()) {
      return;
    }
    for (String each : reply.split("\n", -1)) {
      boolean plain = !each.isBlank() && MARKS.indexOf(each.charAt(0)) < 0 && !namesClient(each);
      line((plain ? each : "| " + each).stripTrailing());
    }
  }

  /** Whether a script would take the line for a command of a named client. */
  private static boolean namesClient(String line) {
    int arrow = line.indexOf('>');
    return arrow > 0
        && line.substring(0, arrow).chars().allMatch(c -> c == '@' || Clients.isNameCharacter(c))
        && (arrow + 1 == line.length() || line.charAt(arrow + 1) == ' ');
  }
}
