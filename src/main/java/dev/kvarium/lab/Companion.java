package dev.kvarium.lab;

import java.util.List;
import java.util.Optional;

/**
 * Who follows a session line by line, as a lesson does: may answer a line in the lab's stead, and
 * has a word after each line that the lab followed.
 *
 * <p>Lines that a companion enters itself while it answers are the lab's alone; it is not asked
 * about them.
 */
public interface Companion {
  /** What stands before the cursor instead of the lab's own prompt, if anything. */
  Optional<String> prompt();

  /** What is going on, in a few words: {@code lesson · 2 of 5 · What is inside a string}. */
  Optional<String> title();

  /** What an empty line does, in two words: {@code goes on}. */
  String enter();

  /** Whether a line, as far as it is typed, is an answer of its own kind and no command. */
  boolean takes(String line);

  /** The answer to a line that is not for the lab; empty when the lab shall follow it. */
  Optional<List<Part>> instead(String line);

  /** What is to be said after a line that the lab followed. */
  List<Part> after(String line);
}
