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
      case Part.Replied replied -> lines(replied.text(), Style.PLAIN);
      case Part.Delivered delivered -> lines(delivered.lines(), Style.PLAIN);
      case Part.Glass glass ->
          List.of(Paragraph.of(StyledText.of("  ", Style.DIM).plus(glass.line())));
      case Part.Picture shown -> List.of(Paragraph.of(shown.picture()));
      case Part.Said said -> lines(said.text(), Style.PLAIN);
      case Part.Offered offered -> lines("> " + String.join("\n> ", offered.lines()), Style.PLAIN);
      case Part.Problem problem -> lines(problem.what(), Style.WRONG);
    };
  }

  private static List<Paragraph> lines(String text, Style style) {
    List<Paragraph> lines = new ArrayList<>();
    for (String each : text.split("\n", -1)) {
      lines.add(Paragraph.of(StyledText.of(each, style)));
    }
    return lines;
  }
}
