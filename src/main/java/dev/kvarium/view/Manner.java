package dev.kvarium.view;

/**
 * How pictures are shown to somebody.
 *
 * @param ascii whether only characters of ASCII may be drawn
 * @param narrate whether pictures are told in words instead of drawn
 * @param depth how many colours there are
 */
public record Manner(boolean ascii, boolean narrate, ColourDepth depth) {
  /** Drawn with all glyphs in so many colours. */
  public static Manner of(ColourDepth depth) {
    return new Manner(false, false, depth);
  }
}
