package dev.kvarium.proxy;

import dev.kvarium.base.Bytes;
import java.util.Optional;
import java.util.Set;

/** Answers of Memcached's text protocol: where each ends, and whether it is one of values. */
final class MemcacheAnswers implements AnswerReader {
  private static final Set<String> WORDS =
      Set.of("STORED", "NOT_STORED", "EXISTS", "NOT_FOUND", "DELETED", "TOUCHED", "ERROR");
  private static final Set<String> LINES = Set.of("CLIENT_ERROR", "SERVER_ERROR", "VERSION");

  private final Inflow in = new Inflow();
  private int place;

  @Override
  public void feed(byte[] bytes) {
    in.feed(bytes);
  }

  @Override
  public Optional<Answer> next() throws Unusable {
    place = in.from();
    while (true) {
      int start = place;
      int end = start;
      while (end < in.to() && in.at(end) != '\r') {
        end++;
      }
      if (end + 1 >= in.to()) {
        return Optional.empty();
      }
      refuseIf(in.at(end + 1) != '\n');
      place = end + 2;
      String line = Bytes.latin1Text(in.copy(start, end));
      int blank = line.indexOf(' ');
      String word = blank < 0 ? line : line.substring(0, blank);
      if (!word.equals("VALUE")) {
        boolean values = line.equals("END");
        boolean number = !word.isEmpty() && word.matches("[0-9]+");
        refuseIf(!values && !number && !WORDS.contains(word) && !LINES.contains(word));
        long until = start - in.from();
        return Optional.of(new Answer(values ? Answer.VALUES : 0, in.take(place), until, false));
      }
      if (!value(line)) {
        return Optional.empty();
      }
    }
  }

  /** Goes behind a value; false where bytes lack. */
  private boolean value(String line) throws Unusable {
    long length = length(line);
    if (place + length + 1 >= in.to()) {
      return false;
    }
    place += (int) length;
    refuseIf(in.at(place) != '\r' || in.at(place + 1) != '\n');
    place += 2;
    return true;
  }

  /** The length in {@code VALUE key flags length [cas]}. */
  static long length(String line) throws Unusable {
    String[] words = line.trim().split(" +");
    if (words.length < 4 || !words[3].matches("[0-9]{1,10}")) {
      throw new Unusable("an answer");
    }
    return Long.parseLong(words[3]);
  }

  private void refuseIf(boolean wrong) throws Unusable {
    if (wrong) {
      throw new Unusable("an answer");
    }
  }
}
