package dev.kvarium.lab;

/**
 * What a part of a typed line is.
 *
 * @param start index of its first character
 * @param end index behind its last
 */
public record Mark(int start, int end, Kind kind) {
  /** The kinds of parts that are drawn in a way of their own. */
  public enum Kind {
    /** The name of a command or directive that exists. */
    NAME,
    /** A keyword of the command at a place where it may stand. */
    KEYWORD,
    /** A word in quotes. */
    QUOTED,
    /** Text for people. */
    PROSE,
    /** Something that cannot be right: an unknown name, a word too many, a quote without end. */
    WRONG
  }
}
