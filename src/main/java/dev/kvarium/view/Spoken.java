package dev.kvarium.view;

/**
 * Text for somebody who hears it: the signs that are drawn between words become words or the marks
 * at which a voice pauses. Replies of a server are never passed through here; they are what they
 * are.
 */
public final class Spoken {
  private Spoken() {}

  /** The words of a line or of several. */
  public static String words(String text) {
    if (text.chars().allMatch(each -> each < 0x80)) {
      return text;
    }
    return text.replaceAll("(^|\\s)▲ ", "$1Note: ")
        .replace(" · ", "; ")
        .replaceAll("(^|[\\s(])→ ", "$1to ")
        .replace(" → ", " to ")
        .replace(" ← ", " from ")
        .replace(" — ", ", ")
        .replace(" – ", ", ")
        .replace(" × ", " times ")
        .replaceAll("(?<=[0-9])×(?=[0-9])", " by ")
        .replace("≤ ", "at most ")
        .replace("≥ ", "at least ")
        .replaceAll("(^|\\s)[▲▼✕●│·→←↑↓×] ?", "$1")
        .replace("…", "...")
        .replace("µs", "microseconds");
  }

  /** The same for a line in styles, in the one that it begins with. */
  public static StyledText words(StyledText text) {
    return text.isEmpty()
        ? text
        : StyledText.of(words(text.text()), text.pieces().getFirst().style());
  }
}
