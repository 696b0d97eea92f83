package dev.kvarium.tui;

import dev.kvarium.view.Ascii;
import dev.kvarium.view.Canvas;
import dev.kvarium.view.Columns;
import dev.kvarium.view.Quantity;
import dev.kvarium.view.Style;
import dev.kvarium.view.StyledText;
import java.util.ArrayList;
import java.util.List;

/** Draws a state. Knows nothing but the state. */
final class Drawing {
  private static final int DIVIDER = '│';
  private static final int LINE = '─';

  private final TuiState state;
  private final Layout layout;
  private final Gallery gallery;
  private final Canvas canvas;

  private Drawing(TuiState state, Gallery gallery) {
    this.state = state;
    this.gallery = gallery;
    this.layout = state.layout();
    this.canvas = new Canvas(state.columns(), state.rows());
  }

  /** What is to be on the screen, and where the cursor stands. */
  record Drawn(Canvas canvas, int cursorX, int cursorY) {}

  static Drawn of(TuiState state, Gallery gallery) {
    gallery.begin();
    return new Drawing(state, gallery).draw();
  }

  private Drawn draw() {
    if (layout.isSmall()) {
      return small();
    }
    title();
    frame();
    if (state.explaining()) {
      explanation();
    } else {
      Area area = layout.transcriptArea();
      if (area.columns() > 0) {
        text(area.x(), area.y(), area.columns(), area.rows(), transcript(area));
      }
      PaneDrawing.draw(canvas, state, layout, gallery);
      offers(1, 2 + layout.body(), area.columns() > 0 ? area.columns() : canvas.width() - 2);
    }
    int below = layout.promptRow();
    int cursor = PromptDrawing.draw(canvas, state, 2, below, canvas.width() - 4);
    TimelineStrip.draw(canvas, state, 2, below + 1, canvas.width() - 4);
    canvas.text(
        2, below + 2, canvas.width() - 4, shown(StyledText.of(detail())).text(), noteStyle());
    KeyLine.draw(canvas, state, 1, below + 3, canvas.width() - 2);
    return new Drawn(canvas, cursor, below);
  }

  /** Transcript and prompt alone, and what is missing. */
  private Drawn small() {
    String why =
        "too small for views: they need "
            + Layout.LEAST_COLUMNS
            + "×"
            + Layout.LEAST_ROWS
            + ", this is "
            + canvas.width()
            + "×"
            + canvas.height();
    int prompt = canvas.height() - 1;
    if (canvas.height() > 1) {
      canvas.text(0, 0, state.note().isEmpty() ? why : state.note(), Style.DIM);
    }
    if (canvas.height() > 2) {
      text(0, 1, canvas.width(), prompt - 1, transcript(layout.transcriptArea()));
      offers(0, prompt, canvas.width());
    }
    int cursor = PromptDrawing.draw(canvas, state, 0, prompt, canvas.width());
    return new Drawn(canvas, cursor, prompt);
  }

  private void title() {
    Sight sight = state.sight();
    int at = canvas.text(1, 0, "kvarium", Style.BOLD);
    String right = "seed " + sight.seed() + " · " + clock() + " ";
    int room = canvas.width() - at - Columns.of(right) - 1;
    String what = sight.lesson().orElse(sight.models() + " · " + sight.node());
    canvas.text(at, 0, Math.max(0, room), " · " + what, Style.PLAIN);
    canvas.textRight(0, right, state.cursor().isPresent() ? Style.REVERSE : Style.PLAIN);
  }

  /** What time it is, or was where the cursor stands, and how it passes. */
  private String clock() {
    Sight sight = state.sight();
    String now = Quantity.clock(sight.sinceStartMicros());
    if (state.cursor().isPresent()) {
      String then =
          state.then().map(each -> Quantity.clock(each.sinceStartMicros())).orElse("looking back");
      return "as it was at " + then + " · now " + now;
    }
    String times = sight.speed().equals("1") ? "" : " ×" + sight.speed();
    return (sight.live() ? "live" + times : "paused") + " · " + now;
  }

