package dev.kvarium.tui;

import dev.kvarium.view.Canvas;
import dev.kvarium.view.Columns;
import dev.kvarium.view.Style;
import java.util.ArrayList;
import java.util.List;

/** The keys that can be pressed; those that can do nothing now are dim. */
final class KeyLine {
  private KeyLine() {}

  /**
   * A key.
   *
   * @param message what a click upon it is as good as
   */
  private record Hint(String key, String does, boolean works, Message message) {
    int columns() {
      return Columns.of(key) + Columns.of(does) + 3;
    }
  }

  static void draw(Canvas canvas, TuiState state, int x, int y, int columns) {
    int at = x;
    for (Hint hint : hints(state)) {
      if (at + hint.columns() > x + columns) {
        break;
      }
      at = canvas.text(at, y, " ", Style.PLAIN);
      at = canvas.text(at, y, hint.key(), hint.works() ? Style.BOLD : Style.DIM);
      at = canvas.text(at, y, " " + hint.does(), hint.works() ? Style.PLAIN : Style.DIM);
      at = canvas.text(at, y, " ", Style.PLAIN);
    }
  }

  /** Presses the key that was clicked. */
  static Change clicked(TuiState state, int column) {
    int at = 1;
    for (Hint hint : hints(state)) {
      if (at + hint.columns() > state.columns() - 1) {
        break;
      }
      if (column >= at && column < at + hint.columns()) {
        return Update.of(state, hint.message());
      }
      at += hint.columns();
    }
    return Change.to(state);
  }

  private static List<Hint> hints(TuiState state) {
    boolean empty = state.input().isEmpty();
    Sight sight = state.sight();
    List<Hint> hints = new ArrayList<>();
    if (state.cursor().isPresent() && empty) {
      hints.add(key("←→", "look", true, Key.LEFT));
      hints.add(key("Enter", "go back there", true, Key.ENTER));
      hints.add(key("Esc", "now", true, Key.ESCAPE));
    } else if (state.scroll() > 0) {
      hints.add(key("PgDn", "reads on", true, Key.PAGE_DOWN));
    } else if (sight.isQuestion()) {
      hints.add(key(sight.prompt().replace("> ", ""), "answers", true, Key.ENTER));
    } else if (sight.lesson().isPresent()) {
      hints.add(key("Enter", sight.enter(), empty, Key.ENTER));
      hints.add(key("Alt-H", "hint", true, Key.HINT));
    }
    if (!empty) {
      hints.add(key("Tab", "complete", true, Key.TAB));
    } else {
      hints.add(key("Tab/F1…", "view", true, Key.TAB));
      hints.add(key("^O", "zoom", true, Key.SHARE));
    }
    hints.add(new Hint("Space", sight.live() ? "pause" : "run", empty, new Message.Typed(" ")));
    if (state.cursor().isEmpty()) {
      hints.add(key("←→", "past", empty && !sight.strip().markers().isEmpty(), Key.LEFT));
    }
    hints.add(key("^Z", "back", sight.canGoBack(), Key.BACK));
    if (sight.strip().ahead() > 0) {
      hints.add(key("^Y", "forward", true, Key.FORWARD));
    }
    hints.add(new Hint("?", "help", empty, new Message.Typed("?")));
    if (state.cursor().isEmpty()) {
      hints.add(key("Esc", "leave", true, Key.ESCAPE));
    }
    hints.add(new Hint(".", "next", empty, new Message.Typed(".")));
    hints.add(key("Alt+-", "speed ×" + sight.speed(), true, Key.FASTER));
    hints.add(key("Alt-N", state.narrating() ? "draw" : "in words", true, Key.NARRATE));
    hints.add(key("↑↓", "history", !state.history().lines().isEmpty(), Key.UP));
    hints.add(key("PgUp", "scroll", !state.transcript().isEmpty(), Key.PAGE_UP));
    return hints;
  }

  private static Hint key(String name, String does, boolean works, Key key) {
    return new Hint(name, does, works, new Message.Pressed(key));
  }
}
