package dev.kvarium.lab;

/**
 * What kind of line is being typed, and where its words begin: behind {@code >}, {@code worker-1>}
 * or nothing.
 *
 * @param at the index where the rest begins
 * @param rest the command or directive
 */
record Entry(Kind kind, int at, String rest, boolean isProse) {
  enum Kind {
    COMMAND,
    DIRECTIVE,
    /** Time, a fact, a metric, prose. */
    OTHER
  }

  static Entry of(String text) {
    int at = 0;
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    if (at == text.length()) {
      return new Entry(Kind.COMMAND, at, "", false);
    }
    switch (text.charAt(at)) {
      case ':' -> {
        return new Entry(Kind.DIRECTIVE, at, text.substring(at), false);
      }
      case '#' -> {
        return new Entry(Kind.OTHER, at, "", true);
      }
      case '+', '?', '~' -> {
        boolean alone = at + 1 == text.length() || text.charAt(at + 1) == ' ';
        if (alone) {
          return new Entry(Kind.OTHER, at, "", false);
        }
      }
      default -> {}
    }
    int blank = text.indexOf(' ', at);
    if (blank > at && text.charAt(blank - 1) == '>') {
      at = blank + 1;
    } else if (blank < 0 && text.charAt(at) == '>') {
      at++;
    }
    return new Entry(Kind.COMMAND, at, text.substring(at), false);
  }
}