  private void frame() {
    int right = canvas.width() - 1;
    int middle = layout.transcript() + 1;
    int below = layout.body() + 2;
    for (int y : new int[] {1, below, below + 3}) {
      canvas.fill(0, y, canvas.width(), LINE, Style.DIM);
    }
    for (int y = 2; y < below + 3; y++) {
      if (y != below) {
        canvas.fill(0, y, 1, DIVIDER, Style.DIM);
        canvas.fill(right, y, 1, DIVIDER, Style.DIM);
      }
    }
    corner(0, 1, '┌');
    corner(right, 1, '┐');
    corner(0, below, '├');
    corner(right, below, '┤');
    corner(0, below + 3, '└');
    corner(right, below + 3, '┘');
    if (!state.explaining() && layout.isShared()) {
      for (int y = 2; y < below; y++) {
        corner(middle, y, DIVIDER);
      }
      corner(middle, 1, '┬');
      corner(middle, below, '┴');
    }
    if (state.explaining()) {
      canvas.text(1, 1, right - 1, " what is on the screen · Esc closes ", Style.BOLD);
    } else if (layout.transcript() > 0) {
      String more = state.scroll() > 0 ? " transcript · more below: PgDn " : " transcript ";
      canvas.text(1, 1, layout.transcript(), more, Style.BOLD);
    }
  }

  private void corner(int x, int y, int codePoint) {
    canvas.fill(x, y, 1, codePoint, Style.DIM);
  }

  /** The rows of the transcript that are to be seen, the last of them at the bottom. */
  private List<StyledText> transcript(Area area) {
    List<StyledText> reversed = new ArrayList<>();
    int wanted = area.rows() + state.scroll();
    for (int i = state.transcript().size() - 1; i >= 0 && reversed.size() < wanted; i--) {
      Paragraph each = state.transcript().get(i);
      reversed.addAll(
          each.rows(area.columns(), state.narrating(), state.ascii(), gallery).reversed());
    }
    int hidden = Math.max(0, Math.min(state.scroll(), reversed.size() - area.rows()));
    int top = Math.min(reversed.size(), hidden + area.rows());
    return reversed.subList(hidden, top).reversed();
  }

  private void text(int x, int y, int columns, int rows, List<StyledText> lines) {
    for (int i = 0; i < Math.min(rows, lines.size()); i++) {
      int at = x;
      for (StyledText.Piece piece : lines.get(i).pieces()) {
        at = canvas.text(at, y + i, x + columns - at, piece.text(), piece.style());
      }
    }
  }

  /** The words that Tab offers, above the prompt. */
  private void offers(int x, int bottom, int columns) {
    if (!state.offers().isEmpty()) {
      OfferDrawing.draw(canvas, state.offers().getFirst(), x, bottom, columns);
    }
  }

  private void explanation() {
    int columns = canvas.width() - 4;
    List<StyledText> lines = new ArrayList<>();
    for (StyledText line : Explanation.of(state, layout)) {
      lines.addAll(Wrapping.of(shown(line), columns));
    }
    int first = Math.max(0, Math.min(state.lowered(0), lines.size() - layout.body()));
    int beneath = lines.size() - first - layout.body();
    lines = new ArrayList<>(lines.subList(first, Math.min(lines.size(), first + layout.body())));
    if (beneath > 0) {
      lines.set(
          layout.body() - 1,
          StyledText.of("… " + Quantity.count(beneath + 1, "more line") + ": PgDn", Style.DIM));
    }
    text(2, 2, columns, layout.body(), lines);
  }

  /** With data escaped that ASCII has no character for, where only ASCII may be drawn. */
  private StyledText shown(StyledText text) {
    return state.ascii() ? Ascii.text(text) : text;
  }

  private Style noteStyle() {
    return state.note().isEmpty() ? Style.DIM : Style.PLAIN;
  }

  private String detail() {
    if (!state.note().isEmpty()) {
      return state.note();
    }
    Strip strip = state.sight().strip();
    if (strip.under().isPresent()) {
      return strip.under().get().detail();
    }
    return strip.markers().isEmpty()
        ? "now · nothing has happened yet"
        : "now · last: " + strip.markers().getLast().detail();
  }
}
