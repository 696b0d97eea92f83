package dev.kvarium.app;

import java.util.Locale;
import java.util.Optional;

/** What becomes of a cache's entry when a row is changed. */
public enum WritePolicy {
  /** The row is changed, then the entry is removed: the next reader gets it anew. */
  DELETE,
  /** The row is changed, then the entry is set: two writers can do the second in another order. */
  UPDATE,
  /**
   * The cache's layer writes: changes of a key go one after the other within a process, the row and
   * the entry together, so that their order cannot be another.
   */
  THROUGH;

  /** As it is typed. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The policy of a word. */
  public static Optional<WritePolicy> of(String word) {
    for (WritePolicy each : values()) {
      if (each.word().equals(word.toLowerCase(Locale.ROOT))) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
