package dev.kvarium.repl;

import dev.kvarium.lab.Outcome;
import dev.kvarium.lab.Part;
import dev.kvarium.view.Picture;
import dev.kvarium.view.Renderer;
import dev.kvarium.view.Spoken;
import dev.kvarium.view.Style;
import dev.kvarium.view.StyledText;

/** What comes of a line as text for a terminal of some size. */
final class OutcomeText {
  /** With less a picture says nothing, so a lower screen scrolls. */
  private static final int LEAST_ROWS = 10;

  private final Renderer renderer;
  private final boolean narrate;
  private final boolean wraps;

  /** Breaks lines of words between words with {@code wraps}, and leaves them whole without. */
  OutcomeText(Renderer renderer, boolean narrate, boolean wraps) {
    this.renderer = renderer;
    this.narrate = narrate;
    this.wraps = wraps;
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
      case Part.Delivered delivered -> delivered.lines() + "\n";
      case Part.Glass glass -> line(StyledText.of("  ").plus(spoken(glass.line())), columns, 2);
      case Part.Picture shown -> picture(shown.picture(), columns, rows);
      case Part.Offered offered ->
          lines("> " + String.join("\n> ", offered.lines()), Style.PLAIN, columns);
      case Part.Said said -> lines(spoken(said.text()), Style.PLAIN, columns);
      case Part.Problem problem -> lines(spoken(problem.what()), Style.WRONG, columns);
    };
  }

  private String picture(Picture picture, int columns, int rows) {
    if (narrate) {
      return lines(Spoken.words(picture.narration()), Style.PLAIN, columns);
    }
    int room = Math.min(Math.max(LEAST_ROWS, rows - 1), picture.rows(columns));
    return renderer.render(picture.draw(columns, room));
  }

  private String spoken(String text) {
    return narrate ? Spoken.words(text) : text;
  }

  private StyledText spoken(StyledText text) {
    return narrate ? Spoken.words(text) : text;
  }

  private String lines(String text, Style style, int columns) {
    StringBuilder out = new StringBuilder();
    for (int from = 0; from <= text.length(); ) {
      int end = text.indexOf('\n', from);
      if (end < 0) {
        end = text.length();
      }
      String line = text.substring(from, end);
      out.append(line(StyledText.of(line, style), columns, Wrapping.indent(line, columns)));
      from = end + 1;
    }
    return out.toString();
  }

  private String line(StyledText text, int columns, int indent) {
    if (!wraps) {
      return renderer.render(text) + "\n";
    }
    StringBuilder out = new StringBuilder();
    for (StyledText each : Wrapping.lines(renderer.shown(text), columns, indent)) {
      out.append(renderer.render(each)).append('\n');
    }
    return out.toString();
  }
}
