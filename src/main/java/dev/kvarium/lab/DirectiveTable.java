package dev.kvarium.lab;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.SequencedMap;

/** The directives of a lab by name, in the order in which help lists them. */
final class DirectiveTable {
  private final SequencedMap<String, DirectiveRow> rows = new LinkedHashMap<>();

  /** Adds a row; one of the same name gives way to it. */
  void add(DirectiveRow row) {
    rows.put(row.name(), row);
  }

  SequencedCollection<DirectiveRow> rows() {
    return Collections.unmodifiableSequencedCollection(rows.sequencedValues());
  }

  Optional<DirectiveRow> find(String name) {
    return Optional.ofNullable(rows.get(name));
  }
}
