package dev.kvarium.view;

/**
 * What a colour stands for: first of all a place where bytes can be, the same in every picture.
 *
 * <p>The colours are those of Okabe and Ito, which people with any of the common colour blindnesses
 * can tell apart. Source: jfly.uni-koeln.de/color, "Color Universal Design". A colour never says
 * something alone: beside it stands the {@link #glyph} of the place or a word.
 */
public enum Hue {
  /** The colour of the surroundings. */
  PLAIN("", ' ', 0, 0, 39),
  MEMORY("memory", '█', 0x56b4e9, 74, 36),
  BUFFER("buffer", '░', 0xf0e442, 227, 93),
  PAGE_CACHE("page cache", '▒', 0xe69f00, 178, 33),
  DISK("disk", '▓', 0x009e73, 36, 32),
  OTHER_NODE("other node", '▚', 0xcc79a7, 175, 35),
  LOST("lost", '✕', 0xd55e00, 166, 31),
  /** A name that is known: a command in what is being typed. */
  KNOWN("", ' ', 0x0072b2, 32, 94),
  /** Something wrong in what was typed. Also underlined, so that it is not said by colour alone. */
  WRONG("", ' ', 0xd55e00, 166, 31);

  private final String place;
  private final char glyph;
  private final int rgb;
  private final int indexed;
  private final int basic;

  Hue(String place, char glyph, int rgb, int indexed, int basic) {
    this.place = place;
    this.glyph = glyph;
    this.rgb = rgb;
    this.indexed = indexed;
    this.basic = basic;
  }

  /** The place by name; empty for what is none. */
  public String place() {
    return place;
  }

  /** The glyph that fills an area of this place. */
  public char glyph() {
    return glyph;
  }

  /** 24 bits of red, green and blue. */
  public int rgb() {
    return rgb;
  }

  /** The nearest of the 256 colours of xterm. */
  public int indexed() {
    return indexed;
  }

  /** The SGR parameter of the nearest of the 16 colours. */
  public int basic() {
    return basic;
  }
}
