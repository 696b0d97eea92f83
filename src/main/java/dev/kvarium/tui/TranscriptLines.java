package dev.kvarium.tui;

import dev.kvarium.lab.Part;
import dev.kvarium.view.Style;
import dev.kvarium.view.StyledText;
import java.util.ArrayList;
import java.util.List;

/** What comes of a line, as lines of the transcript. */
final class TranscriptLines {
  private TranscriptLines() {}

  static List<Paragraph> of(Part part) {
    return switch (part) {
      case Part.Replied replied -> lines(replied.text(), Style.PLAIN, false);
      case Part.Delivered delivered -> lines(delivered.lines(), Style.PLAIN, false);
      case Part.Glass glass ->
          List.of(Paragraph.ours(StyledText.of("  ", Style.DIM).plus(glass.line())));
      case Part.Picture shown -> List.of(Paragraph.of(shown.picture()));
      case Part.Said said -> lines(said.text(), Style.PLAIN, true);
      case Part.Offered offered ->
          lines("> " + String.join("\n> ", offered.lines()), Style.PLAIN, false);
      case Part.Problem problem -> lines(problem.what(), Style.WRONG, true);
    };
  }

  private static List<Paragraph> lines(String text, Style style, boolean ours) {
    List<Paragraph> lines = new ArrayList<>();
    for (String each : text.split("\n", -1)) {
      StyledText line = StyledText.of(each, style);
      lines.add(ours ? Paragraph.ours(line) : Paragraph.of(line));
    }
    return lines;
  }
}
