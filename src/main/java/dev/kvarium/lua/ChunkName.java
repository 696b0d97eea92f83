package dev.kvarium.lua;

/** How an error names the text that a function came from. */
final class ChunkName {
  private static final int LONGEST_STRING = 63;
  private static final int LONGEST_FILE = 72;
  private static final int LONGEST_TITLE = 79;

  private ChunkName() {}

  /** {@code @file} and {@code =title} are shown as they are, a text by its first line. */
  static String of(String source) {
    if (source.startsWith("=")) {
      return source.substring(1, Math.min(source.length(), LONGEST_TITLE + 1));
    }
    if (source.startsWith("@")) {
      String file = source.substring(1);
      return file.length() > LONGEST_FILE
          ? "..." + file.substring(file.length() - LONGEST_FILE)
          : file;
    }
    int end = 0;
    while (end < source.length() && source.charAt(end) != '\n' && source.charAt(end) != '\r') {
      end++;
    }
    end = Math.min(end, LONGEST_STRING);
    return "[string \"" + source.substring(0, end) + (end < source.length() ? "..." : "") + "\"]";
  }
}
