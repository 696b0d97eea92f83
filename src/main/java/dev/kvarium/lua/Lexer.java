package dev.kvarium.lua;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Cuts the text of a script into words, and says where in it an error is.
 *
 * <p>The word looked at is in {@link #token}; of a name or string {@link #string}, of a number
 * {@link #number}, of a single character {@link #character} holds what it is.
 */
final class Lexer {
  private static final Map<String, Token> RESERVED =
      Stream.of(Token.values())
          .filter(Token::isReserved)
          .collect(Collectors.toUnmodifiableMap(each -> each.text, each -> each));

  private static final int END = -1;

  private final byte[] text;
  private final String chunk;
  private final Heap heap;
  private int at;
  private int current;

  /** The line being read. */
  int line = 1;

  /** The line of the word before the one looked at. */
  int lastLine = 1;

  Token token = Token.EOF;
  int character;
  LuaString string = LuaString.EMPTY;
  double number;
  private String raw = "";

  private boolean ahead;
  private Token nextToken = Token.EOF;
  private int nextCharacter;
  private LuaString nextString = LuaString.EMPTY;
  private double nextNumber;

  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();

  Lexer(byte[] text, String chunk, Heap heap) {
    this.text = text;
    this.chunk = chunk;
    this.heap = heap;
    this.current = text.length == 0 ? END : text[0] & 255;
  }

  /** Goes on to the next word. */
  void next() {
    lastLine = line;
    if (ahead) {
      ahead = false;
      token = nextToken;
      character = nextCharacter;
      string = nextString;
      number = nextNumber;
    } else {
      token = scan();
    }
  }

  /** The word after the one looked at. */
  Token peek() {
    Token keptToken = token;
    int keptCharacter = character;
    LuaString keptString = string;
    double keptNumber = number;
    nextToken = scan();
    nextCharacter = character;
    nextString = string;
    nextNumber = number;
    ahead = true;
    token = keptToken;
    character = keptCharacter;
    string = keptString;
    number = keptNumber;
    return nextToken;
  }

  /** Whether the word after the one looked at, which was peeked at, is this character. */
  boolean peekedIs(char wanted) {
    return nextToken == Token.CHARACTER && nextCharacter == wanted;
  }

  boolean is(char wanted) {
    return token == Token.CHARACTER && character == wanted;
  }

  /** An error at the word looked at. */
  LuaError syntaxError(String message) {
    return error(message, near());
  }

  /** An error that names no word. */
  LuaError limitError(String message) {
    return new LuaError(chunk + ":" + line + ": " + message);
  }

  private LuaError error(String message, String near) {
    return new LuaError(chunk + ":" + line + ": " + message + " near '" + near + "'");
  }

  private String near() {
    return switch (token) {
      case NAME, STRING, NUMBER -> cString(raw);
      case CHARACTER -> characterText(character);
      default -> token.text;
    };
  }

  static String characterText(int character) {
    return character < 32 || character == 127
        ? "char(" + character + ")"
        : String.valueOf((char) character);
  }

  private static String cString(String text) {
    int zero = text.indexOf('\0');
    return zero < 0 ? text : text.substring(0, zero);
  }

  private LuaError rawError(String message) {
    return error(message, cString(buffer.toString(java.nio.charset.StandardCharsets.ISO_8859_1)));
  }

  private LuaError endError(String message) {
    return error(message, Token.EOF.text);
  }

  private void advance() {
    at++;
    current = at < text.length ? text[at] & 255 : END;
  }

  private void keep() {
    buffer.write(current);
    advance();
  }

  private boolean isLineEnd() {
    return current == '\n' || current == '\r';
  }

  private void newLine() {
    int first = current;
    advance();
    if (isLineEnd() && current != first) {
      advance();
    }
    line++;
  }

  private Token scan() {
    buffer.reset();
    while (true) {
      switch (current) {
        case END -> {
          return Token.EOF;
        }
        case '\n', '\r' -> newLine();
        case ' ', '\t', '\f', 0x0b -> advance();
        case '-' -> {
          advance();
          if (current != '-') {
            return single('-');
          }
          comment();
        }
        case '[' -> {
          int level = longOpening();
          if (level >= 0) {
            longText(level, true);
            return Token.STRING;
          }
          if (level == -1) {
            return single('[');
          }
          throw rawError("invalid long string delimiter");
        }
        case '=' -> {
          return pair('=', '=', Token.EQ);
        }
        case '<' -> {
          return pair('<', '=', Token.LE);
        }
        case '>' -> {
          return pair('>', '=', Token.GE);
        }
        case '~' -> {
          return pair('~', '=', Token.NE);
        }
        case '"', '\'' -> {
          quoted(current);
          return Token.STRING;
        }
        case '.' -> {
          keep();
          if (current == '.') {
            keep();
            if (current == '.') {
              keep();
              return Token.DOTS;
            }
            return Token.CONCAT;
          }
          if (!isDigit(current)) {
            return single('.');
          }
          readNumber();
          return Token.NUMBER;
        }
        default -> {
          if (isDigit(current)) {
            readNumber();
            return Token.NUMBER;
          }
          if (isNamePart(current)) {
            return name();
          }
          int only = current;
          advance();
          return single(only);
        }
      }
    }
  }

  private Token single(int only) {
    character = only;
    return Token.CHARACTER;
  }

  private Token pair(int first, int second, Token both) {
    advance();
    if (current == second) {
      advance();
      return both;
    }
    return single(first);
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isNamePart(int c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || isDigit(c);
  }

  private Token name() {
    while (isNamePart(current)) {
      keep();
    }
    take();
    Token reserved = RESERVED.get(raw);
    if (reserved != null) {
      return reserved;
    }
    string = LuaString.of(raw);
    return Token.NAME;
  }

  private void take() {
    raw = buffer.toString(java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  private void readNumber() {
    while (isDigit(current) || current == '.') {
      keep();
    }
    if (current == 'e' || current == 'E') {
      keep();
      if (current == '+' || current == '-') {
        keep();
      }
    }
    while (isNamePart(current)) {
      keep();
    }
    take();
    double value = NumberText.parse(buffer.toByteArray());
    if (NumberText.isNone(value)) {
      throw rawError("malformed number");
    }
    number = value;
  }

  private void comment() {
    advance();
    if (current == '[') {
      int level = longOpening();
      buffer.reset();
      if (level >= 0) {
        longText(level, false);
        buffer.reset();
        return;
      }
    }
    while (!isLineEnd() && current != END) {
      advance();
    }
  }

  /**
   * Reads {@code [==} or {@code ]==}: how many equal signs when the bracket follows, else below.
   */
  private int longOpening() {
    int bracket = current;
    int signs = 0;
    keep();
    while (current == '=') {
      keep();
      signs++;
    }
    return current == bracket ? signs : -signs - 1;
  }

  private void longText(int level, boolean wanted) {
    keep();
    if (isLineEnd()) {
      newLine();
    }
    while (true) {
      switch (current) {
        case END -> throw endError(wanted ? "unfinished long string" : "unfinished long comment");
        case '[' -> {
          if (longOpening() == level) {
            keep();
            if (level == 0) {
              throw error("nesting of [[...]] is deprecated", "[");
            }
          }
        }
        case ']' -> {
          if (longOpening() == level) {
            keep();
            if (wanted) {
              take();
              string = LuaString.of(raw.substring(2 + level, raw.length() - 2 - level));
              heap.take(string.length());
            }
            return;
          }
        }
        case '\n', '\r' -> {
          buffer.write('\n');
          newLine();
          if (!wanted) {
            buffer.reset();
          }
        }
        default -> {
          if (wanted) {
            keep();
          } else {
            advance();
          }
        }
      }
    }
  }

  private void quoted(int quote) {
    keep();
    while (current != quote) {
      switch (current) {
        case END -> throw endError("unfinished string");
        case '\n', '\r' -> throw rawError("unfinished string");
        case '\\' -> escape();
        default -> keep();
      }
    }
    keep();
    take();
    string = LuaString.of(raw.substring(1, raw.length() - 1));
    heap.take(string.length());
  }

  private void escape() {
    advance();
    switch (current) {
      case 'a' -> put(7);
      case 'b' -> put('\b');
      case 'f' -> put('\f');
      case 'n' -> put('\n');
      case 'r' -> put('\r');
      case 't' -> put('\t');
      case 'v' -> put(0x0b);
      case '\n', '\r' -> {
        buffer.write('\n');
        newLine();
      }
      case END -> {}
      default -> {
        if (!isDigit(current)) {
          keep();
          return;
        }
        int code = 0;
        for (int i = 0; i < 3 && isDigit(current); i++) {
          code = code * 10 + current - '0';
          advance();
        }
        if (code > 255) {
          throw rawError("escape sequence too large");
        }
        buffer.write(code);
      }
    }
  }

  private void put(int code) {
    buffer.write(code);
    advance();
  }
}
