package dev.kvarium.wire;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.CommandText;
import java.util.ArrayList;
import java.util.List;

/** What bytes between servers are, for people: requests as they would be typed, files by size. */
public final class WireText {
  private static final int SHOWN = 60;
  private static final int LONGEST_LINE = 120;
  private static final int NAMED = 3;

  private WireText() {}

  /** A short line about these bytes. */
  public static String of(byte[] bytes) {
    if (bytes.length == 0) {
      return "";
    }
    return switch (bytes[0]) {
      case '*' -> requests(bytes);
      case '$' -> file(bytes);
      case '\n' -> "a sign of life";
      default -> line(bytes);
    };
  }

  private static String line(byte[] bytes) {
    int end = Bytes.indexOf(bytes, (byte) '\r', 0);
    int length = Math.min(LONGEST_LINE, end < 0 ? bytes.length : end);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(bytes[i] >= ' ' && bytes[i] < 0x7f ? (char) bytes[i] : '.');
    }
    return text.toString();
  }

  private static String file(byte[] bytes) {
    return "all data, " + bytes.length + " bytes";
  }

  private static String requests(byte[] bytes) {
    RespParser parser = new RespParser();
    parser.feed(bytes, 0, bytes.length);
    List<String> texts = new ArrayList<>();
    int count = 0;
    try {
      while (parser.next()) {
        if (count++ < NAMED) {
          texts.add(CommandText.of(parser.args(), SHOWN));
        }
      }
    } catch (ProtocolError notRequests) {
      return bytes.length + " bytes";
    }
    if (count == 0) {
      return bytes.length + " bytes";
    }
    return String.join(", ", texts)
        + (count > texts.size() ? " and " + (count - texts.size()) + " more" : "");
  }
}
