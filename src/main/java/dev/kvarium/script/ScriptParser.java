package dev.kvarium.script;

import dev.kvarium.lab.Part;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads a script; see {@link ScriptLine} for its lines. */
public final class ScriptParser {
  /** A longer line is taken for a mistake; in characters. */
  public static final int LONGEST_LINE = 16 << 20;

  private final String name;
  private final List<ScriptLine> lines = new ArrayList<>();
  private boolean takesExpected;
  private boolean takesDeliveries;

  private ScriptParser(String name) {
    this.name = name;
  }

  /** Reads the bytes of a file, which must be UTF-8 text. */
  public static Script parse(String name, byte[] bytes) throws UnusableScript {
    return parse(name, decode(name, bytes));
  }

  /** The text that the bytes of a file are, if they are UTF-8 text. */
  public static String decode(String name, byte[] bytes) throws UnusableScript {
    int line = 1;
    for (byte each : bytes) {
      if (each == 0) {
        throw new UnusableScript(
            name, line, "holds a NUL byte, so it is not a text; a script is UTF-8 text (.kv)");
      }
      if (each == '\n') {
        line++;
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException wrong) {
      throw new UnusableScript(
          name,
          firstMalformedLine(bytes),
          "is not UTF-8 text; save it as UTF-8, and write other bytes as \"\\xHH\" in quotes");
    }
  }

  /** Reads a text. */
  public static Script parse(String name, String text) throws UnusableScript {
    ScriptParser parser = new ScriptParser(name);
    int start = 0;
    int number = 1;
    while (start < text.length()) {
      int feed = text.indexOf('\n', start);
      int end = feed < 0 ? text.length() : feed + 1;
      if (end - start > LONGEST_LINE) {
        throw new UnusableScript(
            name,
            number,
            "is a line of "
                + (end - start)
                + " characters; a line holds at most "
                + LONGEST_LINE
                + ": split the command, or let APPEND or SETRANGE make a long value");
      }
      ScriptLine line = parser.line(number, text.substring(start, end));
      parser.lines.add(line);
      start = end;
      number++;
    }
    return new Script(name, parser.lines);
  }

  private ScriptLine line(int number, String source) throws UnusableScript {
    String body = ScriptLine.withoutEnd(source);
    if (number == 1 && !body.isEmpty() && body.charAt(0) == '\uFEFF') {
      body = body.substring(1);
    }
    if (body.isBlank()) {
      takesExpected = false;
      return new ScriptLine.Blank(number, source);
    }
    char mark = body.charAt(0);
    takesDeliveries &= isDelivery(body);
    switch (mark) {
      case '#' -> {
        takesExpected = false;
        return new ScriptLine.Prose(number, source, body.substring(1).strip());
      }
      case '>' -> {
        takesExpected = true;
        return new ScriptLine.Input(number, source, "", "", marked(number, body, "a command"));
      }
      case ':' -> {
        takesExpected = true;
        if (body.length() == 1 || body.charAt(1) == ' ') {
          throw new UnusableScript(
              name, number, "':' needs the name of a directive right behind it, as in ':help'");
        }
        return new ScriptLine.Directive(number, source, body.substring(1).strip());
      }
      case '+' -> {
        takesExpected = false;
        takesDeliveries = true;
        return new ScriptLine.Wait(number, source, marked(number, body, "a duration, '+ 500ms'"));
      }
      case '~' -> {
        takesExpected = false;
        return new ScriptLine.Fact(
            number, source, marked(number, body, "a fact, '~ KeyEvent.Expired session:1'"));
      }
      case '?' -> {
        takesExpected = false;
        return new ScriptLine.Metric(
            number, source, marked(number, body, "a metric, '? keys == 1'"));
      }
      default -> {
        int arrow = clientArrow(body);
        return arrow > 0 ? namedInput(number, source, body, arrow) : expected(number, source, body);
      }
    }
  }

  private ScriptLine namedInput(int number, String source, String body, int arrow)
      throws UnusableScript {
    String who = body.substring(0, arrow);
    int at = who.indexOf('@');
    String client = at < 0 ? who : who.substring(0, at);
    String node = at < 0 ? "" : who.substring(at + 1);
    takesExpected = true;
    return new ScriptLine.Input(
        number, source, client, node, marked(number, body.substring(arrow), "a command"));
  }

  private ScriptLine expected(int number, String source, String body) throws UnusableScript {
    if (!takesExpected && !(takesDeliveries && isDelivery(body))) {
      throw new UnusableScript(
          name,
          number,
          "'"
              + excerpt(body)
              + "' expects a reply, but no command stands right above it; put '> ' before a"
              + " command, '# ' before prose");
    }
    if (body.charAt(0) != '|') {
      return new ScriptLine.Expected(number, source, body.stripTrailing());
    }
    if (body.length() > 1 && body.charAt(1) != ' ') {
      throw new UnusableScript(
          name, number, "'|' starts a line of an expected reply: put a space behind it");
    }
    return new ScriptLine.Expected(
        number, source, body.length() < 2 ? "" : body.substring(2).stripTrailing());
  }

  /** What follows a mark and its space; there must be something. */
  private String marked(int number, String body, String what) throws UnusableScript {
    if (body.length() > 1 && body.charAt(1) != ' ') {
      throw new UnusableScript(
          name,
          number,
          "put a space behind '"
              + body.charAt(0)
              + "', or '| ' before the line if it is part of a reply");
    }
    String text = body.substring(1).strip();
    if (text.isEmpty()) {
      throw new UnusableScript(name, number, "'" + body.charAt(0) + "' needs " + what);
    }
    return text;
  }

  /**
   * Where the {@code >} of {@code name>} or {@code name@node>} stands; 0 if the line is not one.
   */
  private static int clientArrow(String body) {
    boolean at = false;
    int start = 0;
    for (int i = 0; i < body.length(); i++) {
      char each = body.charAt(i);
      if (each == '>') {
        return i > start && (i + 1 == body.length() || body.charAt(i + 1) == ' ') ? i : 0;
      }
      if (each == '@') {
        if (at || i == 0) {
          return 0;
        }
        at = true;
        start = i + 1;
      } else if (!isNameCharacter(each)) {
        return 0;
      }
    }
    return 0;
  }

  private static boolean isNameCharacter(char each) {
    return (each >= 'a' && each <= 'z')
        || (each >= 'A' && each <= 'Z')
        || (each >= '0' && each <= '9')
        || each == '-'
        || each == '_'
        || each == '.';
  }

  /** Whether a line may stand beneath one that lets time pass. */
  private static boolean isDelivery(String body) {
    return body.equals(ScriptLine.PLACEHOLDER) || Part.Delivered.isLine(body);
  }

  /** An expected line that says the text, behind {@code |} where it would be read otherwise. */
  static String expectedLine(String text) {
    if (text.isBlank()) {
      return "|";
    }
    boolean marked =
        "#>:+~?|".indexOf(text.charAt(0)) >= 0
            || text.charAt(0) == '\uFEFF'
            || text.equals(ScriptLine.PLACEHOLDER)
            || clientArrow(text) > 0;
    return marked ? "| " + text : text;
  }

  private static String excerpt(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  private static int firstMalformedLine(byte[] bytes) {
    int line = 1;
    int start = 0;
    for (int i = 0; i <= bytes.length; i++) {
      if (i == bytes.length || bytes[i] == '\n') {
        try {
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, i - start));
        } catch (CharacterCodingException wrong) {
          return line;
        }
        start = i + 1;
        line++;
      }
    }
    return 0;
  }
}
