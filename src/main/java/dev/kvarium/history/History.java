package dev.kvarium.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Reads and writes in any order, key by key. Of each key there is a first version that was there
 * before all of them; it is lower than all others and may be 0, for no row.
 */
public final class History {
  private final SequencedMap<String, List<Operation>> byKey = new LinkedHashMap<>();
  private long operations;

  /** Writes an operation down. */
  public void add(Operation operation) {
    byKey.computeIfAbsent(operation.key(), key -> new ArrayList<>()).add(operation);
    operations++;
  }

  /** How many there are. */
  public long operations() {
    return operations;
  }

  /** The keys, in the order in which they came. */
  public List<String> keys() {
    return List.copyOf(byKey.keySet());
  }

  /** The operations of a key, in the order in which they were written down. */
  public List<Operation> of(String key) {
    return Collections.unmodifiableList(byKey.getOrDefault(key, List.of()));
  }
}
