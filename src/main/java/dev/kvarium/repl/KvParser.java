package dev.kvarium.repl;

import dev.kvarium.lab.Typing;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/**
 * Tells JLine when a line is complete, and which word completion replaces: the one that ends at the
 * cursor.
 */
final class KvParser implements Parser {
  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    boolean cancelled = context == ParseContext.ACCEPT_LINE && line.endsWith("\n");
    boolean asked = context == ParseContext.ACCEPT_LINE || context == ParseContext.SECONDARY_PROMPT;
    if (asked && !cancelled && Typing.continues(line)) {
      // what is missing stands before the prompt of the next line
      throw new EOFError(-1, -1, "more is to come", Typing.openQuote(line));
    }
    return new Typed(line, cursor);
  }

  @Override
  public boolean isEscapeChar(char c) {
    return false;
  }

  /** What JLine asks about a line; the rest it does not need. */
  private static final class Typed implements CompletingParsedLine {
    private final String line;
    private final int cursor;
    private final int start;

    Typed(String line, int cursor) {
      this.line = line;
      this.cursor = cursor;
      this.start = Typing.wordStart(line.substring(0, cursor));
    }

    private boolean isQuoted() {
      return start < cursor && (line.charAt(start) == '"' || line.charAt(start) == '\'');
    }

    @Override
    public String word() {
      return line.substring(isQuoted() ? start + 1 : start, cursor);
    }

    @Override
    public int wordCursor() {
      return word().length();
    }

    @Override
    public int wordIndex() {
      return 0;
    }

    @Override
    public List<String> words() {
      return List.of(word());
    }

    @Override
    public String line() {
      return line;
    }

    @Override
    public int cursor() {
      return cursor;
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      // what is only begun is empty when nothing was typed; JLine takes back as much as this gives
      boolean nothingYet = candidate.isEmpty() && !complete;
      if (!isQuoted() && (nothingYet || !Typing.needsQuotes(candidate))) {
        return candidate;
      }
      return "\"" + candidate + (complete ? "\"" : "");
    }

    @Override
    public int rawWordCursor() {
      return cursor - start;
    }

    @Override
    public int rawWordLength() {
      return cursor - start;
    }
  }
}
