package dev.kvarium.view;

import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How many colours a terminal shows. */
public enum ColourDepth {
  /** No colours; bold, dim and reverse are still there. */
  NONE,
  BASIC_16,
  INDEXED_256,
  TRUE_COLOUR;

  /**
   * What the environment says: {@code NO_COLOR}, if set to anything, wins; then {@code COLORTERM},
   * then the name of the terminal in {@code TERM}.
   */
  public static ColourDepth of(UnaryOperator<@Nullable String> environment) {
    String term = word(environment, "TERM");
    if (!word(environment, "NO_COLOR").isEmpty() || term.isEmpty() || term.equals("dumb")) {
      return NONE;
    }
    String colours = word(environment, "COLORTERM");
    if (colours.equals("truecolor") || colours.equals("24bit") || term.endsWith("-direct")) {
      return TRUE_COLOUR;
    }
    if (term.contains("256")) {
      return INDEXED_256;
    }
    return term.endsWith("-m") || term.startsWith("vt") ? NONE : BASIC_16;
  }

  private static String word(UnaryOperator<@Nullable String> environment, String name) {
    String value = environment.apply(name);
    return value == null ? "" : value.toLowerCase(Locale.ROOT);
  }
}
