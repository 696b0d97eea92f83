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
    List<Seen> panes = state.sight().panes();
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
        StyledText.of("timeline", Style.BOLD)
            .plus(
                " · the latest facts, now at the right: · a command, ▲ another encoding,"
                    + " ▼ gone by itself, ▓ on the disk, ✕ a crash or a loss, → time by wish."
                    + " The line beneath tells the one under the cursor; the views show now.",
                Style.PLAIN));
    lines.add(
        StyledText.of("bold", Style.BOLD)
            .plus(" · in a view, what the last step changed.", Style.PLAIN));
    return lines;
  }
}
