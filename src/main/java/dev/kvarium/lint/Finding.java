package dev.kvarium.lint;

/**
 * What a guideline found, in all keys of one pattern.
 *
 * @param pattern {@code user:#:name}: the keys' names with numbers left out
 * @param count how many keys there are of it
 * @param key the one that stands for them: the first of those with the largest measure
 * @param line on which that stood, 0 when it did not stand in a list
 * @param measure how far it goes, in the units of the guideline
 * @param message what is to be said of that key
 */
public record Finding(
    Rule rule, String pattern, long count, String key, long line, long measure, String message) {}
