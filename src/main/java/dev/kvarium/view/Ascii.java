package dev.kvarium.view;

/** The stand-ins of the glyphs for terminals that have none but the characters of ASCII. */
public final class Ascii {
  private Ascii() {}

  /** The stand-in for one cell. Other characters of the data, which have none, become {@code ?}. */
  public static char cell(int codePoint) {
    if (codePoint < 0x7f) {
      return (char) codePoint;
    }
    return switch (codePoint) {
      case '█' -> '#';
      case '▓', '▉', '▊', '▋' -> '=';
      case '▒', '▌', '▍', '▚' -> '-';
      case '░', '▎', '▏', '·', '…', '×' -> '.';
      case '─', '━', '╌', '┄' -> '-';
      case '│', '┃', '▕' -> '|';
      case '┌', '┐', '└', '┘', '├', '┤', '┬', '┴', '┼', '●', '╭', '╮', '╰', '╯' -> '+';
      case '→', '▶' -> '>';
      case '←', '◀' -> '<';
      case '▲', '↑' -> '^';
      case '▼', '↓' -> 'v';
      case '✕' -> 'x';
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
        default -> out.append(cell(codePoint));
      }
    }
    return out.toString();
  }
}
