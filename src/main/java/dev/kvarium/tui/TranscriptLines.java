package dev.kvarium.tui;

import dev.kvarium.lab.Part;
import dev.kvarium.view.Canvas;
import dev.kvarium.view.Picture;
import dev.kvarium.view.Style;
import dev.kvarium.view.StyledText;
import java.util.ArrayList;
import java.util.List;

/** What comes of a line, as lines of the transcript. */
final class TranscriptLines {
  private TranscriptLines() {}

  static List<StyledText> of(Part part, int columns, boolean narrating) {
    return switch (part) {
      case Part.Replied replied -> lines(replied.text(), Style.PLAIN);
      case Part.Delivered delivered -> lines(delivered.lines(), Style.PLAIN);
      case Part.Glass glass -> List.of(StyledText.of("  ", Style.DIM).plus(glass.line()));
      case Part.Picture shown ->
          narrating
              ? lines(shown.picture().narration(), Style.PLAIN)
              : picture(shown.picture(), columns);
      case Part.Said said -> lines(said.text(), Style.PLAIN);
      case Part.Offered offered -> lines("> " + String.join("\n> ", offered.lines()), Style.PLAIN);
      case Part.Problem problem -> lines(problem.what(), Style.WRONG);
    };
  }

  private static List<StyledText> lines(String text, Style style) {
    List<StyledText> lines = new ArrayList<>();
    for (String each : text.split("\n", -1)) {
      lines.add(StyledText.of(each, style));
    }
    return lines;
  }

  private static List<StyledText> picture(Picture picture, int columns) {
    Canvas canvas = picture.draw(columns, picture.rows(columns));
    List<StyledText> lines = new ArrayList<>();
    for (int y = 0; y < canvas.height(); y++) {
      lines.add(row(canvas, y));
    }
    return lines;
  }

  private static StyledText row(Canvas canvas, int y) {
    List<StyledText.Piece> pieces = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    Style style = canvas.style(0, y);
    for (int x = 0; x < canvas.width(); x++) {
      if (!canvas.style(x, y).equals(style)) {
        pieces.add(new StyledText.Piece(text.toString(), style));
        text.setLength(0);
        style = canvas.style(x, y);
      }
      if (canvas.codePoint(x, y) != Canvas.COVERED) {
        text.appendCodePoint(canvas.codePoint(x, y));
      }
    }
    pieces.add(new StyledText.Piece(text.toString(), style));
    return new StyledText(pieces);
  }
}
