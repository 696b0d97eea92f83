package dev.kvarium.tui;

import dev.kvarium.view.AnsiRenderer;
import dev.kvarium.view.Canvas;
import dev.kvarium.view.ColourDepth;
import dev.kvarium.view.Style;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;

/** Lines that fill the screen and are read anew twice a second, until q or Esc is pressed. */
public final class Board {
  private static final String ENTER = "\u001b[?1049h\u001b[?25l";
  private static final String LEAVE = "\u001b[0m\u001b[2J\u001b[H\u001b[?25h\u001b[?1049l";
  private static final int ESCAPE = 27;
  private static final int PERIOD_MILLIS = 500;

  private Board() {}

  /** Shows the lines; the first of them are their titles. */
  public static void show(Supplier<List<String>> lines, String title, boolean ascii)
      throws IOException {
    try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
      Attributes before = terminal.enterRawMode();
      terminal.writer().write(ENTER);
      try {
        int key = NonBlockingReader.READ_EXPIRED;
        int page = 0;
        while (key == NonBlockingReader.READ_EXPIRED || key != 'q' && key != ESCAPE && key >= 0) {
          int width = terminal.getWidth() > 0 ? terminal.getWidth() : 80;
          int height = terminal.getHeight() > 0 ? terminal.getHeight() : 24;
          terminal
              .writer()
              .write("\u001b[H" + frame(lines.get(), page, title, width, height, ascii));
          terminal.writer().flush();
          key = terminal.reader().read(PERIOD_MILLIS);
          page += key == ' ' ? 1 : 0;
        }
      } finally {
        terminal.writer().write(LEAVE);
        terminal.writer().flush();
        terminal.setAttributes(before);
      }
    }
  }

  /** What is on the screen: as many lines as there is room for, and how many are on other pages. */
  static String frame(
      List<String> lines, int page, String title, int width, int height, boolean ascii) {
    Canvas canvas = new Canvas(width, height - 1);
    int room = Math.max(1, canvas.height() - 3);
    int rows = lines.size() - 1;
    int pages = Math.max(1, (rows + room - 1) / room);
    int first = 1 + page % pages * room;
    int end = Math.min(lines.size(), first + room);
    canvas.text(
        0, 0, title + (pages == 1 ? "  (q leaves)" : "  (space pages, q leaves)"), Style.BOLD);
    canvas.text(0, 1, lines.getFirst(), Style.DIM);
    for (int i = first; i < end; i++) {
      canvas.text(0, 2 + i - first, lines.get(i), Style.PLAIN);
    }
    if (pages > 1) {
      String shown = first + " to " + (end - 1) + " of " + rows;
      canvas.text(0, canvas.height() - 1, shown, Style.DIM);
    }
    String text = new AnsiRenderer(ColourDepth.NONE, ascii).render(canvas);
    return text.replace("\n", "\u001b[K\r\n");
  }
}
