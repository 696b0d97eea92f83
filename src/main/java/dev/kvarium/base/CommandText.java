package dev.kvarium.base;

import java.util.Arrays;

/**
 * A command on one line, as it could be typed: words that need it stand in quotes, {@code SET a
 * "two words"}. Text in UTF-8 stays readable, other bytes are escaped as {@code \xHH}.
 */
public final class CommandText {
  private static final char ELLIPSIS = '…';

  private CommandText() {}

  /** The whole command. */
  public static String of(byte[][] argv) {
    return of(argv, Integer.MAX_VALUE);
  }

  /** The command, its text cut after so many characters and an ellipsis. */
  public static String of(byte[][] argv, int most) {
    StringBuilder text = new StringBuilder(32);
    for (int i = 0; i < argv.length; i++) {
      if (i > 0) {
        text.append(' ');
      }
      int room = most - text.length();
      if (room <= 0) {
        break;
      }
      append(text, argv[i], room);
    }
    if (text.length() > most) {
      text.setLength(most - 1);
      text.append(ELLIPSIS);
    }
    return text.toString();
  }

  /**
   * Appends a word; of one that is much longer than the room for it, a part that fills the room.
   */
  private static void append(StringBuilder text, byte[] word, int room) {
    int length = word.length;
    if (length - 3 > room) {
      length = room + 3;
    }
    boolean ascii = true;
    boolean plain = length > 0;
    for (int i = 0; i < length; i++) {
      byte b = word[i];
      if (b < 0) {
        ascii = false;
      } else if (b <= ' ' || b == '"' || b == '\'' || b == '\\' || b == 0x7f) {
        plain = false;
      }
    }
    if (plain && ascii) {
      for (int i = 0; i < length; i++) {
        text.append((char) word[i]);
      }
      return;
    }
    byte[] shown = length == word.length ? word : Arrays.copyOf(word, length);
    if (plain && Utf8.isText(shown)) {
      text.append(Bytes.text(shown));
    } else {
      text.append(Bytes.repr(shown));
    }
  }
}
