package dev.kvarium.view;

/**
 * Text with SGR sequences, as terminals since the VT100 read them. A sequence is written only where
 * the style changes, and each line ends plain.
 */
public final class AnsiRenderer implements Renderer {
  private static final String RESET = "\u001b[0m";

  private final ColourDepth depth;
  private final boolean ascii;

  public AnsiRenderer(ColourDepth depth, boolean ascii) {
    this.depth = depth;
    this.ascii = ascii;
  }

  public ColourDepth depth() {
    return depth;
  }

  @Override
  public String render(Canvas drawn) {
    Canvas canvas = ascii ? Ascii.canvas(drawn) : drawn;
    StringBuilder out = new StringBuilder();
    for (int y = 0; y < canvas.height(); y++) {
      int end = canvas.width();
      while (end > 0
          && canvas.codePoint(end - 1, y) == ' '
          && !canvas.style(end - 1, y).reverse()) {
        end--;
      }
      Style now = Style.PLAIN;
      for (int x = 0; x < end; x++) {
        int codePoint = canvas.codePoint(x, y);
        Style style = canvas.style(x, y);
        if (!style.equals(now)) {
          change(out, now, style);
          now = style;
        }
        if (codePoint == Canvas.COVERED) {
          continue;
        }
        out.appendCodePoint(codePoint);
      }
      change(out, now, Style.PLAIN);
      out.append('\n');
    }
    return out.toString();
  }

  @Override
  public String render(StyledText text) {
    StringBuilder out = new StringBuilder();
    Style now = Style.PLAIN;
    for (StyledText.Piece piece : text.pieces()) {
      change(out, now, piece.style());
      now = piece.style();
      out.append(ascii ? Ascii.line(piece.text()) : piece.text());
    }
    change(out, now, Style.PLAIN);
    return out.toString();
  }

  private void change(StringBuilder out, Style from, Style to) {
    if (from.equals(to)) {
      return;
    }
    if (!sequence(from).isEmpty()) {
      out.append(RESET);
    }
    out.append(sequence(to));
  }

  /** The sequence that sets a style from plain; empty where there is nothing to set. */
  public String sequence(Style style) {
    StringBuilder out = new StringBuilder();
    if (style.bold()) {
      out.append(";1");
    }
    if (style.dim()) {
      out.append(";2");
    }
    if (style.underline()) {
      out.append(";4");
    }
    if (style.reverse()) {
      out.append(";7");
    }
    if (style.hue() != Hue.PLAIN) {
      int rgb = style.hue().rgb();
      switch (depth) {
        case NONE -> {}
        case BASIC_16 -> out.append(';').append(style.hue().basic());
        case INDEXED_256 -> out.append(";38;5;").append(style.hue().indexed());
        case TRUE_COLOUR ->
            out.append(";38;2;")
                .append(rgb >> 16)
                .append(';')
                .append(rgb >> 8 & 0xff)
                .append(';')
                .append(rgb & 0xff);
      }
    }
    return out.isEmpty() ? "" : "\u001b[" + out.substring(1) + "m";
  }

  @Override
  public StyledText shown(StyledText text) {
    return ascii ? Ascii.text(text) : text;
  }
}
