package dev.kvarium.tui;

import dev.kvarium.view.Ascii;
import dev.kvarium.view.Canvas;
import dev.kvarium.view.Picture;
import dev.kvarium.view.Spoken;
import dev.kvarium.view.Style;
import dev.kvarium.view.StyledText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A line of the transcript, or a picture in it. It is laid out when it is drawn, so that it fits
 * whatever size the screen has by then.
 *
 * @param text empty where there is a picture
 * @param ours whether the lab says it, so that its signs may be told in words; what was typed and
 *     what a server replied stays as it is
 */
record Paragraph(StyledText text, Optional<Picture> picture, boolean ours) {
  /** A line that was typed, or that a server replied. */
  static Paragraph of(StyledText line) {
    return new Paragraph(line, Optional.empty(), false);
  }

  /** A line of the lab's own. */
  static Paragraph ours(StyledText line) {
    return new Paragraph(line, Optional.empty(), true);
  }

  static Paragraph of(Picture picture) {
    return new Paragraph(StyledText.EMPTY, Optional.of(picture), true);
  }

  /** Its rows at so many columns. */
  List<StyledText> rows(int columns, boolean narrating, boolean ascii, Gallery gallery) {
    List<StyledText> lines = new ArrayList<>();
    if (picture.isEmpty()) {
      lines.add(narrating && ours ? Spoken.words(text) : text);
    } else if (narrating) {
      for (String each : Spoken.words(picture.get().narration()).split("\n", -1)) {
        lines.add(StyledText.of(each));
      }
    } else {
      Canvas drawn = gallery.draw(picture.get(), columns, picture.get().rows(columns));
      for (int y = 0; y < drawn.height(); y++) {
        lines.add(row(drawn, y));
      }
    }
    List<StyledText> rows = new ArrayList<>();
    for (StyledText each : lines) {
      rows.addAll(Wrapping.of(ascii ? Ascii.text(each) : each, columns));
    }
    return rows;
  }

  private static StyledText row(Canvas canvas, int y) {
    List<StyledText.Piece> pieces = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    Style style = canvas.style(0, y);
    int end = canvas.row(y).length();
    int written = 0;
    for (int x = 0; x < canvas.width() && written < end; x++) {
      if (!canvas.style(x, y).equals(style)) {
        pieces.add(new StyledText.Piece(text.toString(), style));
        text.setLength(0);
        style = canvas.style(x, y);
      }
      if (canvas.codePoint(x, y) != Canvas.COVERED) {
        text.appendCodePoint(canvas.codePoint(x, y));
        written += Character.charCount(canvas.codePoint(x, y));
      }
    }
    pieces.add(new StyledText.Piece(text.toString(), style));
    return new StyledText(pieces);
  }
}
