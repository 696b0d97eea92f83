package dev.kvarium.lab;

import dev.kvarium.base.CommandText;
import java.util.ArrayList;
import java.util.List;

/**
 * A session as a script: the world, every line that makes or looks at it with the replies, and the
 * time that passed by itself in between as {@code +} lines.
 */
public final class Recording {
  private static final String MARKS = ">:+?~#|";

  private final Timeline world;
  private final List<JournalEntry> journal;
  private final Extent extent;
  private final List<StringBuilder> blocks = new ArrayList<>();
  private Transcript.Speaker speaker = new Transcript.Speaker(Lab.PROMPT_CLIENT, Lab.FIRST_NODE);

  private int journaled;

  /** How much of a session. */
  public enum Extent {
    /**
     * What makes the world what it is, and nothing else: whoever follows it has the same world.
     * Time that nobody let pass stands behind {@code *}, for {@link Lab#elapse}.
     */
    INPUTS,
    /** The same as lines of a script, where all time that passes is let pass. */
    STEPS,
    /** A script: also the replies, to be compared, and the views that were looked at. */
    SCRIPT,
    /** All that was entered, questions such as {@code :why} too, without what came of it. */
    ENTERED
  }

  private Recording(Timeline world, Extent extent) {
    this.world = world;
    this.journal = world.journal();
    this.extent = extent;
  }

  /** The session of the world at hand, a line each, as scripts have them. */
  public static String of(Lab lab, Extent extent) {
    return String.join("", blocks(lab.timeline(), extent));
  }

  /**
   * The same of any world, in parts that belong together: what was entered, with its replies. Each
   * ends with the end of a line.
   */
  static List<String> blocks(Timeline world, Extent extent) {
    Recording recording = new Recording(world, extent);
    recording.entered(world.spec().line());
    recording.write(world.transcript().lines());
    return recording.blocks.stream().map(StringBuilder::toString).toList();
  }

  /**
   * What was entered since a mark and made the world what it is, as a script has it: without
   * replies, and without what only looked at the lab.
   */
  static List<String> inputs(Lab lab, Lab.Mark from) {
    Recording recording = new Recording(lab.timeline(), Extent.STEPS);
    List<Transcript.Line> lines = lab.transcript().lines();
    recording.journaled = StrictMath.min(from.inputs(), recording.journal.size());
    recording.speaker = new Transcript.Speaker(from.client(), from.node());
    recording.write(lines.subList(StrictMath.min(from.lines(), lines.size()), lines.size()));
    return String.join("", recording.blocks).lines().toList();
  }

  private void write(List<Transcript.Line> lines) {
    for (Transcript.Line each : lines) {
      passed(each.journalFrom());
      if (isWanted(each.kind())) {
        speaker(each.speaker());
        entry(each.text());
        if (extent == Extent.SCRIPT) {
          each.reply().ifPresent(this::reply);
          each.delivered().lines().forEach(this::line);
        }
      }
      journaled = StrictMath.max(journaled, each.journalTo());
    }
    passed(journal.size());
    speaker(new Transcript.Speaker(world.client, world.node));
  }

  /** Says who speaks from here on, where that is another than before. */
  private void speaker(Transcript.Speaker now) {
    if (!now.client().equals(speaker.client())) {
      entered(":client " + now.client());
    }
    if (!now.node().equals(speaker.node())) {
      entered(":use " + now.node());
    }
    speaker = now;
  }

  private boolean isWanted(Transcript.Kind kind) {
    return switch (kind) {
      case MADE -> true;
      case SEEN -> extent == Extent.SCRIPT || extent == Extent.ENTERED;
      case ASKED -> extent == Extent.ENTERED;
    };
  }

  /** A line that was entered, or could have been: with it a part begins. */
  private void entered(String line) {
    blocks.add(new StringBuilder());
    line(line);
  }

  /** A line beneath it. */
  private void line(String line) {
    blocks.getLast().append(line).append('\n');
  }

  /** What nobody typed before the input of this number: time on the wall, clients by a port. */
  private void passed(int journalTo) {
    for (; journaled < journalTo; journaled++) {
      JournalEntry entry = journal.get(journaled);
      if (entry.step() instanceof Step.Advance advance
          && !advance.wished()
          && advance.toMicros() > entry.atMicros()) {
        String mark = extent == Extent.INPUTS ? "* " : "+ ";
        entered(mark + Durations.exact(advance.toMicros() - entry.atMicros()));
      } else if (entry.step() instanceof Step.Command sent) {
        String client = sent.client().replaceAll("[^A-Za-z0-9._-]", "-");
        entered(client + "@" + sent.node() + "> " + CommandText.of(sent.argv()));
      }
    }
  }

  /** A line as a script has it: a command at the prompt gets its mark. */
  private void entry(String entered) {
    boolean marked = MARKS.indexOf(entered.charAt(0)) >= 0;
    int blank = entered.indexOf(' ');
    String first = blank < 0 ? entered : entered.substring(0, blank);
    entered(marked || first.endsWith(">") && first.length() > 1 ? entered : "> " + entered);
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
