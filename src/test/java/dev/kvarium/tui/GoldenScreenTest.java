package dev.kvarium.tui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Compares screens with those in {@code src/test/resources/tui}, which a person has looked at.
 * {@code mvn test -Dtest=GoldenScreenTest -Dgolden=write} draws them anew; look at the difference.
 */
class GoldenScreenTest {
  private static Playing played(int columns, int rows) {
    return new Playing(columns, rows)
        .enter("CONFIG SET hash-max-listpack-value 8")
        .enter("SET user:1 ada EX 30")
        .enter("HSET cart:9 qty 2")
        .enter("+ 1500ms")
        .enter("HSET cart:9 note ten-letters")
        .enter("GETT user:1");
  }

  @ParameterizedTest(name = "{0}x{1}")
  @CsvSource({"80, 24", "200, 50", "60, 15", "50, 12"})
  void looksAsItDid(int columns, int rows) throws IOException {
    compare("screen-%dx%d.txt".formatted(columns, rows), played(columns, rows).screen());
  }

  @Test
  void looksAsItDidInAscii() throws IOException {
    String drawn = played(80, 24).ascii();
    assertThat(drawn).matches("\\p{ASCII}*");
    compare("screen-ascii-80x24.txt", drawn);
  }

  @Test
  void dataOutsideOfAsciiIsEscaped() {
    Playing playing =
        new Playing(100, 30, true).enter(":stepped").enter("SET grüße 日本").enter(":inspect grüße");
    assertThat(playing.ascii())
        .contains("gr\\xc3\\xbc\\xc3\\x9fe", "keyspace - main")
        .doesNotContain("?e");
    assertThat(playing.type("?").ascii()).contains("gr\\xc3\\xbc").doesNotContain("gr?");
  }

  @Test
  void offersWords() throws IOException {
    compare("offers-80x24.txt", played(80, 24).type("HINC").press(Key.TAB, Key.TAB).screen());
  }

  @Test
  void explainsItself() throws IOException {
    compare("explained-80x24.txt", played(80, 24).type("?").screen());
  }

  @Test
  void showsAFactUnderTheCursor() throws IOException {
    compare("cursor-80x24.txt", played(80, 24).press(Key.LEFT, Key.LEFT).screen());
  }

  @Test
  void everySizeCanBeDrawn() {
    Playing playing = played(80, 24);
    for (int columns = 1; columns <= 210; columns += 7) {
      for (int rows = 1; rows <= 60; rows += 3) {
        playing.resize(columns, rows);
        Drawing.Drawn drawn = Drawing.of(playing.state(), new Gallery());
        assertThat(drawn.cursorX()).isBetween(0, columns - 1);
        assertThat(drawn.cursorY()).isBetween(0, rows - 1);
        playing.type("?");
        assertThat(playing.screen()).isNotEmpty();
        playing.press(Key.ESCAPE);
      }
    }
  }

  private static void compare(String name, String drawn) throws IOException {
    Path golden = Path.of("src", "test", "resources", "tui", name);
    if ("write".equals(System.getProperty("golden"))) {
      Files.createDirectories(golden.getParent());
      Files.writeString(golden, drawn);
    }
    assertThat(drawn).isEqualTo(Files.readString(golden));
  }
}
