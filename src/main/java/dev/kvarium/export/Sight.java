package dev.kvarium.export;

import dev.kvarium.lab.Lab;
import dev.kvarium.view.Picture;
import dev.kvarium.view.View;
import dev.kvarium.view.ViewRefusal;
import dev.kvarium.view.Views;
import java.util.List;
import java.util.Optional;

/**
 * A view that is looked at after each step.
 *
 * @param words what stands behind its name: a key, a time
 */
public record Sight(View view, List<String> words) {
  public Sight {
    words = List.copyOf(words);
  }

  /** The view of a name with its words; empty when there is none. */
  public static Optional<Sight> of(String name, List<String> words) {
    return Views.find(name).map(view -> new Sight(view, words));
  }

  /** As {@code :show} takes it: {@code inspect user:1}. */
  public String name() {
    return words.isEmpty() ? view.name() : view.name() + " " + String.join(" ", words);
  }

  /** What is to be seen now; empty where there is nothing yet. */
  Optional<Picture> look(Lab lab) {
    try {
      return Optional.of(view.look(lab.scene(lab.node()), words));
    } catch (ViewRefusal nothing) {
      return Optional.empty();
    }
  }
}
