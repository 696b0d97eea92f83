package dev.kvarium.redis.command;

/** Reads from a syntax text how many words a command takes. */
final class Arity {
  private final String syntax;
  private int at;
  private boolean open;

  private Arity(String syntax) {
    this.syntax = syntax;
  }

  /** The number of words, or its negative when more may follow. */
  static int of(String syntax, int wordsOfName) {
    Arity arity = new Arity(syntax);
    int words = wordsOfName + arity.sequence('\0');
    return arity.open ? -words : words;
  }

  /** The least number of words up to a closing bracket, over all alternatives. */
  private int sequence(char close) {
    int least = Integer.MAX_VALUE;
    int words = 0;
    while (at < syntax.length()) {
      char c = syntax.charAt(at);
      if (c == close) {
        break;
      } else if (c == ' ') {
        at++;
      } else if (c == '[') {
        at++;
        sequence(']');
        at++;
        open = true;
      } else if (c == '<') {
        at++;
        words += sequence('>');
        at++;
      } else if (c == '|') {
        at++;
        least = Math.min(least, words);
        words = 0;
      } else {
        words += word() ? 1 : 0;
      }
    }
    return Math.min(least, words);
  }

  private boolean word() {
    int start = at;
    while (at < syntax.length() && " []<>|".indexOf(syntax.charAt(at)) < 0) {
      at++;
    }
    boolean dots = syntax.startsWith("...", start);
    open |= dots;
    return !dots;
  }
}
