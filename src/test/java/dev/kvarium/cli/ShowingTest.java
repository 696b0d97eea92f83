package dev.kvarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.lab.Refusal;
import dev.kvarium.lab.TextFiles;
import dev.kvarium.view.ColourDepth;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ShowingTest {
  private static final String SCRIPT =
      """
      > SET a 1 PX 1500
      OK
      + 1s
      > SET b 2
      OK
      + 10s
      > SET c 3
      OK
      """;

  private static TextFiles file(String text) {
    return new TextFiles() {
      @Override
      public String read(String name) {
        return text;
      }

      @Override
      public void write(String name, String written) throws Refusal {
        throw new Refusal("nothing is written here");
      }
    };
  }

  private static Showing.Wish wish(String view, OptionalLong atMicros, String... words) {
    return new Showing.Wish(
        view,
        "a.kv",
        List.of(words),
        Showing.Format.PLAIN,
        80,
        OptionalLong.empty(),
        atMicros,
        OptionalLong.empty(),
        ColourDepth.NONE,
        false);
  }

  private static String keyspaceAt(long atMicros) {
    return Showing.of(wish("keyspace", OptionalLong.of(atMicros)), file(SCRIPT)).text();
  }

  @Test
  void thePictureOfMessagesIsWhatItsCommandDraws() throws Exception {
    // ./kvarium show messages scenarios/ok-is-not-replicated.kv 10s 12s --format svg --size 80x16
    Showing shown =
        Showing.of(
            new Showing.Wish(
                "messages",
                "scenarios/ok-is-not-replicated.kv",
                List.of("10s", "12s"),
                Showing.Format.SVG,
                80,
                OptionalLong.of(16),
                OptionalLong.empty(),
                OptionalLong.empty(),
                ColourDepth.NONE,
                false),
            new FilesOnDisk());
    assertThat(shown.notes()).isEmpty();
    assertThat(shown.exitCode()).isZero();
    assertThat(shown.text()).isEqualTo(Files.readString(Path.of("docs/pictures/messages.svg")));
  }

  @Test
  void thePictureOfTheDocumentationIsWhatItsCommandDraws() throws Exception {
    // ./kvarium show inspect scenarios/small-hash-grows.kv user:3 --format svg
    Showing shown =
        Showing.of(
            new Showing.Wish(
                "inspect",
                "scenarios/small-hash-grows.kv",
                List.of("user:3"),
                Showing.Format.SVG,
                80,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                ColourDepth.NONE,
                false),
            new FilesOnDisk());
    assertThat(shown.notes()).isEmpty();
    assertThat(shown.exitCode()).isZero();
    assertThat(shown.text()).isEqualTo(Files.readString(Path.of("docs/pictures/inspect.svg")));
  }

  @Test
  void thePictureOfTheFullScreenIsWhatItsCommandDraws() throws Exception {
    // ./kvarium show screen docs/pictures/fullscreen.kv --size 110x32 --format svg
    Showing shown =
        Showing.of(
            new Showing.Wish(
                "screen",
                "docs/pictures/fullscreen.kv",
                List.of(),
                Showing.Format.SVG,
                110,
                OptionalLong.of(32),
                OptionalLong.empty(),
                OptionalLong.empty(),
                ColourDepth.NONE,
                false),
            new FilesOnDisk());
    assertThat(shown.notes()).isEmpty();
    assertThat(shown.exitCode()).isZero();
    assertThat(shown.text()).isEqualTo(Files.readString(Path.of("docs/pictures/fullscreen.svg")));
  }

  @Test
  void theScriptStopsAtTheTimeInTheMiddleOfAWait() {
    assertThat(keyspaceAt(500_000)).contains("t 00:00.500").contains("1 key").contains("in 1.0 s");
    assertThat(keyspaceAt(1_400_000)).contains("t 00:01.400").contains("2 keys");
    assertThat(keyspaceAt(1_505_000)).contains("t 00:01.505").contains("✕ is past");
    assertThat(keyspaceAt(5_000_000)).contains("t 00:05.000").contains("1 key:");
  }

  @Test
  void afterTheEndOfTheScriptTheRestOfTheTimePasses() {
    assertThat(keyspaceAt(3_600_000_000L)).contains("t 1:00:00.000").contains("2 keys");
    assertThat(Showing.of(wish("keyspace", OptionalLong.empty()), file(SCRIPT)).text())
        .contains("t 00:11.000")
        .contains("2 keys");
  }

  @Test
  void aScriptThatIsNotAsItExpectsIsDrawnAndReported() {
    Showing shown =
        Showing.of(wish("keyspace", OptionalLong.empty()), file("> SET a 1\nNO\n> SET b 2\nOK\n"));
    assertThat(shown.exitCode()).isEqualTo(1);
    assertThat(shown.text()).contains("2 keys");
    assertThat(shown.notes()).startsWith("kvarium: a.kv:1: not as the script expects\n");
  }

  @Test
  void whatCannotBeShownIsRefusedInWords() {
    Showing unknown = Showing.of(wish("keyspac", OptionalLong.empty()), file(SCRIPT));
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.notes()).contains("there is no view 'keyspac'").contains("keyspace");
    Showing missing = Showing.of(wish("inspect", OptionalLong.empty(), "z"), file(SCRIPT));
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.notes()).isEqualTo("kvarium: there is no key 'z' in database 0\n");
    Showing noFile = Showing.of(wish("keyspace", OptionalLong.empty()), new FilesOnDisk());
    assertThat(noFile.exitCode()).isEqualTo(2);
    assertThat(noFile.notes()).contains("there is no file a.kv");
  }
}
