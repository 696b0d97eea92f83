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
        while (key == NonBlockingReader.READ_EXPIRED || key != 'q' && key != ESCAPE && key >= 0) {
          int width = terminal.getWidth() > 0 ? terminal.getWidth() : 80;
          int height = terminal.getHeight() > 0 ? terminal.getHeight() : 24;
          terminal.writer().write("\u001b[H" + frame(lines.get(), title, width, height, ascii));
          terminal.writer().flush();
          key = terminal.reader().read(PERIOD_MILLIS);
        }
      } finally {
        terminal.writer().write(LEAVE);
        terminal.writer().flush();
        terminal.setAttributes(before);
      }
    }
  }

  /** What is on the screen; what does not fit is counted on the last line. */
  static String frame(List<String> lines, String title, int width, int height, boolean ascii) {
    Canvas canvas = new Canvas(width, height - 1);
    canvas.text(0, 0, title + "  (q leaves)", Style.BOLD);
    int room = canvas.height() - 2;
    for (int i = 0; i < lines.size() && i < room; i++) {
      canvas.text(0, i + 1, lines.get(i), i == 0 ? Style.DIM : Style.PLAIN);
    }
    if (lines.size() > room) {
      canvas.text(0, canvas.height() - 1, lines.size() - room + " more below", Style.DIM);
    }
    String text = new AnsiRenderer(ColourDepth.NONE, ascii).render(canvas);
    return text.replace("\n", "\u001b[K\r\n");
  }
}
