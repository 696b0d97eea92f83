package dev.kvarium.lesson;

import dev.kvarium.lab.Refusal;
import java.util.List;

/** Where lessons are read from. */
public interface Shelf {
  /** The files of the lessons on board, in the order of the list: {@code 01-strings.md}. */
  List<String> files();

  /** Whether a lesson on board is there in the language that is wished for, if any is. */
  default boolean isTranslated(String file) {
    return true;
  }

  /** The text of a lesson on board, or of a file that is named. */
  String read(String file) throws Refusal;
}
