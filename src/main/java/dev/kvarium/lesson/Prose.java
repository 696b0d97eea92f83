package dev.kvarium.lesson;

import dev.kvarium.view.Canvas;
import dev.kvarium.view.Columns;
import dev.kvarium.view.Picture;
import dev.kvarium.view.Style;
import dev.kvarium.view.StyledText;
import java.util.ArrayList;
import java.util.List;

/** Text for reading: paragraphs, lists and samples of code, wrapped to the width that there is. */
public record Prose(List<Block> blocks) implements Picture {
  /** Wider lines are hard to read. */
  private static final int WIDEST = 78;

  public Prose {
    blocks = List.copyOf(blocks);
  }

  /**
   * A piece of prose that begins on a line of its own.
   *
   * @param gap whether an empty line parts it from the block before it
   * @param mark what stands before its first line, {@code "- "}
   * @param rest what stands before its other lines, as wide
   * @param wraps whether it may be broken between words; otherwise its lines are kept
   */
  public record Block(boolean gap, String mark, String rest, boolean wraps, StyledText text) {}

  /** One paragraph. */
  public static Prose of(StyledText text) {
    return new Prose(List.of(paragraph(text)));
  }

  /** One paragraph in one style. */
  public static Prose of(String text, Style style) {
    return of(StyledText.of(text, style));
  }

  static Block paragraph(StyledText text) {
    return new Block(true, "", "", true, text);
  }

  /** A block of a list, indented behind its mark and close to the one before it. */
  static Block item(String mark, StyledText text) {
    return new Block(false, mark, " ".repeat(Columns.of(mark)), true, text);
  }

  /** This and more below it. */
  public Prose plus(Prose more) {
    List<Block> all = new ArrayList<>(blocks);
    all.addAll(more.blocks);
    return new Prose(all);
  }

  @Override
  public int rows(int columns) {
    return lines(columns).size();
  }

  @Override
  public Canvas draw(int columns, int rows) {
    List<StyledText> lines = lines(columns);
    Canvas canvas = new Canvas(columns, StrictMath.min(rows, lines.size()));
    for (int y = 0; y < canvas.height(); y++) {
      boolean cut = y == canvas.height() - 1 && y < lines.size() - 1;
      canvas.text(0, y, cut ? StyledText.of("…") : lines.get(y));
    }
    return canvas;
  }

  @Override
  public String narration() {
    StringBuilder text = new StringBuilder();
    for (StyledText line : lines(WIDEST)) {
      // the bar beside a quotation is drawn, not said
      text.append(text.isEmpty() ? "" : "\n").append(line.text().replace("│ ", "  "));
    }
    return text.toString();
  }

  /** The words alone, a line for each block. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Block block : blocks) {
      text.append(text.isEmpty() ? "" : "\n").append(block.mark()).append(block.text().text());
    }
    return text.toString();
  }

  private List<StyledText> lines(int columns) {
    int width = StrictMath.min(columns, WIDEST);
    List<StyledText> lines = new ArrayList<>();
    for (Block block : blocks) {
      if (block.gap() && !lines.isEmpty()) {
        lines.add(StyledText.EMPTY);
      }
      new Wrapping(block, width, lines).run();
    }
    if (lines.isEmpty()) {
      lines.add(StyledText.EMPTY);
    }
    return lines;
  }

  /** Breaks a block into lines. */
  private static final class Wrapping {
    private final Block block;
    private final int width;
    private final List<StyledText> lines;
    private final List<StyledText.Piece> word = new ArrayList<>();
    private StyledText line;
    private boolean empty = true;

    Wrapping(Block block, int width, List<StyledText> lines) {
      this.block = block;
      this.width = width;
      this.lines = lines;
      this.line = StyledText.of(block.mark(), Style.PLAIN);
    }

    void run() {
      for (StyledText.Piece piece : block.text().pieces()) {
        take(piece);
      }
      endWord();
      lines.add(line);
    }

    private void take(StyledText.Piece piece) {
      int start = 0;
      String text = piece.text();
      for (int i = 0; i <= text.length(); i++) {
        char each = i < text.length() ? text.charAt(i) : 0;
        boolean breaks = each == '\n' || each == ' ' && block.wraps();
        if (i < text.length() && !breaks) {
          continue;
        }
        if (i > start) {
          word.add(new StyledText.Piece(text.substring(start, i), piece.style()));
        }
        if (breaks) {
          endWord();
          if (each == '\n') {
            endLine();
          }
        }
        start = i + 1;
      }
    }

    private void endWord() {
      if (word.isEmpty()) {
        return;
      }
      StyledText whole = new StyledText(word);
      word.clear();
      int used = Columns.of(line.text());
      int wide = Columns.of(whole.text());
      if (!empty && block.wraps() && used + 1 + wide > width) {
        endLine();
      }
      if (!empty) {
        line = line.plus(" ", Style.PLAIN);
      }
      line = line.plus(whole);
      empty = false;
    }

    private void endLine() {
      lines.add(line);
      line = StyledText.of(block.rest(), Style.PLAIN);
      empty = true;
    }
  }
}
