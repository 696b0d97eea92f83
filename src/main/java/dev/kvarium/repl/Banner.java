package dev.kvarium.repl;

import dev.kvarium.lab.DirectiveRow;
import dev.kvarium.lab.Lab;
import dev.kvarium.view.Columns;
import dev.kvarium.view.Style;
import dev.kvarium.view.StyledText;
import java.util.List;

/** The first line of a session. */
final class Banner {
  private static final List<String> OFFERED = List.of("help", "lesson", "tui");

  private final Lab lab;

  Banner(Lab lab) {
    this.lab = lab;
  }

  /** What this is on the left, on the right the directives to begin with, as far as there are. */
  StyledText line(int columns) {
    String what =
        " 0.1 · "
            + lab.spec().kind()
            + " "
            + lab.spec().version()
            + " · seed "
            + lab.spec().seed()
            + " · "
            + (lab.live() ? "live" : "stepped");
    StringBuilder offers = new StringBuilder();
    for (String name : OFFERED) {
      for (DirectiveRow row : lab.directives()) {
        if (row.name().equals(name)) {
          offers.append(offers.isEmpty() ? ":" : "  :").append(name);
        }
      }
    }
    int gap = columns - "kvarium".length() - Columns.of(what) - offers.length() - 1;
    return StyledText.of("kvarium", Style.BOLD)
        .plus(what + " ".repeat(Math.max(2, gap)) + offers, Style.DIM);
  }
}
