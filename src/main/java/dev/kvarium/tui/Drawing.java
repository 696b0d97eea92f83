package dev.kvarium.tui;

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
    this.layout = Layout.of(state.columns(), state.rows());
    this.canvas = new Canvas(state.columns(), state.rows());
  }

  /** What is to be on the screen, and where the cursor stands. */
  record Drawn(Canvas canvas, int cursorX, int cursorY) {}

  static Drawn of(TuiState state, Gallery gallery) {
    gallery.begin();
    return new Drawing(state, gallery).draw();
  }

  private Drawn draw() {
    if (!layout.hasViews()) {
      return small();
    }
    title();
    frame();
    if (state.explaining()) {
      explanation();
    } else {
      text(
          1, 2, layout.transcript(), layout.body(), transcript(layout.transcript(), layout.body()));
      PaneDrawing.draw(canvas, state, layout, gallery);
      offers(1, 2 + layout.body(), layout.transcript());
    }
    int below = layout.body() + 2;
    int cursor = PromptDrawing.draw(canvas, state, 2, below, canvas.width() - 4);
    TimelineStrip.draw(canvas, state, 2, below + 1, canvas.width() - 4);
    canvas.text(2, below + 2, canvas.width() - 4, detail(), noteStyle());
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
      text(0, 1, canvas.width(), prompt - 1, transcript(canvas.width(), prompt - 1));
      offers(0, prompt, canvas.width());
    }
    int cursor = PromptDrawing.draw(canvas, state, 0, prompt, canvas.width());
    return new Drawn(canvas, cursor, prompt);
  }

  private void title() {
    Sight sight = state.sight();
    int at = canvas.text(1, 0, "kvarium", Style.BOLD);
    String clock = Quantity.clock(sight.sinceStartMicros());
    String pace =
        !sight.live() ? "paused" : sight.factor() > 1 ? "live ×" + sight.factor() : "live";
    String right = "seed " + sight.seed() + " · " + pace + " · " + clock + " ";
    int room = canvas.width() - at - Columns.of(right) - 1;
    canvas.text(
        at, 0, Math.max(0, room), " · " + sight.models() + " · " + sight.node(), Style.PLAIN);
    canvas.textRight(0, right, Style.PLAIN);
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
    if (!state.explaining()) {
      for (int y = 2; y < below; y++) {
        corner(middle, y, DIVIDER);
      }
      corner(middle, 1, '┬');
      corner(middle, below, '┴');
    }
    String scrolled = state.scroll() > 0 ? " · scrolled, PgDn returns " : " ";
    canvas.text(
        1,
        1,
        state.explaining() ? right - 1 : layout.transcript(),
        state.explaining() ? " what is on the screen · Esc closes " : " transcript" + scrolled,
        Style.BOLD);
  }

  private void corner(int x, int y, int codePoint) {
    canvas.fill(x, y, 1, codePoint, Style.DIM);
  }

  /** The rows of the transcript that are to be seen, the last of them at the bottom. */
  private List<StyledText> transcript(int columns, int rows) {
    List<StyledText> reversed = new ArrayList<>();
    int wanted = rows + state.scroll();
    for (int i = state.transcript().size() - 1; i >= 0 && reversed.size() < wanted; i--) {
      reversed.addAll(Wrapping.of(state.transcript().get(i), columns).reversed());
    }
    int hidden = Math.max(0, Math.min(state.scroll(), reversed.size() - rows));
    int top = Math.min(reversed.size(), hidden + rows);
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
      lines.addAll(Wrapping.of(line, columns));
    }
    if (lines.size() > layout.body()) {
      int cut = lines.size() - layout.body() + 1;
      lines = new ArrayList<>(lines.subList(0, layout.body() - 1));
      lines.add(
          StyledText.of(
              "… " + Quantity.count(cut, "more line") + " on a larger screen", Style.DIM));
    }
    text(2, 2, columns, layout.body(), lines);
  }

  private Style noteStyle() {
    return state.note().isEmpty() ? Style.DIM : Style.PLAIN;
  }

  private String detail() {
    if (!state.note().isEmpty()) {
      return state.note();
    }
    List<Marker> markers = state.sight().markers();
    int at = TimelineCursor.index(state);
    if (at < markers.size()) {
      return markers.get(at).detail();
    }
    String facts = "now · " + Quantity.count(state.sight().facts(), "fact");
    return markers.isEmpty() ? facts : facts + " · last: " + markers.getLast().detail();
  }
}
