package dev.kvarium.memcached;

import dev.kvarium.base.Bytes;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The words of a command line, which only blanks part. They stay where the line lies, and a word is
 * copied only when somebody wants it for itself; so these are good for as long as the line is.
 */
final class Tokens {
  private static final int FIRST_WORDS = 32;

  private byte[] line;
  private int[] starts = new int[FIRST_WORDS];
  private int[] ends = new int[FIRST_WORDS];
  private int count;

  /** A word that takes the place of one of the line; null for none. */
  private byte @Nullable [] replacement;

  private int replaced = -1;

  /** No words at first. */
  Tokens() {
    this.line = Bytes.EMPTY;
  }

  /** The words of a line; what stands behind a zero byte is not seen. */
  static Tokens of(byte[] line, int from, int to) {
    Tokens tokens = new Tokens();
    tokens.read(line, from, to);
    return tokens;
  }

  /** Forgets its words and takes those of this line. */
  void read(byte[] from, int first, int last) {
    line = from;
    count = 0;
    replacement = null;
    replaced = -1;
    int start = first;
    int i = first;
    for (; i < last && from[i] != 0; i++) {
      if (from[i] == ' ') {
        add(start, i);
        start = i + 1;
      }
    }
    add(start, i);
  }

  private void add(int start, int end) {
    if (end > start) {
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, count * 2);
        ends = Arrays.copyOf(ends, count * 2);
      }
      starts[count] = start;
      ends[count++] = end;
    }
  }

  /** The same words, good for ever. */
  Tokens kept() {
    Tokens kept = new Tokens();
    kept.line = count == 0 ? Bytes.EMPTY : Arrays.copyOfRange(line, starts[0], ends[count - 1]);
    kept.starts = Arrays.copyOf(starts, count);
    kept.ends = Arrays.copyOf(ends, count);
    for (int i = count - 1; i >= 0; i--) {
      kept.starts[i] -= starts[0];
      kept.ends[i] -= starts[0];
    }
    kept.count = count;
    kept.replacement = replacement;
    kept.replaced = replaced;
    return kept;
  }

  /** How many words there are. */
  int count() {
    return count;
  }

  /** The length of a word; in bytes. */
  int length(int i) {
    return replacement != null && i == replaced ? replacement.length : ends[i] - starts[i];
  }

  /** A word for itself. */
  byte[] get(int i) {
    return replacement != null && i == replaced
        ? replacement
        : Arrays.copyOfRange(line, starts[i], ends[i]);
  }

  /** A byte of a word. */
  int at(int i, int offset) {
    return line[starts[i] + offset] & 0xff;
  }

  /** The bytes that a word is a part of, from {@link #start} to {@link #end}. */
  byte[] array(int i) {
    return replacement != null && i == replaced ? replacement : line;
  }

  /** Where a word begins in its {@link #array}. */
  int start(int i) {
    return replacement != null && i == replaced ? 0 : starts[i];
  }

  /** Where a word ends in its {@link #array}. */
  int end(int i) {
    return replacement != null && i == replaced ? replacement.length : ends[i];
  }

  /** Replaces a word, as decoding a key does; one at most. */
  void set(int i, byte[] word) {
    replaced = i;
    replacement = word;
  }

  /** A word as text, a character per byte. */
  String text(int i) {
    return Bytes.latin1Text(get(i));
  }

  /** Whether there is such a word, and it reads so. */
  boolean is(int i, String word) {
    if (i >= count || ends[i] - starts[i] != word.length()) {
      return false;
    }
    for (int at = 0; at < word.length(); at++) {
      if (line[starts[i] + at] != word.charAt(at)) {
        return false;
      }
    }
    return true;
  }

  boolean lastIs(String word) {
    return is(count - 1, word);
  }

  byte[] last() {
    return get(count - 1);
  }

  // Numbers, as C reads them

  /** A word, from this byte of it on, as {@link CNumbers#unsigned64} reads it. */
  OptionalLong unsigned64(int i, int offset) {
    return CNumbers.unsigned64(line, starts[i] + offset, ends[i]);
  }

  /** As {@link CNumbers#unsigned32} reads it. */
  OptionalLong unsigned32(int i, int offset) {
    return CNumbers.unsigned32(line, starts[i] + offset, ends[i]);
  }

  /** As {@link CNumbers#signed32} reads it. */
  OptionalLong signed32(int i, int offset) {
    return CNumbers.signed32(line, starts[i] + offset, ends[i]);
  }
}
