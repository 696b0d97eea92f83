package dev.kvarium.lab;

import java.util.List;

/**
 * The files that {@code :run} reads and {@code :save} writes: handed in by whoever may touch them.
 */
public interface TextFiles {
  /** A lab that was given no files. */
  TextFiles NONE =
      new TextFiles() {
        @Override
        public String read(String name) throws Refusal {
          throw new Refusal("cannot read " + name + ": this lab was given no files");
        }

        @Override
        public void write(String name, String text) throws Refusal {
          throw new Refusal("cannot write " + name + ": this lab was given no files");
        }
      };

  /** The whole text of a file. */
  String read(String name) throws Refusal;

  /** Whether there is such a file. */
  default boolean has(String name) throws Refusal {
    return false;
  }

  /** Makes the file hold this text and nothing else. */
  void write(String name, String text) throws Refusal;

  /** The files whose names begin so, folders with a slash at their end; for completion. */
  default List<String> names(String prefix) {
    return List.of();
  }
}
