package dev.kvarium.view;

/** Turns pictures and lines into text for a terminal or a file. */
public interface Renderer {
  /** All rows, each ended by a line feed, without spaces at their ends. */
  String render(Canvas canvas);

  /** One line, without a line feed. */
  String render(StyledText text);

  /** A line in the characters that will stand for it, for whoever has to know how wide it is. */
  StyledText shown(StyledText text);
}
