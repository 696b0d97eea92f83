package dev.kvarium.view;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The stand-ins of the glyphs for terminals that have none but the characters of ASCII. */
public final class Ascii {
  private Ascii() {}

  /** The stand-in for one cell. Other characters of the data have none: {@code ?}. */
  public static char cell(int codePoint) {
    if (codePoint < 0x7f) {
      return (char) codePoint;
    }
    return switch (codePoint) {
      case '█' -> '#';
      case '▓', '▉', '▊', '▋' -> '=';
      case '▒', '▌', '▍', '▚' -> '-';
      case '░', '▎', '▏', '·' -> '.';
      case '…' -> '~';
      case '─', '━', '╌', '┄', '—' -> '-';
      case '│', '┃', '▕' -> '|';
      case '┌', '┐', '└', '┘', '├', '┤', '┬', '┴', '┼', '●', '╭', '╮', '╰', '╯' -> '+';
      case '→', '▶' -> '>';
      case '←', '◀' -> '<';
      case '▲', '↑' -> '^';
      case '▼', '↓' -> 'v';
      case '✕', '×' -> 'x';
      case '▁', '▂' -> '_';
      case '▃', '▄', '▅' -> 'o';
      case '▆', '▇' -> 'O';
      case 'µ' -> 'u';
      case '≤' -> '<';
      case '≥' -> '>';
      default -> '?';
    };
  }

  /** A line that need not keep its columns: arrows become {@code ->}. */
  static String line(String text) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      switch (codePoint) {
        case '→' -> out.append("->");
        case '←' -> out.append("<-");
        case '…' -> out.append("...");
        case '≤' -> out.append("<=");
        case '≥' -> out.append(">=");
        case '·' -> out.append('-');
        default -> out.append(stands(codePoint) ? "" + cell(codePoint) : escaped(codePoint));
      }
    }
    return out.toString();
  }

  /** Text that need not keep its columns. */
  public static StyledText text(StyledText text) {
    List<StyledText.Piece> pieces = new ArrayList<>();
    for (StyledText.Piece each : text.pieces()) {
      pieces.add(new StyledText.Piece(line(each.text()), each.style()));
    }
    return new StyledText(pieces);
  }

  /**
   * A canvas of ASCII alone. What of the data has no stand-in is escaped, for which the blanks
   * behind it give way, all but one of each gap; what then goes beyond the row is cut.
   */
  public static Canvas canvas(Canvas from) {
    Canvas canvas = new Canvas(from.width(), from.height());
    for (int y = 0; y < from.height(); y++) {
      int at = 0;
      for (int x = 0; x < from.width(); x++) {
        int codePoint = from.codePoint(x, y);
        boolean inGap = codePoint == ' ' && x > 0 && from.codePoint(x - 1, y) == ' ';
        if (codePoint == Canvas.COVERED || inGap && at > x) {
          continue;
        }
        Style style = from.style(x, y);
        String shown = stands(codePoint) ? "" + cell(codePoint) : escaped(codePoint);
        if (codePoint == '·' && isFree(from, x + 1, y, 1) && x > 0 && isFree(from, x - 1, y, 1)) {
          shown = "-"; // between two words, as in a line; in a row of them it stays a dot
        }
        if (codePoint == '…' && isFree(from, x + 1, y, 3)) {
          shown = "...";
        }
        if (at + shown.length() <= canvas.width()) {
          canvas.text(at, y, shown, style);
        } else if (!shown.equals(" ")) {
          canvas.text(canvas.width() - 1, y, ">", style);
          break;
        }
        at += shown.length();
      }
    }
    return canvas;
  }

  /** Whether so many cells from one on are blank. */
  private static boolean isFree(Canvas canvas, int x, int y, int cells) {
    for (int at = x; at < x + cells; at++) {
      if (at >= canvas.width() || canvas.codePoint(at, y) != ' ') {
        return false;
      }
    }
    return true;
  }

  /** Whether one cell says all of a character. */
  private static boolean stands(int codePoint) {
    return codePoint == '?' || cell(codePoint) != '?';
  }

  /** The bytes of a character, each as {@code \xHH}. */
  private static String escaped(int codePoint) {
    StringBuilder out = new StringBuilder();
    for (byte each : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
      out.append("\\x").append(HexFormat.of().toHexDigits(each));
    }
    return out.toString();
  }
}
