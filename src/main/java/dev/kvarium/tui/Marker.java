package dev.kvarium.tui;

import dev.kvarium.view.Style;

/**
 * A fact on the timeline.
 *
 * @param number the fact's number in the log
 * @param text glyph and word: {@code ·SET}, {@code ▲listpack→hashtable}
 * @param detail the fact in full, with its time
 */
record Marker(long number, String text, Style style, String detail) {}
