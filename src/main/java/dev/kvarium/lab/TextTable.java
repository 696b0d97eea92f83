package dev.kvarium.lab;

import dev.kvarium.view.Columns;
import java.util.ArrayList;
import java.util.List;

/** Rows of words in columns, the first to the left and all others to the right. */
final class TextTable {
  private TextTable() {}

  static String of(List<String[]> rows) {
    int[] widths = new int[rows.getFirst().length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = StrictMath.max(widths[i], Columns.of(row[i]));
      }
    }
    List<String> lines = new ArrayList<>();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder(Columns.left(row[0], widths[0]));
      for (int i = 1; i < row.length; i++) {
        line.append("  ").append(Columns.right(row[i], widths[i]));
      }
      lines.add(line.toString());
    }
    return String.join("\n", lines);
  }
}
