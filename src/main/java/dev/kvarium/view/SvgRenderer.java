package dev.kvarium.view;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Crc64;

/**
 * A picture as SVG, for a page or a document: text where there is text, rectangles and lines where
 * there are blocks and frames, so that it looks the same whatever fonts there are.
 *
 * <p>Each cell is {@link #CELL_WIDTH} by {@link #CELL_HEIGHT}; the text of a run is stretched to
 * the cells that it takes. The colours of the places come in a light and a dark set, of which the
 * reader's surroundings choose. For whoever cannot see it, the words of the picture are its
 * description.
 */
public final class SvgRenderer {
  static final int CELL_WIDTH = 9;
  static final int CELL_HEIGHT = 18;
  private static final int FONT_SIZE = 15;
  private static final int BASELINE = 14;
  private static final int MARGIN = 14;
  private static final String SHADES = "█▓▒░";
  private static final String[] OPACITY = {"", ".72", ".48", ".26"};
  private static final String LOWER = "▁▂▃▄▅▆▇";
  private static final String LEFT = "▏▎▍▌▋▊▉";

  /** Lines, each with the sides of the cell that it reaches: 1 left, 2 right, 4 up, 8 down. */
  private static final String LINES = "─│┌┐└┘├┤┬┴┼┄╌";

  private static final int[] SIDES = {3, 12, 10, 9, 6, 5, 14, 13, 11, 7, 15, 3, 3};

  /** A colour of the light and of the dark set. */
  record Colours(int light, int dark) {}

  static final Colours BACKGROUND = new Colours(0xffffff, 0x0d1117);
  static final Colours TEXT = new Colours(0x1f2328, 0xe6edf3);
  static final Colours DIM = new Colours(0x59636e, 0x9198a1);

  /** The colour of a place: that of {@link Hue} on dark, a deeper one that can be read on white. */
  static Colours of(Hue hue) {
    return switch (hue) {
      case PLAIN -> TEXT;
      case MEMORY -> new Colours(0x0069a8, hue.rgb());
      case BUFFER -> new Colours(0x756700, hue.rgb());
      case PAGE_CACHE -> new Colours(0x9a5b00, hue.rgb());
      case DISK -> new Colours(0x00714f, 0x2bc495);
      case OTHER_NODE -> new Colours(0x9c4f78, hue.rgb());
      case LOST, WRONG -> new Colours(0xb84a00, 0xff7b2e);
      case KNOWN -> new Colours(0x0069a8, 0x58a6e0);
    };
  }

  private static final String SHEET = "glass";

  private final StringBuilder out = new StringBuilder();

  /** What stands before each selector of the style sheet. */
  private String scope = "";

  private SvgRenderer() {}

  /** A picture at a size, with its narration. */
  public static String render(Picture picture, int columns, int rows) {
    String words = picture.narration();
    int end = words.indexOf('\n');
    return render(picture.draw(columns, rows), end < 0 ? words : words.substring(0, end), words);
  }

  /** A canvas with a title and a description for those who cannot see it. */
  public static String render(Canvas canvas, String title, String description) {
    return new SvgRenderer().draw(canvas, title, description);
  }

  /**
   * A canvas as a part of a page, which holds {@link #sheet} once and tells the picture's words
   * beside it. It fills the width that it is given.
   *
   * @param kind a class of its own, to be chosen by in the page's style sheet
   * @param title what the picture is, in a few words
   * @param description what it says, in a sentence
   */
  public static String inline(Canvas canvas, String kind, String title, String description) {
    SvgRenderer renderer = new SvgRenderer();
    StringBuilder out = renderer.out;
    out.append("<svg class=\"").append(SHEET).append(' ').append(kind).append("\" viewBox=\"0 0 ");
    out.append(canvas.width() * CELL_WIDTH).append(' ').append(canvas.height() * CELL_HEIGHT);
    out.append("\" role=\"img\">\n<title>");
    renderer.escape(title);
    out.append("</title><desc>");
    renderer.escape(description);
    out.append("</desc>\n");
    for (int y = 0; y < canvas.height(); y++) {
      renderer.row(canvas, y);
    }
    return out.append("</svg>\n").toString();
  }

  /** The style sheet of all the pictures that are {@link #inline} in a page. */
  public static String sheet() {
    SvgRenderer renderer = new SvgRenderer();
    renderer.scope = "." + SHEET + " ";
    renderer.style();
    return renderer.out.toString();
  }

