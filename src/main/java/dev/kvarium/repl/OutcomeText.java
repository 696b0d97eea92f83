package dev.kvarium.repl;

import dev.kvarium.lab.Outcome;
import dev.kvarium.lab.Part;
import dev.kvarium.view.Picture;
import dev.kvarium.view.Renderer;
import dev.kvarium.view.Style;
import dev.kvarium.view.StyledText;

/** What comes of a line as text for a terminal of some size. */
final class OutcomeText {
  /** A picture may be taller than the screen, since what was printed can be scrolled back to. */
  private static final int LEAST_ROWS = 48;

  private final Renderer renderer;
  private final boolean narrate;

  OutcomeText(Renderer renderer, boolean narrate) {
    this.renderer = renderer;
    this.narrate = narrate;
  }

  /** All parts, each ended by a line feed. */
  String of(Outcome outcome, int columns, int rows) {
    StringBuilder out = new StringBuilder();
    for (Part part : outcome.parts()) {
      out.append(of(part, columns, rows));
    }
    return out.toString();
  }

  /** One part, ended by a line feed. */
  String of(Part part, int columns, int rows) {
    return switch (part) {
      case Part.Replied replied -> replied.text() + "\n";
      case Part.Glass glass -> "  " + renderer.render(glass.line()) + "\n";
      case Part.Picture shown -> picture(shown.picture(), columns, rows);
      case Part.Offered offered -> lines("> " + String.join("\n> ", offered.lines()), Style.PLAIN);
      case Part.Said said -> lines(said.text(), Style.PLAIN);
      case Part.Problem problem -> lines(problem.what(), Style.WRONG);
    };
  }

  private String picture(Picture picture, int columns, int rows) {
    if (narrate) {
      return lines(picture.narration(), Style.PLAIN);
    }
    int room = Math.min(Math.max(LEAST_ROWS, rows - 1), picture.rows(columns));
    return renderer.render(picture.draw(columns, room));
  }

  private String lines(String text, Style style) {
    StringBuilder out = new StringBuilder();
    for (int from = 0; from <= text.length(); ) {
      int end = text.indexOf('\n', from);
      if (end < 0) {
        end = text.length();
      }
      out.append(renderer.render(StyledText.of(text.substring(from, end), style))).append('\n');
      from = end + 1;
    }
    return out.toString();
  }
}
