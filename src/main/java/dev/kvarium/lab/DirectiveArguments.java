package dev.kvarium.lab;

import java.util.List;
import java.util.Optional;

/**
 * The words behind a directive, and the refusals for those that are missing or cannot be read.
 *
 * @param row the directive they were given to
 * @param line the whole line as typed
 * @param words the words behind the directive's name
 */
public record DirectiveArguments(DirectiveRow row, String line, List<String> words) {
  public DirectiveArguments {
    words = List.copyOf(words);
  }

  /** How many words there are. */
  public int count() {
    return words.size();
  }

  /** The word at an index, from 0, or a refusal that names what is missing. */
  public String word(int index, String what) throws Refusal {
    if (index >= words.size()) {
      throw new Refusal(":" + row.name() + " lacks " + what + ": it is written " + row.usage());
    }
    return words.get(index);
  }

  /** The word at an index, if it is there. */
  public Optional<String> word(int index) {
    return index < words.size() ? Optional.of(words.get(index)) : Optional.empty();
  }

  /** Refuses more words than the directive takes. */
  public void atMost(int count) throws Refusal {
    if (words.size() > count) {
      throw new Refusal(
          ":"
              + row.name()
              + " does not take '"
              + words.get(count)
              + "': it is written "
              + row.usage());
    }
  }

  /** A whole number at an index, or another value when it is not given. */
  public long number(int index, String what, long otherwise) throws Refusal {
    if (index >= words.size()) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(words.get(index));
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // refused below
    }
    throw new Refusal(
        ":"
            + row.name()
            + " takes "
            + what
            + " as a whole number from 0 on, not '"
            + words.get(index)
            + "'");
  }

  /** A duration at an index, in microseconds. */
  public long durationMicros(int index) throws Refusal {
    return Durations.parseMicros(word(index, "a duration, such as 500ms"));
  }
}