  private String draw(Canvas canvas, String title, String description) {
    int width = canvas.width() * CELL_WIDTH + 2 * MARGIN;
    int height = canvas.height() * CELL_HEIGHT + 2 * MARGIN;
    out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"").append(width);
    out.append("\" height=\"").append(height).append("\" viewBox=\"0 0 ").append(width);
    // several pictures may stand in one page, and a name in a page may be there once
    String name = "-" + Long.toHexString(Crc64.of(Bytes.of(title + '\n' + description)));
    out.append(' ').append(height).append("\" role=\"img\" aria-labelledby=\"t").append(name);
    out.append("\" aria-describedby=\"d").append(name).append("\">\n");
    out.append("<title id=\"t").append(name).append("\">");
    escape(title);
    out.append("</title>\n<desc id=\"d").append(name).append("\">");
    escape(description);
    out.append("</desc>\n<style>\n");
    style();
    out.append("</style>\n<rect class=\"g\" width=\"").append(width).append("\" height=\"");
    out.append(height).append("\" rx=\"8\"/>\n<g transform=\"translate(").append(MARGIN);
    out.append(' ').append(MARGIN).append(")\">\n");
    for (int y = 0; y < canvas.height(); y++) {
      row(canvas, y);
    }
    return out.append("</g>\n</svg>\n").toString();
  }

  // colours

  private void style() {
    out.append(scope)
        .append("text{font:")
        .append(FONT_SIZE)
        .append("px ui-monospace,SFMono-Regular,Menlo,");
    out.append("Consolas,\"DejaVu Sans Mono\",\"Liberation Mono\",monospace;white-space:pre}\n");
    out.append(scope).append("text,").append(scope).append("rect{fill:currentColor}");
    out.append(scope).append("path{stroke:currentColor;fill:none}\n");
    out.append(scope).append(".b{font-weight:700}");
    out.append(scope).append(".u{text-decoration:underline}\n");
    colours(false);
    out.append("@media (prefers-color-scheme:dark){\n");
    colours(true);
    out.append("}\n");
  }

  private void colours(boolean dark) {
    colour("g", BACKGROUND, dark);
    colour("d", DIM, dark);
    for (Hue hue : Hue.values()) {
      colour(name(hue), of(hue), dark);
    }
    out.append('\n');
  }

  private void colour(String name, Colours colours, boolean dark) {
    String digits = Integer.toHexString(dark ? colours.dark() : colours.light());
    out.append(scope)
        .append('.')
        .append(name)
        .append("{color:#")
        .append("0".repeat(6 - digits.length()));
    out.append(digits).append('}');
  }

  private static String name(Hue hue) {
    return "h" + hue.ordinal();
  }

  private static String colour(Style style) {
    return style.hue() == Hue.PLAIN && style.dim() ? "d" : name(style.hue());
  }

  // cells

  private void row(Canvas canvas, int y) {
    for (int x = 0; x < canvas.width(); ) {
      int end = x + 1;
      Style style = canvas.style(x, y);
      while (end < canvas.width() && canvas.style(end, y).equals(style)) {
        end++;
      }
      if (style.reverse()) {
        rectangle(x, y * CELL_HEIGHT, end - x, CELL_HEIGHT, colour(style), "");
      }
      cells(canvas, x, end, y, style);
      x = end;
    }
  }

  /** Draws cells of one style: equal blocks and lines as one, and words with single blanks. */
  private void cells(Canvas canvas, int from, int end, int y, Style style) {
    String colour = style.reverse() ? "g" : colour(style);
    int x = from;
    while (x < end) {
      int first = canvas.codePoint(x, y);
      int next = x + 1;
      if (isDrawn(first)) {
        while (next < end && canvas.codePoint(next, y) == first && mayMerge(first)) {
          next++;
        }
        drawn(first, x, y, next - x, colour);
        if (style.underline()) {
          rectangle(x, y * CELL_HEIGHT + CELL_HEIGHT - 1, next - x, 1, colour, "");
        }
      } else if (first != ' ' && first != Canvas.COVERED) {
        boolean wide = isWide(canvas, x, y);
        while (next < end && isText(canvas, next, end, y) && isWide(canvas, next, y) == wide) {
          next++;
        }
        text(canvas, x, next, y, style, colour);
      }
      x = next;
    }
  }

  /** Wide characters are a run of their own, or the narrow ones beside them would be stretched. */
  private static boolean isWide(Canvas canvas, int x, int y) {
    int codePoint = canvas.codePoint(x, y);
    return codePoint == Canvas.COVERED || Columns.of(codePoint) == 2;
  }

  private static boolean isText(Canvas canvas, int x, int end, int y) {
    int codePoint = canvas.codePoint(x, y);
    if (codePoint == ' ') {
      return x + 1 < end
          && canvas.codePoint(x + 1, y) != ' '
          && !isDrawn(canvas.codePoint(x + 1, y));
    }
    return !isDrawn(codePoint);
  }

  private static boolean isDrawn(int codePoint) {
    return codePoint >= 0x2500
        && codePoint < 0x25a0
        && (SHADES.indexOf(codePoint) >= 0
            || LOWER.indexOf(codePoint) >= 0
            || LEFT.indexOf(codePoint) >= 0
            || LINES.indexOf(codePoint) >= 0);
  }

  private static boolean mayMerge(int codePoint) {
    return LEFT.indexOf(codePoint) < 0 && "─┄╌".indexOf(codePoint) >= 0
        || SHADES.indexOf(codePoint) >= 0;
  }

  private void drawn(int codePoint, int x, int y, int columns, String colour) {
    int top = y * CELL_HEIGHT;
    int shade = SHADES.indexOf(codePoint);
    int lower = LOWER.indexOf(codePoint);
    int left = LEFT.indexOf(codePoint);
    if (shade >= 0) {
      rectangle(x, top + 1, columns, CELL_HEIGHT - 2, colour, OPACITY[shade]);
    } else if (lower >= 0) {
      // a gap on the right, so that one bucket can be told from the next
      int high = (lower + 1) * (CELL_HEIGHT - 2) / 8;
      box(x * CELL_WIDTH, top + CELL_HEIGHT - 1 - high, CELL_WIDTH - 1, high, colour, "");
    } else if (left >= 0) {
      int wide = Math.max(1, (left + 1) * CELL_WIDTH / 8);
      box(x * CELL_WIDTH, top + 1, wide, CELL_HEIGHT - 2, colour, "");
    } else {
      line(codePoint, x, top, columns, colour);
    }
  }

  private void rectangle(int x, int top, int columns, int high, String colour, String opacity) {
    box(x * CELL_WIDTH, top, columns * CELL_WIDTH, high, colour, opacity);
  }

  private void box(int left, int top, int wide, int high, String colour, String opacity) {
    out.append("<rect class=\"").append(colour).append("\" x=\"").append(left).append("\" y=\"");
    out.append(top).append("\" width=\"").append(wide).append("\" height=\"").append(high);
    out.append('"');
    if (!opacity.isEmpty()) {
      out.append(" opacity=\"").append(opacity).append('"');
    }
    out.append("/>\n");
  }

  private void line(int codePoint, int x, int top, int columns, String colour) {
    int sides = SIDES[LINES.indexOf(codePoint)];
    int left = x * CELL_WIDTH;
    int middle = left + CELL_WIDTH / 2;
    int centre = top + CELL_HEIGHT / 2;
    out.append("<path class=\"").append(colour).append('"');
    if (codePoint == '┄' || codePoint == '╌') {
      out.append(" stroke-dasharray=\"3 3\"");
    }
    out.append(" d=\"");
    if ((sides & 3) != 0) {
      int from = (sides & 1) != 0 ? left : middle;
      int to = (sides & 2) != 0 ? left + columns * CELL_WIDTH : middle;
      out.append('M').append(from).append(' ').append(centre).append(".5H").append(to);
    }
    if ((sides & 12) != 0) {
      int from = (sides & 4) != 0 ? top : centre;
      int to = (sides & 8) != 0 ? top + CELL_HEIGHT : centre;
      out.append('M').append(middle).append(".5 ").append(from).append('V').append(to);
    }
    out.append("\"/>\n");
  }

  private void text(Canvas canvas, int from, int end, int y, Style style, String colour) {
    out.append("<text class=\"").append(colour).append(style.bold() ? " b" : "");
    out.append(style.underline() ? " u" : "").append("\" x=\"").append(from * CELL_WIDTH);
    out.append("\" y=\"").append(y * CELL_HEIGHT + BASELINE).append("\" textLength=\"");
    out.append((end - from) * CELL_WIDTH).append("\">");
    StringBuilder text = new StringBuilder();
    for (int x = from; x < end; x++) {
      if (canvas.codePoint(x, y) != Canvas.COVERED) {
        text.appendCodePoint(canvas.codePoint(x, y));
      }
    }
    escape(text.toString());
    out.append("</text>\n");
  }

  /** Characters that XML 1.0 has no place for become {@code ?}. */
  private void escape(String text) {
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      switch (codePoint) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        default ->
            out.appendCodePoint(
                codePoint < ' ' && codePoint != '\n'
                        || codePoint >= 0xd800 && codePoint < 0xe000
                        || codePoint >= 0xfffe && codePoint < 0x10000
                    ? '?'
                    : codePoint);
      }
    }
  }
}
