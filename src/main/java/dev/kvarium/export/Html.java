package dev.kvarium.export;

/** Text as it stands in a page. */
final class Html {
  private Html() {}

  /** Text with what HTML would take for its own made harmless; also within double quotes. */
  static String text(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      switch (codePoint) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '"' -> out.append("&quot;");
        case '\n', '\t' -> out.appendCodePoint(codePoint);
        default -> out.appendCodePoint(isText(codePoint) ? codePoint : '\ufffd');
      }
    }
    return out.toString();
  }

  private static boolean isText(int codePoint) {
    return codePoint >= ' '
        && (codePoint < 0x7f || codePoint >= 0xa0)
        && (codePoint < 0xd800 || codePoint >= 0xe000)
        && (codePoint & 0xfffe) != 0xfffe;
  }
}
