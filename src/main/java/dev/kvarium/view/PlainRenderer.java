package dev.kvarium.view;

/** Text without any escape sequence. */
public final class PlainRenderer implements Renderer {
  private final boolean ascii;

  /** With {@code ascii}, every character that is not ASCII is replaced by its stand-in. */
  public PlainRenderer(boolean ascii) {
    this.ascii = ascii;
  }

  @Override
  public String render(Canvas drawn) {
    Canvas canvas = ascii ? Ascii.canvas(drawn) : drawn;
    StringBuilder out = new StringBuilder();
    for (int y = 0; y < canvas.height(); y++) {
      int start = out.length();
      for (int x = 0; x < canvas.width(); x++) {
        int codePoint = canvas.codePoint(x, y);
        if (codePoint == Canvas.COVERED) {
          continue;
        }
        out.appendCodePoint(codePoint);
      }
      while (out.length() > start && out.charAt(out.length() - 1) == ' ') {
        out.setLength(out.length() - 1);
      }
      out.append('\n');
    }
    return out.toString();
  }

  @Override
  public String render(StyledText text) {
    return ascii ? Ascii.line(text.text()) : text.text();
  }

  @Override
  public StyledText shown(StyledText text) {
    return ascii ? Ascii.text(text) : text;
  }
}
