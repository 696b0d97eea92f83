package dev.kvarium.view;

/**
 * How many columns of a terminal text takes: none for a combining mark, two for the characters of
 * East Asia that Unicode calls wide, one otherwise.
 *
 * <p>Source: Unicode Standard Annex 11, "East Asian Width", the ranges that are wide or full width
 * throughout; where a terminal disagrees it is about emoji, which our own pictures do not use.
 */
public final class Columns {
  private static final int[] WIDE = {
    0x1100, 0x115f, 0x2329, 0x232a, 0x2e80, 0x303e, 0x3041, 0x33ff, 0x3400, 0x4dbf, 0x4e00, 0xa4cf,
    0xa960, 0xa97f, 0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe10, 0xfe19, 0xfe30, 0xfe6f, 0xff00, 0xff60,
    0xffe0, 0xffe6, 0x16fe0, 0x18cff, 0x1aff0, 0x1b2ff, 0x1f300, 0x1f64f, 0x1f680, 0x1f6ff, 0x1f900,
    0x1f9ff, 0x1fa70, 0x1faff, 0x20000, 0x3fffd
  };

  private Columns() {}

  /** The columns of one character: 0, 1 or 2. */
  public static int of(int codePoint) {
    if (codePoint < 0x300) {
      return 1;
    }
    switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> {
        return 0;
      }
      default -> {}
    }
    for (int i = 0; i < WIDE.length; i += 2) {
      if (codePoint < WIDE[i]) {
        return 1;
      }
      if (codePoint <= WIDE[i + 1]) {
        return 2;
      }
    }
    return 1;
  }

  /** The columns of a text that holds no control characters. */
  public static int of(String text) {
    int columns = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      columns += of(codePoint);
      i += Character.charCount(codePoint);
    }
    return columns;
  }

  /** The text cut to so many columns, the last of them {@code …} where something was cut. */
  public static String cut(String text, int columns) {
    if (of(text) <= columns) {
      return text;
    }
    if (columns <= 0) {
      return "";
    }
    StringBuilder out = new StringBuilder();
    int used = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      int width = of(codePoint);
      if (used + width > columns - 1) {
        break;
      }
      out.appendCodePoint(codePoint);
      used += width;
      i += Character.charCount(codePoint);
    }
    return out.append('…').toString();
  }

  /**
   * A sentence cut where a part of it ends, or at least behind a word, so that no number loses its
   * last digits, with {@code …} behind it; within a word where too little would be left.
   */
  public static String cutWords(String text, int columns) {
    if (of(text) <= columns) {
      return text;
    }
    int end = -1;
    int joint = -1;
    for (int at = text.indexOf(' '); at > 0; at = text.indexOf(' ', at + 1)) {
      String kept = withoutJoint(text.substring(0, at));
      if (of(kept) + 2 > columns) {
        break;
      }
      end = kept.isBlank() ? end : kept.length();
      joint = kept.length() < at ? kept.length() : joint;
    }
    if (joint * 2 > columns) {
      end = joint;
    }
    return end * 2 < columns ? cut(text, columns) : text.substring(0, end) + " …";
  }

  /** Without what only joins the words to those that follow. */
  private static String withoutJoint(String text) {
    int end = text.length();
    while (end > 0 && " ·,:;→".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return text.substring(0, end);
  }

  /** The text, cut or filled up with spaces on its right to exactly so many columns. */
  public static String left(String text, int columns) {
    String cut = cut(text, columns);
    return cut + " ".repeat(Math.max(0, columns - of(cut)));
  }

  /** The text, cut or filled up with spaces on its left to exactly so many columns. */
  public static String right(String text, int columns) {
    String cut = cut(text, columns);
    return " ".repeat(Math.max(0, columns - of(cut))) + cut;
  }
}
