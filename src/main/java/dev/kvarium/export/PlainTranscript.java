package dev.kvarium.export;

import dev.kvarium.script.PartText;

/** A session as it would look on a terminal without colours, 80 columns wide. */
public final class PlainTranscript {
  private PlainTranscript() {}

  /** All of it, each line ended by a line feed. */
  public static String of(Playback playback) {
    StringBuilder text = new StringBuilder();
    if (!playback.intro().isEmpty() || !playback.title().equals(playback.name())) {
      prose(text, (playback.title() + "\n" + playback.intro()).strip());
    }
    for (Frame frame : playback.frames()) {
      prose(text, frame.prose());
      text.append(frame.prompt()).append(frame.entry()).append('\n');
      String answer = PartText.all(frame.parts());
      if (!answer.isEmpty()) {
        text.append(answer).append('\n');
      }
      for (Frame.Check check : frame.checks()) {
        text.append(check.line()).append(check.holds() ? "" : "   does not hold").append('\n');
      }
    }
    return text.toString();
  }

  private static void prose(StringBuilder text, String prose) {
    prose.lines().forEach(line -> text.append("# ").append(line).append('\n'));
  }
}
