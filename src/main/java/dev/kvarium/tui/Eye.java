package dev.kvarium.tui;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.EventLog;
import dev.kvarium.event.KeyEvent;
import dev.kvarium.view.Scene;
import dev.kvarium.view.View;
import dev.kvarium.view.ViewRefusal;
import dev.kvarium.view.Views;
import java.util.List;
import java.util.Optional;

/** Looks through panes at a node, as it is or as it was. */
final class Eye {
  /** How many of the latest facts are looked through for a key. */
  private static final int LATEST = 1_000;

  private Eye() {}

  static Seen see(Pane pane, Scene scene) {
    View view = Views.find(pane.view()).orElseThrow();
    List<String> words = pane.words();
    if (words.isEmpty() && view.syntax().startsWith("KEY")) {
      Optional<String> key = lastKey(scene);
      if (key.isEmpty()) {
        return new Seen(
            pane, Optional.empty(), "No key was touched yet: SET a 1 makes one to look at.");
      }
      words = List.of(key.get());
    }
    try {
      return new Seen(pane, Optional.of(view.look(scene, words)), "");
    } catch (ViewRefusal refusal) {
      return new Seen(pane, Optional.empty(), refusal.what());
    }
  }

  /** The key that was touched last in the database at the prompt. */
  private static Optional<String> lastKey(Scene scene) {
    EventLog log = scene.events();
    for (int i = log.size() - 1; i >= Math.max(0, log.size() - LATEST); i--) {
      EventLog.Entry each = log.get(i);
      if (each.event() instanceof KeyEvent touched
          && touched.db() == scene.db()
          && touched.key().length() > 0
          && each.node().equals(scene.node())) {
        return Optional.of(Bytes.text(touched.key().bytes()));
      }
    }
    return Optional.empty();
  }
}
