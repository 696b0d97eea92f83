package dev.kvarium.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The words of a typed line, split as redis-cli and the inline form of the protocol split them.
 *
 * <p>Words stand apart by blanks. Within double quotes {@code \n \r \t \b \a} and {@code \xHH}
 * stand for a byte and a backslash before anything else keeps that character; within single quotes
 * only {@code \'} is special. A quote opens anywhere in a word, but after a closing quote only a
 * blank or the end may follow. {@code a"b c"} is one word of four bytes; {@code ""} is a word of
 * none.
 *
 * @param words what could be read, up to the problem if there is one
 * @param problem why the line cannot be a request
 */
public record Words(List<Word> words, Optional<Problem> problem) {
  /**
   * A word and where it stands.
   *
   * @param bytes the word without its quotes, escapes resolved
   * @param start the index of its first character in the line, an opening quote included
   * @param end the index behind its last character, a closing quote included
   */
  public record Word(byte[] bytes, int start, int end) {}

  /**
   * What is wrong with a line.
   *
   * @param column where, counted from 1: the quote that is never closed, or the character behind a
   *     closing quote that should be a blank
   * @param quote which quote it is about, {@code "} or {@code '}
   * @param kind what is wrong with it
   */
  public record Problem(int column, char quote, Kind kind) {
    /** The two ways in which quotes go wrong. */
    public enum Kind {
      NEVER_CLOSED,
      TEXT_BEHIND
    }

    /** A sentence part for people: {@code unbalanced quotes: the " at column 5 is never closed}. */
    public String text() {
      return switch (kind) {
        case NEVER_CLOSED ->
            "unbalanced quotes: the " + quote + " at column " + column + " is never closed";
        case TEXT_BEHIND ->
            "unbalanced quotes: a blank should stand at column "
                + column
                + ", behind the closing "
                + quote;
      };
    }
  }

  /** Splits a typed line; the columns count its characters, the words are UTF-8. */
  public static Words split(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    Words words = split(bytes, 0, bytes.length);
    return bytes.length == line.length() ? words : words.inCharactersOf(line);
  }

  /** Splits the bytes from {@code from} up to {@code to}; places count bytes from {@code from}. */
  public static Words split(byte[] line, int from, int to) {
    WordScanner scanner = new WordScanner(line, from, to);
    return scanner.scan();
  }

  /** The words as the arguments of a request. */
  public byte[][] args() {
    byte[][] args = new byte[words.size()][];
    for (int i = 0; i < args.length; i++) {
      args[i] = words.get(i).bytes();
    }
    return args;
  }

  /** The same with places that count characters of the line instead of its UTF-8 bytes. */
  private Words inCharactersOf(String line) {
    int[] characterOfByte = new int[line.length() * 3 + 1];
    int at = 0;
    for (int i = 0; i < line.length(); ) {
      int point = line.codePointAt(i);
      int bytes =
          point < 0x80 || isLoneSurrogate(point) ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      Arrays.fill(characterOfByte, at, at + bytes, i);
      at += bytes;
      i += Character.charCount(point);
    }
    characterOfByte[at] = line.length();
    List<Word> moved = new ArrayList<>(words.size());
    for (Word word : words) {
      moved.add(new Word(word.bytes(), characterOfByte[word.start()], characterOfByte[word.end()]));
    }
    return new Words(
        moved,
        problem.map(p -> new Problem(characterOfByte[p.column() - 1] + 1, p.quote(), p.kind())));
  }

  /** A half of a pair without its other half, which UTF-8 cannot say and Java writes as one '?'. */
  private static boolean isLoneSurrogate(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }
}
