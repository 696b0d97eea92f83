package dev.kvarium.tui;

import dev.kvarium.base.Bytes;
import dev.kvarium.view.Views;
import dev.kvarium.wire.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The pane that a line asks for, {@code :show aof} or {@code :inspect cart:9}. */
final class PaneOf {
  private PaneOf() {}

  /** The pane; none where the line asks for something else. */
  static List<Pane> line(String line) {
    String stripped = line.strip();
    if (!stripped.startsWith(":")) {
      return List.of();
    }
    List<String> words = new ArrayList<>();
    for (byte[] word : Words.split(stripped.substring(1)).args()) {
      words.add(Bytes.text(word));
    }
    String name = words.isEmpty() ? "" : words.getFirst().toLowerCase(Locale.ROOT);
    if (name.equals("show") && words.size() > 1) {
      return Views.find(words.get(1))
          .map(view -> List.of(new Pane(view.name(), words.subList(2, words.size()))))
          .orElse(List.of());
    }
    if (name.equals("inspect") && words.size() > 1) {
      return List.of(new Pane("inspect", words.subList(1, words.size())));
    }
    return List.of();
  }
}
