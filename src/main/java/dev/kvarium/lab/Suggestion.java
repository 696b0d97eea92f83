package dev.kvarium.lab;

/**
 * A word that may stand where the cursor is.
 *
 * @param word as it is to be typed, escapes made, without the quotes that it may need
 * @param group the heading under which it is listed
 * @param about what it is, in a few words; empty when there is nothing to say
 */
public record Suggestion(String word, String group, String about) {}
