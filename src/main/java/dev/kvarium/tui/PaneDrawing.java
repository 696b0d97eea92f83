package dev.kvarium.tui;

import dev.kvarium.view.Ascii;
import dev.kvarium.view.Canvas;
import dev.kvarium.view.Picture;
import dev.kvarium.view.Quantity;
import dev.kvarium.view.Spoken;
import dev.kvarium.view.Style;
import dev.kvarium.view.StyledText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Draws the views, each with its title on the border above it. */
final class PaneDrawing {
  /** A picture that is moved is drawn no higher than this. */
  private static final int HIGHEST = 2_000;

  private final Canvas canvas;
  private final TuiState state;
  private final Gallery gallery;

  private PaneDrawing(Canvas canvas, TuiState state, Gallery gallery) {
    this.canvas = canvas;
    this.state = state;
    this.gallery = gallery;
  }

  static void draw(Canvas canvas, TuiState state, Layout layout, Gallery gallery) {
    PaneDrawing drawing = new PaneDrawing(canvas, state, gallery);
    List<Area> areas = layout.paneAreas();
    List<Seen> shown = state.shown();
    for (int i = 0; i < Math.min(areas.size(), shown.size()); i++) {
      Area area = areas.get(i);
      if (i > 0) {
        canvas.fill(area.x() - 1, area.y(), area.columns() + 1, '─', Style.DIM);
        canvas.fill(area.x() - 1, area.y(), 1, '├', Style.DIM);
        canvas.fill(area.x() + area.columns(), area.y(), 1, '┤', Style.DIM);
      }
      drawing.pane(shown.get(i), area, state.lowered(i));
    }
  }

  private void pane(Seen seen, Area area, int lowered) {
    if (state.sight().isQuestion()) {
      // or it would give the answer away
      words(seen, area, StyledText.of("Hidden until you have answered.", Style.DIM), 0);
    } else if (seen.picture().isEmpty()) {
      words(seen, area, StyledText.of(seen.refusal(), Style.DIM), lowered);
    } else if (state.narrating()) {
      words(seen, area, StyledText.of(Spoken.words(seen.picture().get().narration())), lowered);
    } else {
      picture(seen, area, lowered);
    }
  }

  private void words(Seen seen, Area area, StyledText text, int lowered) {
    canvas.text(area.x(), area.y(), area.columns(), " " + seen.pane().view() + " ", Style.BOLD);
    List<StyledText> lines = new ArrayList<>();
    Style style = text.pieces().isEmpty() ? Style.PLAIN : text.pieces().getFirst().style();
    for (String each : text.text().split("\n", -1)) {
      StyledText line = StyledText.of(each, style);
      lines.addAll(Wrapping.of(state.ascii() ? Ascii.text(line) : line, area.columns() - 2));
    }
    int room = area.rows() - 1;
    int first = Math.max(0, Math.min(lowered, lines.size() - room));
    for (int i = 0; i < Math.min(room, lines.size() - first); i++) {
      canvas.text(
          area.x() + 1, area.y() + 1 + i, area.columns() - 2, lines.get(first + i).text(), style);
    }
    more(area, lines.size() - first - room);
  }

  /** Says how much there is beneath. */
  private void more(Area area, int rows) {
    if (rows > 0) {
      String text = " " + Quantity.count(rows + 1, "more row") + ": Alt-↓ ";
      canvas.fill(area.x() + 1, area.y() + area.rows() - 1, area.columns() - 2, ' ', Style.PLAIN);
      canvas.text(
          area.x() + 1, area.y() + area.rows() - 1, area.columns() - 2, "…" + text, Style.DIM);
    }
  }

  private void picture(Seen seen, Area area, int lowered) {
    Picture picture = seen.picture().orElseThrow();
    int columns = area.columns() - 2;
    int whole = lowered == 0 ? area.rows() : Math.min(HIGHEST, picture.rows(columns));
    Canvas drawn = drawn(picture, columns, Math.max(area.rows(), whole));
    int down = Math.min(lowered, drawn.height() - area.rows());
    Canvas moved = new Canvas(columns, area.rows());
    for (int y = 0; y < moved.height(); y++) {
      copy(drawn, y == 0 ? 0 : y + down, moved, y);
    }
    canvas.draw(area.x() + 1, area.y(), down == 0 ? marked(moved, seen.pane()) : moved);
    canvas.text(area.x(), area.y(), " ", Style.PLAIN);
    border(area, moved);
    if (lowered > 0) {
      more(area, drawn.height() - down - area.rows());
    }
  }

  private Canvas drawn(Picture picture, int columns, int rows) {
    Canvas drawn = gallery.draw(picture, columns, rows);
    return state.ascii() ? Ascii.canvas(drawn) : drawn;
  }

  private static void copy(Canvas from, int fromRow, Canvas to, int toRow) {
    for (int x = 0; x < from.width(); x++) {
      int codePoint = from.codePoint(x, fromRow);
      if (codePoint != Canvas.COVERED) {
        to.text(x, toRow, Character.toString(codePoint), from.style(x, fromRow));
      }
    }
  }

  /** Draws the border through the gap in the title. */
  private void border(Area area, Canvas drawn) {
    int width = drawn.width();
    for (int i = 1; i < width - 1; i++) {
      if (isBlank(drawn, i - 1) && isBlank(drawn, i) && isBlank(drawn, i + 1)) {
        canvas.fill(area.x() + 1 + i, area.y(), 1, '─', Style.DIM);
      }
    }
    int last = area.x() + area.columns() - 1;
    canvas.fill(last, area.y(), 1, isBlank(drawn, width - 1) ? '─' : ' ', Style.DIM);
  }

  private static boolean isBlank(Canvas canvas, int x) {
    return canvas.codePoint(x, 0) == ' ';
  }

  /** The picture with what the last step changed in it in bold. */
  private Canvas marked(Canvas now, Pane pane) {
    Optional<Picture> before = picture(state.before(), pane);
    Optional<Picture> after = picture(state.after(), pane);
    if (state.cursor().isPresent()
        || before.isEmpty()
        || after.isEmpty()
        || before.get() == after.get()) {
      return now;
    }
    Canvas then = drawn(before.get(), now.width(), now.height());
    Canvas since = drawn(after.get(), now.width(), now.height());
    Set<String> known = new HashSet<>();
    for (int y = 1; y < then.height(); y++) {
      known.add(then.row(y));
    }
    Canvas marked = new Canvas(now.width(), now.height());
    marked.draw(0, 0, now);
    for (int y = 1; y < Math.min(now.height(), since.height()); y++) {
      String row = now.row(y);
      if (!known.contains(row) && row.equals(since.row(y))) {
        embolden(marked, then, y);
      }
    }
    return marked;
  }

  /** Makes bold what differs in a row, or all of it where the row begins otherwise. */
  private static void embolden(Canvas canvas, Canvas then, int y) {
    boolean other = y >= then.height() || !start(canvas, y).equals(start(then, y));
    for (int x = 0; x < canvas.width(); x++) {
      int codePoint = canvas.codePoint(x, y);
      if (codePoint > ' ' && (other || codePoint != then.codePoint(x, y))) {
        Style style = canvas.style(x, y);
        canvas.fill(x, y, 1, codePoint, style.withBold());
      }
    }
  }

  private static String start(Canvas canvas, int y) {
    String row = canvas.row(y);
    return row.substring(0, Math.min(8, row.length()));
  }

  private static Optional<Picture> picture(List<Seen> all, Pane pane) {
    for (Seen each : all) {
      if (each.pane().equals(pane)) {
        return each.picture();
      }
    }
    return Optional.empty();
  }
}
