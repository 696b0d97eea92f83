package dev.kvarium.view;

import java.util.ArrayList;
import java.util.List;

/** A line of text in pieces, each with its style. Holds no control characters. */
public record StyledText(List<Piece> pieces) {
  public static final StyledText EMPTY = new StyledText(List.of());

  public StyledText {
    pieces = List.copyOf(pieces);
  }

  /** Text of one style. */
  public record Piece(String text, Style style) {}

  public static StyledText of(String text, Style style) {
    return new StyledText(List.of(new Piece(text, style)));
  }

  public static StyledText of(String text) {
    return of(text, Style.PLAIN);
  }

  /** This and more behind it. */
  public StyledText plus(String text, Style style) {
    List<Piece> more = new ArrayList<>(pieces);
    more.add(new Piece(text, style));
    return new StyledText(more);
  }

  public StyledText plus(StyledText other) {
    List<Piece> more = new ArrayList<>(pieces);
    more.addAll(other.pieces);
    return new StyledText(more);
  }

  public boolean isEmpty() {
    for (Piece piece : pieces) {
      if (!piece.text().isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** The words alone. */
  public String text() {
    StringBuilder out = new StringBuilder();
    for (Piece piece : pieces) {
      out.append(piece.text());
    }
    return out.toString();
  }
}
