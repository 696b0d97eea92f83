package dev.kvarium.tui;

import dev.kvarium.view.Hue;
import dev.kvarium.view.Style;
import dev.kvarium.view.StyledText;
import dev.kvarium.view.Views;
import java.util.ArrayList;
import java.util.List;

/** What is on the screen, in words. */
final class Explanation {
  private Explanation() {}

  static List<StyledText> of(TuiState state, Layout layout) {
    List<StyledText> lines = new ArrayList<>();
    List<Seen> panes = state.shown();
    for (Seen seen : panes.subList(0, Math.min(layout.panes(), panes.size()))) {
      String doc = Views.find(seen.pane().view()).map(view -> view.doc()).orElse("");
      lines.add(StyledText.of(seen.pane().view(), Style.BOLD).plus(" · " + doc, Style.PLAIN));
      String told = seen.picture().map(picture -> picture.narration()).orElse(seen.refusal());
      for (String each : told.split("\n", -1)) {
        lines.add(StyledText.of("  " + each, Style.PLAIN));
      }
    }
    StyledText places = StyledText.of("places", Style.BOLD).plus(" ·", Style.PLAIN);
    for (Hue hue : Hue.values()) {
      if (!hue.place().isEmpty()) {
        places = places.plus(" " + hue.glyph(), Style.of(hue)).plus(" " + hue.place(), Style.PLAIN);
      }
    }
    lines.add(places);
    lines.add(
        said(
            "timeline",
            "the latest facts, now at the right: · a command, ▲ another encoding, ▼ gone by"
                + " itself, ▓ on the disk, ✕ a crash or a loss, → time by wish. ← and → move along"
                + " it, Ctrl with them by ten, Home to its beginning: the views show the world as"
                + " it was there. Enter goes back there, Esc to now."));
    lines.add(said("bold", "in a view, what the last step changed."));
    lines.add(
        said(
            "time",
            "Space stops the clock or lets it run, . goes to what is due next, Alt + and - make it"
                + " faster and slower, ^Z takes a step back, ^Y goes forward again."));
    lines.add(
        said(
            "views",
            "Tab and the keys from F1 on choose one, ^O gives it the screen, Alt-↓ moves it, Alt-N"
                + " tells it in words; :inspect KEY and :show VIEW put one here."));
    lines.add(
        said(
            "mouse",
            "click a fact to look back to it, a view to have it larger, a key to press it; the"
                + " wheel scrolls. With Shift the terminal selects text as it used to."));
    if (state.sight().lesson().isPresent()) {
      lines.add(
          said(
              "lesson",
              "Enter goes on or says what still differs, a letter answers, Alt-H gives a hint,"
                  + " :solution puts one on the prompt, :lesson stop leaves it."));
    }
    return lines;
  }

  private static StyledText said(String about, String what) {
    return StyledText.of(about, Style.BOLD).plus(" · " + what, Style.PLAIN);
  }
}
