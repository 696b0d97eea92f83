package dev.kvarium.tui;

/**
 * The line that is being typed.
 *
 * @param cursor index of the character on which the cursor stands; the length of the text at its
 *     end
 */
record InputLine(String text, int cursor) {
  static final InputLine EMPTY = new InputLine("", 0);

  static InputLine of(String text) {
    return new InputLine(text, text.length());
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  /** What stands before the cursor. */
  String left() {
    return text.substring(0, cursor);
  }

  String right() {
    return text.substring(cursor);
  }

  InputLine insert(String more) {
    return new InputLine(left() + more + right(), cursor + more.length());
  }

  InputLine backspace() {
    int to = before();
    return new InputLine(text.substring(0, to) + right(), to);
  }

  InputLine delete() {
    return new InputLine(left() + text.substring(behind()), cursor);
  }

  InputLine moveLeft() {
    return new InputLine(text, before());
  }

  InputLine moveRight() {
    return new InputLine(text, behind());
  }

  InputLine home() {
    return new InputLine(text, 0);
  }

  InputLine end() {
    return of(text);
  }

  InputLine wordLeft() {
    int at = cursor;
    while (at > 0 && text.charAt(at - 1) == ' ') {
      at--;
    }
    while (at > 0 && text.charAt(at - 1) != ' ') {
      at--;
    }
    return new InputLine(text, at);
  }

  InputLine wordRight() {
    int at = cursor;
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    while (at < text.length() && text.charAt(at) != ' ') {
      at++;
    }
    return new InputLine(text, at);
  }

  InputLine killWord() {
    int to = wordLeft().cursor;
    return new InputLine(text.substring(0, to) + right(), to);
  }

  InputLine killToEnd() {
    return of(left());
  }

  private int before() {
    return cursor == 0 ? 0 : text.offsetByCodePoints(cursor, -1);
  }

  private int behind() {
    return cursor == text.length() ? cursor : text.offsetByCodePoints(cursor, 1);
  }
}
