package dev.kvarium.tui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Refusal;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.lesson.LessonDirectives;
import dev.kvarium.lesson.Notebook;
import dev.kvarium.lesson.Shelf;
import dev.kvarium.lesson.Translation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lessons, played from the first page to the last in the full screen. */
@Execution(ExecutionMode.CONCURRENT)
class LessonOnScreenTest {
  private static final Path FOLDER = Path.of("lessons");

  static List<String> files() {
    try (Stream<Path> all = Files.list(FOLDER)) {
      return all.map(each -> each.getFileName().toString())
          .filter(each -> Translation.isOriginal(each))
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  private static final class Folder implements Shelf {
    @Override
    public List<String> files() {
      return LessonOnScreenTest.files();
    }

    @Override
    public String read(String file) throws Refusal {
      try {
        return Files.readString(FOLDER.resolve(file));
      } catch (IOException unreadable) {
        throw new Refusal("no " + file);
      }
    }
  }

  private static final class Page implements Notebook {
    private String text = "";

    @Override
    public String read() {
      return text;
    }

    @Override
    public void write(String all) {
      text = all;
    }

    @Override
    public String today() {
      return "2026-11-23";
    }
  }

  private final Page page = new Page();

  private Playing begin(String file, int columns, int rows) {
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    LessonDirectives.register(lab, new Folder(), page);
    Playing playing = new Playing(lab, columns, rows, false);
    return playing.enter(":lesson " + file.substring(3, file.length() - 3));
  }

  @ParameterizedTest
  @MethodSource("files")
  void aLessonIsPlayedToItsEnd(String file) {
    Playing playing = begin(file, 80, 24);
    assertThat(playing.screen()).contains("kvarium · lesson · ");
    int questions = 0;
    int tasks = 0;
    for (int i = 0; i < 400 && playing.state().sight().lesson().isPresent(); i++) {
      if (playing.state().sight().isQuestion()) {
        playing.press(Key.END);
        assertThat(playing.screen()).contains("answers", "Hidden until you have answered.");
        playing.enter("a");
        questions++;
        continue;
      }
      playing.enter(":solution");
      if (playing.state().promised().isEmpty()) {
        playing.press(Key.END).press(Key.ENTER);
        continue;
      }
      tasks++;
      while (!playing.state().promised().isEmpty()) {
        assertThat(playing.state().input().text()).isEqualTo(playing.state().promised().getFirst());
        playing.press(Key.ENTER);
      }
      playing.press(Key.END);
      assertThat(playing.screen()).contains("Done");
    }
    assertThat(playing.state().sight().lesson()).as(playing.screen()).isEmpty();
    assertThat(questions).isPositive();
    assertThat(tasks).isPositive();
    assertThat(page.text).contains(file.substring(3, file.length() - 3));
    assertThat(page.text).contains("2026-11-23");
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 200})
  void aPageIsReadFromItsBeginning(int columns) {
    Playing playing = begin(files().getFirst(), columns, columns / 4);
    playing.press(Key.END, Key.ENTER);
    for (int i = 0; i < 20 && !playing.state().sight().isQuestion(); i++) {
      String before = playing.screen();
      playing.press(Key.ENTER);
      assertThat(playing.screen()).isNotEqualTo(before);
    }
    assertThat(playing.screen()).contains("Predict.");
  }

  @Test
  void aLessonThatGoesOnIsReadAlsoWhereAViewHadTheScreen() {
    Playing playing = begin(files().getFirst(), 80, 24);
    playing.press(Key.END, Key.SHARE);
    assertThat(playing.state().share()).isEqualTo(Share.VIEW);
    playing.press(Key.ENTER);
    assertThat(playing.state().share()).isEqualTo(Share.BOTH);
    assertThat(playing.screen()).contains("transcript", "1 of 5");
  }

  @Test
  void onANarrowScreenALessonHasTheRoomOfTheViews() {
    Playing playing = begin(files().getFirst(), 60, 24);
    playing.press(Key.END);
    assertThat(playing.state().layout().transcript()).isEqualTo(58);
    playing.press(Key.SHARE);
    assertThat(playing.state().layout().transcript()).isZero();
    playing.press(Key.SHARE, Key.SHARE);
    assertThat(playing.state().layout().transcript()).as("no third way").isZero();
    assertThat(playing.resize(80, 24).press(Key.SHARE).state().layout().isShared()).isFalse();
    assertThat(playing.press(Key.SHARE).state().layout().isShared()).isTrue();
  }

  @Test
  void theKeysSayWhatEnterDoes() {
    Playing playing = begin(files().getFirst(), 80, 24);
    playing.press(Key.END);
    assertThat(playing.screen()).contains("Enter goes on");
    for (int i = 0; i < 60 && !playing.screen().contains("Task 1"); i++) {
      playing.press(Key.END);
      if (playing.state().sight().isQuestion()) {
        playing.enter("a");
      } else {
        playing.press(Key.ENTER);
      }
    }
    assertThat(playing.press(Key.END).screen()).contains("Enter what differs");
  }
}
