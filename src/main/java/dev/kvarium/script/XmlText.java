package dev.kvarium.script;

/** Text as XML has it. */
public final class XmlText {
  private static final String HEX = "0123456789abcdef";

  private XmlText() {}

  /** Text for XML 1.0; what XML cannot hold at all is written as {@code \\u0001}. */
  public static String escaped(String text) {
    StringBuilder xml = new StringBuilder(text.length() + 16);
    int i = 0;
    while (i < text.length()) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      switch (point) {
        case '&' -> xml.append("&amp;");
        case '<' -> xml.append("&lt;");
        case '>' -> xml.append("&gt;");
        case '"' -> xml.append("&quot;");
        case '\n' -> xml.append("&#10;");
        case '\r' -> xml.append("&#13;");
        case '\t' -> xml.append("&#9;");
        default -> {
          if (isXml(point)) {
            xml.appendCodePoint(point);
          } else {
            xml.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
              xml.append(HEX.charAt(point >> shift & 15));
            }
          }
        }
      }
    }
    return xml.toString();
  }

  private static boolean isXml(int point) {
    return (point >= 0x20 && point <= 0xd7ff)
        || (point >= 0xe000 && point <= 0xfffd)
        || point >= 0x10000;
  }
}
