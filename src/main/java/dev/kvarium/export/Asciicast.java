package dev.kvarium.export;

import dev.kvarium.base.JsonText;
import dev.kvarium.lab.Part;
import dev.kvarium.view.AnsiRenderer;
import dev.kvarium.view.ColourDepth;
import dev.kvarium.view.Style;
import dev.kvarium.view.StyledText;

/**
 * A session as an asciicast of version 2, which asciinema and its players on the web show: what a
 * terminal was sent, and when, one JSON array a line behind a header.
 *
 * <pre>
 * {"version":2,"width":80,"height":24,"title":"a write waits"}
 * [0.000,"m","1 SET a 1"]        a marker: players stop there, or jump from one to the next
 * [0.000,"o","redis> "]
 * [0.040,"o","S"]                as if typed
 * </pre>
 *
 * <p>Nobody's typing is kept, so it is typed at an even pace; where virtual time passes, the
 * recording waits as long, up to two seconds. Source: docs.asciinema.org, asciicast v2.
 */
public final class Asciicast {
  static final int COLUMNS = 80;
  static final int ROWS = 24;
  private static final int KEY_MILLIS = 40;

  /** A long line is typed faster. */
  private static final int LINE_MILLIS = 1_600;

  private static final int READING_MILLIS = 900;
  private static final int MOST_WAITING_MILLIS = 2_000;

  private final AnsiRenderer renderer = new AnsiRenderer(ColourDepth.INDEXED_256, false);
  private final JsonText json = new JsonText();
  private long millis;

  private Asciicast() {}

  /** The whole file. */
  public static String of(Playback playback) {
    return new Asciicast().write(playback);
  }

  private String write(Playback playback) {
    json.open('{').member("version", 2).member("width", COLUMNS).member("height", ROWS);
    json.member("title", playback.title());
    json.name("env").open('{').member("TERM", "xterm-256color").close('}').close('}').end();
    long before = 0;
    for (Frame frame : playback.frames()) {
      event("m", frame.number() + " " + frame.entry());
      frame.prose().lines().forEach(this::prose);
      event("o", renderer.render(StyledText.of(frame.prompt(), Style.BOLD)));
      type(frame.entry());
      for (Part part : frame.parts()) {
        output(text(part));
      }
      for (Frame.Check check : frame.checks()) {
        output(check.line() + (check.holds() ? "" : "   does not hold") + "\n");
      }
      long passed = (frame.sinceStartMicros() - before) / 1_000;
      before = frame.sinceStartMicros();
      millis += READING_MILLIS + StrictMath.clamp(passed, 0, MOST_WAITING_MILLIS);
    }
    event("o", "\r\n");
    return json.toString();
  }

  private void prose(String line) {
    output(renderer.render(StyledText.of("# " + line, Style.DIM)) + "\n");
    millis += READING_MILLIS;
  }

  private void type(String entry) {
    int characters = StrictMath.max(1, entry.codePointCount(0, entry.length()));
    int key = StrictMath.max(1, StrictMath.min(KEY_MILLIS, LINE_MILLIS / characters));
    entry
        .codePoints()
        .forEach(
            each -> {
              event("o", Character.toString(each));
              millis += key;
            });
    event("o", "\r\n");
  }

  private String text(Part part) {
    return switch (part) {
      case Part.Replied replied -> replied.text() + "\n";
      case Part.Delivered delivered -> delivered.lines() + "\n";
      case Part.Glass glass -> "  " + renderer.render(glass.line()) + "\n";
      case Part.Picture shown ->
          renderer.render(
              shown
                  .picture()
                  .draw(COLUMNS, StrictMath.min(ROWS - 1, shown.picture().rows(COLUMNS))));
      case Part.Offered offered -> "> " + String.join("\n> ", offered.lines()) + "\n";
      case Part.Said said -> said.text() + "\n";
      case Part.Problem problem ->
          renderer.render(StyledText.of(problem.what(), Style.WRONG)) + "\n";
    };
  }

  private void output(String text) {
    event("o", text.replace("\n", "\r\n"));
  }

  private void event(String kind, String data) {
    String decimals = Long.toString(1_000 + millis % 1_000).substring(1);
    json.open('[').numberOrText(millis / 1_000 + "." + decimals);
    json.value(kind).value(data).close(']').end();
  }
}
