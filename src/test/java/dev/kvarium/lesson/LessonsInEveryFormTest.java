package dev.kvarium.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Part;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.repl.Piped;
import dev.kvarium.repl.SessionOptions;
import dev.kvarium.view.Canvas;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every lesson is played to its end with ASCII alone and no colour, and in words alone. */
@Execution(ExecutionMode.CONCURRENT)
class LessonsInEveryFormTest {
  private static final Pattern NUMBER = Pattern.compile("[0-9][0-9a-fA-F.,:]*");
  private static final Pattern DRAWN = Pattern.compile("[─│┌┐└┘├┤┬┴┼┄╌█▓▒░▁▂▃▄▅▆▇]");

  static List<String> files() {
    return LessonFiles.chosen();
  }

  /** What somebody reads who enters the same lines in a session with other options. */
  private static String read(String file, SessionOptions form) {
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    LessonLines.register(lab);
    List<String> lines = new ArrayList<>(LessonLines.of(file));
    lines.add(":lesson");
    byte[] typed = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    SessionOptions options =
        form.withLab(() -> lab).withGlass(true).withFirst(":lesson " + LessonParser.name(file));
    int exit =
        Piped.run(
            options,
            new ByteArrayInputStream(typed),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(exit).isZero();
    String text = out.toString(StandardCharsets.UTF_8);
    assertThat(text.replaceAll("\\s+", " "))
        .contains("That was '" + LessonFiles.lesson(file).head().title() + "'")
        .contains(LessonFiles.lesson(file).head().minutes() + " min done");
    return text;
  }

  private static List<List<Part>> pages(String file) {
    Learner learner = new Learner(LessonFiles.lesson(file));
    LessonLines.of(file).forEach(learner::type);
    assertThat(learner.finished).isTrue();
    return learner.pages;
  }

  @ParameterizedTest
  @MethodSource("files")
  void inAsciiWithoutColour(String file) {
    String text = read(file, SessionOptions.DEFAULT.withAscii(true).withColour(false));
    assertThat(text.replaceAll("[\\x20-\\x7e\\n]", "")).as("not ASCII, or control").isEmpty();
    for (String line : text.lines().toList()) {
      assertThat(line).as("a glyph without a stand-in").doesNotContain("\\xe2\\x9");
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void inWordsAlone(String file) {
    String text = read(file, SessionOptions.DEFAULT.withNarrate(true));
    assertThat(text).doesNotContainPattern("\u001b").doesNotContainPattern(DRAWN);
    for (List<Part> page : pages(file)) {
      for (Part part : page) {
        if (part instanceof Part.Picture shown) {
          String words = shown.picture().narration();
          Canvas canvas = shown.picture().draw(80, shown.picture().rows(80));
          for (int y = 0; y < canvas.height(); y++) {
            Matcher number = NUMBER.matcher(canvas.row(y));
            while (number.find()) {
              assertThat(words).contains(number.group().replaceAll("[.,:]+$", ""));
            }
          }
        }
      }
    }
  }
}
