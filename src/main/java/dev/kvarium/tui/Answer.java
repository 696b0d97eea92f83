package dev.kvarium.tui;

import dev.kvarium.lab.Part;
import dev.kvarium.view.Style;
import dev.kvarium.view.StyledText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What came of a line, sorted: what the transcript gets, what a pane, and what the prompt.
 *
 * @param lines for the transcript
 * @param pane the view that is asked for; none where none is
 * @param promised lines to be put on the prompt one after the other
 */
record Answer(List<Paragraph> lines, List<Pane> pane, List<String> promised) {
  /** A line that a lesson shows before it follows it, {@code redis> :show aof}. */
  private static final Pattern FOLLOWED = Pattern.compile("(\\S*> )(.+)");

  static Answer of(TuiState state, Message.Answered answer) {
    String input = answer.outcome().input().strip();
    List<Paragraph> lines = new ArrayList<>();
    lines.add(entered(answer.prompt(), input));
    boolean beside = state.layout().panes() > 0;
    List<String> promised = state.promised();
    List<Pane> asked = PaneOf.line(input);
    List<Pane> pane = List.of();
    for (Part part : answer.outcome().parts()) {
      if (part instanceof Part.Picture && beside && !asked.isEmpty()) {
        pane = asked;
        asked = List.of();
      } else if (part instanceof Part.Offered offered) {
        promised = offered.lines();
      } else if (part instanceof Part.Said said && FOLLOWED.matcher(said.text()).matches()) {
        Matcher line = FOLLOWED.matcher(said.text());
        if (line.matches()) {
          asked = PaneOf.line(line.group(2));
          lines.add(entered(line.group(1), line.group(2)));
        }
      } else {
        lines.addAll(TranscriptLines.of(part));
      }
    }
    return new Answer(lines, pane, promised);
  }

  private static Paragraph entered(String prompt, String line) {
    return Paragraph.of(StyledText.of(prompt, Style.DIM).plus(line, Style.BOLD));
  }

  List<Paragraph> after(List<Paragraph> before) {
    List<Paragraph> all = new ArrayList<>(before);
    all.addAll(lines);
    return all;
  }

  /** How far the transcript is to be scrolled for the first of the lines to be seen. */
  int scroll(TuiState state) {
    Share share = state.share() == Share.VIEW ? Share.BOTH : state.share();
    Area area = state.layout(share).transcriptArea();
    Gallery gallery = new Gallery();
    int rows = 0;
    for (Paragraph line : lines) {
      rows += line.rows(area.columns(), state.narrating(), state.ascii(), gallery).size();
    }
    return Math.max(0, rows - area.rows());
  }
}
