package dev.kvarium.repl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.lesson.LessonLines;
import dev.kvarium.view.ColourDepth;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every lesson is played to its end at a terminal that has neither colours nor more than ASCII, by
 * somebody who types faster than anything is drawn.
 */
class LessonsAtTheTerminalTest {
  static List<String> files() {
    return LessonLines.files();
  }

  @Test
  void theBannerTellsOfTheWorldThatALessonBrings() throws Exception {
    SessionOptions options =
        SessionOptions.DEFAULT
            .withFirst(":lesson 15")
            .withLab(
                () -> {
                  Lab lab = Lab.open(WorldSpec.DEFAULT);
                  LessonLines.register(lab);
                  return lab;
                });
    try (TypedSession session = TypedSession.open(options, ColourDepth.NONE, Optional.empty())) {
      session.awaitText("Three kinds of waste");
      assertThat(session.raw()).contains("0.1 · memcached 1.6").doesNotContain("redis 7.0");
    }
  }

  @Test
  void whoHearsALessonHearsNoSigns() throws Exception {
    SessionOptions options =
        SessionOptions.DEFAULT
            .withNarrate(true)
            .withColour(false)
            .withLab(
                () -> {
                  Lab lab = Lab.open(WorldSpec.DEFAULT);
                  LessonLines.register(lab);
                  return lab;
                });
    String file = files().getFirst();
    try (TypedSession session = TypedSession.open(options, ColourDepth.NONE, Optional.empty())) {
      session.type(":lesson 1");
      for (String line : LessonLines.of(file)) {
        session.type(line);
      }
      session.type("GET mine");
      session.awaitText("redis> GET mine\n(nil)");
      assertThat(session.raw())
          .contains("Note: embstr to raw: edited in place")
          .doesNotContainPattern("[▲▼→←·×│—✕]");
    }
  }

  /** Some are played on a terminal that can do all, but is asked for neither colours nor glyphs. */
  static List<String> some() {
    return files().subList(0, 4);
  }

  @ParameterizedTest
  @MethodSource("some")
  void aLessonIsPlayedToItsEndWithoutColours(String file) throws Exception {
    try (TypedSession session = TypedSession.open(options(), ColourDepth.NONE, Optional.empty())) {
      play(session, file);
      assertThat(session.raw())
          .as("colours")
          .doesNotContainPattern("\u001b\\[[0-9;]*(3[0-7]|38;)[0-9;]*m");
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void aLessonIsPlayedToItsEndOnADumbTerminal(String file) throws Exception {
    try (TypedSession session = TypedSession.openDumb(options())) {
      play(session, file);
      assertThat(session.raw())
          .as("sequences that a dumb terminal cannot read")
          .doesNotContain("\u001b");
    }
  }

  private static SessionOptions options() {
    return SessionOptions.DEFAULT
        .withAscii(true)
        .withColour(false)
        .withLab(
            () -> {
              Lab lab = Lab.open(WorldSpec.DEFAULT);
              LessonLines.register(lab);
              return lab;
            });
  }

  /** Plays a lesson from the first page to the last. */
  private static void play(TypedSession session, String file) throws Exception {
    session.type("SET mine 1");
    session.awaitText("redis> SET mine 1\nOK");
    session.type(":lesson " + file.substring(0, 2).replaceFirst("^0", ""));
    for (String line : LessonLines.of(file)) {
      session.type(line);
    }
    session.type("GET mine");
    session.awaitText("redis> GET mine\n\"1\"");
    String written = session.raw();
    assertThat(written).as("characters beyond ASCII").matches("[\\x00-\\x7f]*");
    assertThat(written).contains("Done");
  }
}
