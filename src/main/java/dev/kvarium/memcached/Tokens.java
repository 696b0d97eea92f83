package dev.kvarium.memcached;

import dev.kvarium.base.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The words of a command line, which only blanks part. */
final class Tokens {
  private final List<byte[]> words;

  private Tokens(List<byte[]> words) {
    this.words = words;
  }

  /** The words of a line; what stands behind a zero byte is not seen. */
  static Tokens of(byte[] line, int from, int to) {
    List<byte[]> words = new ArrayList<>();
    int start = from;
    int i = from;
    for (; i < to && line[i] != 0; i++) {
      if (line[i] == ' ') {
        if (i > start) {
          words.add(Arrays.copyOfRange(line, start, i));
        }
        start = i + 1;
      }
    }
    if (i > start) {
      words.add(Arrays.copyOfRange(line, start, i));
    }
    return new Tokens(words);
  }

  /** How many words there are. */
  int count() {
    return words.size();
  }

  byte[] get(int i) {
    return words.get(i);
  }

  /** Replaces a word, as decoding a key does. */
  void set(int i, byte[] word) {
    words.set(i, word);
  }

  /** A word as text, a character per byte. */
  String text(int i) {
    return Bytes.latin1Text(words.get(i));
  }

  boolean is(int i, String word) {
    return i < words.size() && text(i).equals(word);
  }

  byte[] last() {
    return words.getLast();
  }
}
