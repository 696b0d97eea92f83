package dev.kvarium.tui;

import com.googlecode.lanterna.TerminalPosition;
import com.googlecode.lanterna.input.CharacterPattern;
import com.googlecode.lanterna.input.KeyDecodingProfile;
import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import com.googlecode.lanterna.input.MouseAction;
import com.googlecode.lanterna.input.MouseActionType;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a terminal sends for each key, in one pattern.
 *
 * <p>Lanterna's own profile waits after Enter for what might follow and takes {@code ESC O A} for
 * Alt and O; this one knows where every sequence ends. Sources: ECMA-48, 5.4 for the form of
 * control sequences; XTerm Control Sequences, "PC-Style Function Keys" and "Mouse Tracking".
 */
final class KeyPattern implements CharacterPattern, KeyDecodingProfile {
  private static final char ESCAPE = 0x1b;
  private static final int LONGEST = 32;
  private static final Matching MORE = new Matching(true, null);

  @Override
  public Collection<CharacterPattern> getPatterns() {
    return List.of(this);
  }

  @Override
  public @Nullable Matching match(List<Character> typed) {
    char first = typed.getFirst();
    if (first != ESCAPE) {
      return typed.size() == 1 ? new Matching(plain(first)) : null;
    }
    if (typed.size() == 1) {
      return new Matching(true, new KeyStroke(KeyType.Escape));
    }
    char second = typed.get(1);
    if (typed.size() == 2) {
      if (second == '[' || second == 'O') {
        return MORE;
      }
      return second == ESCAPE ? null : new Matching(alt(second));
    }
    if (typed.size() > LONGEST) {
      return null;
    }
    char last = typed.getLast();
    if (second == 'O') {
      return new Matching(lettered(last, ""));
    }
    if (typed.size() == 3 && last == '[') {
      return MORE; // the console of Linux sends ESC [ [ A for F1
    }
    if (last < '@' || last > '~') {
      return last >= ' ' && last < '@' ? MORE : null;
    }
    return new Matching(sequence(typed));
  }

  private static KeyStroke plain(char c) {
    return switch (c) {
      case '\r', '\n' -> new KeyStroke(KeyType.Enter);
      case '\t' -> new KeyStroke(KeyType.Tab);
      case 0x7f, '\b' -> new KeyStroke(KeyType.Backspace);
      default -> {
        if (c == 0 || c > 26 && c < ' ') {
          yield new KeyStroke(KeyType.Unknown);
        }
        yield c < ' '
            ? new KeyStroke((char) (c + 'a' - 1), true, false)
            : new KeyStroke(c, false, false);
      }
    };
  }

  private static KeyStroke alt(char c) {
    return c < ' ' || c == 0x7f ? new KeyStroke(KeyType.Unknown) : new KeyStroke(c, false, true);
  }

  private static KeyStroke sequence(List<Character> typed) {
    StringBuilder numbers = new StringBuilder();
    for (char c : typed.subList(2, typed.size() - 1)) {
      numbers.append(c);
    }
    char last = typed.getLast();
    if (numbers.toString().equals("[")) {
      return last >= 'A' && last <= 'E'
          ? new KeyStroke(function(last - 'A' + 1))
          : new KeyStroke(KeyType.Unknown);
    }
    if (numbers.length() > 0 && numbers.charAt(0) == '<') {
      return mouse(numbers.substring(1), last == 'M');
    }
    return last == '~' ? numbered(numbers.toString()) : lettered(last, numbers.toString());
  }

  /**
   * What the mouse did, {@code button;column;row} counted from 1: the lowest two bits of the button
   * are which, 4, 8 and 16 are shift, alt and control, 32 a move, 64 the wheel.
   */
  private static KeyStroke mouse(String numbers, boolean down) {
    String[] parts = numbers.split(";");
    try {
      int button = Integer.parseInt(parts[0]);
      TerminalPosition position =
          new TerminalPosition(
              Math.max(0, Integer.parseInt(parts[1]) - 1),
              Math.max(0, Integer.parseInt(parts[2]) - 1));
      MouseActionType type =
          (button & 64) != 0
              ? (button & 3) == 0 ? MouseActionType.SCROLL_UP : MouseActionType.SCROLL_DOWN
              : (button & 32) != 0
                  ? MouseActionType.DRAG
                  : down ? MouseActionType.CLICK_DOWN : MouseActionType.CLICK_RELEASE;
      return new MouseAction(type, (button & 3) + 1, position);
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException torn) {
      return new KeyStroke(KeyType.Unknown);
    }
  }

  private static KeyStroke lettered(char last, String numbers) {
    KeyType type =
        switch (last) {
          case 'A' -> KeyType.ArrowUp;
          case 'B' -> KeyType.ArrowDown;
          case 'C' -> KeyType.ArrowRight;
          case 'D' -> KeyType.ArrowLeft;
          case 'H' -> KeyType.Home;
          case 'F' -> KeyType.End;
          case 'P' -> KeyType.F1;
          case 'Q' -> KeyType.F2;
          case 'R' -> KeyType.F3;
          case 'S' -> KeyType.F4;
          case 'Z' -> KeyType.ReverseTab;
          case 'M' -> numbers.isEmpty() ? KeyType.Enter : KeyType.Unknown;
          default -> KeyType.Unknown;
        };
    return with(type, numbers);
  }

  private static KeyStroke numbered(String numbers) {
    int semicolon = numbers.indexOf(';');
    KeyType type =
        switch (semicolon < 0 ? numbers : numbers.substring(0, semicolon)) {
          case "1", "7" -> KeyType.Home;
          case "2" -> KeyType.Insert;
          case "3" -> KeyType.Delete;
          case "4", "8" -> KeyType.End;
          case "5" -> KeyType.PageUp;
          case "6" -> KeyType.PageDown;
          case "11" -> KeyType.F1;
          case "12" -> KeyType.F2;
          case "13" -> KeyType.F3;
          case "14" -> KeyType.F4;
          case "15" -> KeyType.F5;
          case "17" -> KeyType.F6;
          case "18" -> KeyType.F7;
          case "19" -> KeyType.F8;
          case "20" -> KeyType.F9;
          default -> KeyType.Unknown;
        };
    return with(type, numbers);
  }

  /** A key with its modifiers, one more than the sum of shift 1, alt 2 and control 4. */
  private static KeyStroke with(KeyType type, String numbers) {
    int semicolon = numbers.indexOf(';');
    int modifiers = 0;
    if (semicolon >= 0 && semicolon + 1 < numbers.length()) {
      modifiers = Math.max(0, numbers.charAt(semicolon + 1) - '1');
    }
    return new KeyStroke(type, (modifiers & 4) != 0, (modifiers & 2) != 0, (modifiers & 1) != 0);
  }

  private static KeyType function(int number) {
    return switch (number) {
      case 1 -> KeyType.F1;
      case 2 -> KeyType.F2;
      case 3 -> KeyType.F3;
      case 4 -> KeyType.F4;
      default -> KeyType.F5;
    };
  }
}
