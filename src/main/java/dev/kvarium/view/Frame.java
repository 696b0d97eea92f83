package dev.kvarium.view;

import java.util.ArrayList;
import java.util.List;

/**
 * What every picture has: a title on the left and the time on the right of its first row, and at
 * its foot one sentence with the thing to notice.
 */
final class Frame {
  private static final int MOST_FOOT_ROWS = 3;

  private Frame() {}

  /** The rows that title and foot take. */
  static int rows(int columns, String foot) {
    return 1 + foot(columns, foot).size();
  }

  /** Draws title and foot; the row behind the last that the picture may use is returned. */
  static int draw(Canvas canvas, String title, String time, String foot) {
    int timeAt = canvas.width() - Columns.of(time);
    int room = Math.max(1, timeAt - 2);
    canvas.text(0, 0, room, title(title, room), Style.BOLD);
    canvas.textRight(0, time, Style.DIM);
    List<String> lines = foot(canvas.width(), foot);
    int most = Math.max(1, canvas.height() - 2);
    int rows = Math.min(lines.size(), most);
    int top = canvas.height() - rows;
    for (int i = 0; i < rows; i++) {
      boolean cut = i == rows - 1 && rows < lines.size();
      canvas.text(0, top + i, cut ? lines.get(i) + " …" : lines.get(i), Style.PLAIN);
    }
    return top;
  }

  /** The parts of a title, which {@code ·} joins, as many as there is room for. */
  private static String title(String title, int columns) {
    String kept = title;
    while (Columns.of(kept) + (kept.equals(title) ? 0 : 2) > columns && kept.contains(" · ")) {
      kept = kept.substring(0, kept.lastIndexOf(" · "));
    }
    boolean enough = Columns.of(kept) * 2 > columns;
    return kept.equals(title) || !enough ? title : kept + " …";
  }

  private static List<String> foot(int columns, String foot) {
    List<String> lines = wrap(foot, columns);
    if (lines.size() <= MOST_FOOT_ROWS) {
      return lines;
    }
    List<String> kept = new ArrayList<>(lines.subList(0, MOST_FOOT_ROWS));
    kept.set(
        MOST_FOOT_ROWS - 1,
        Columns.cut(kept.get(MOST_FOOT_ROWS - 1), Math.max(1, columns - 2)) + " …");
    return kept;
  }

  /** Breaks a text at blanks into lines of at most so many columns. */
  static List<String> wrap(String text, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (!line.isEmpty() && Columns.of(line.toString()) + 1 + Columns.of(word) > columns) {
        lines.add(line.toString());
        line.setLength(0);
      }
      if (!line.isEmpty()) {
        line.append(' ');
      }
      line.append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
