package dev.kvarium.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Compares pictures with those in {@code src/test/resources/view}, which a person has looked at.
 * {@code mvn test -Dtest=GoldenViewTest -Dgolden=write} draws them anew; look at the difference.
 */
class GoldenViewTest {
  @ParameterizedTest(name = "{0} {1} {2}x{3}")
  @CsvSource({
    "keyspace, empty, 80, 24",
    "keyspace, small, 80, 24",
    "keyspace, small, 40, 10",
    "keyspace, many, 80, 24",
    "inspect, small, 80, 24",
    "inspect, small, 40, 10",
    "inspect, many, 80, 24",
    "inspect, small, 200, 50",
    "aof, empty, 80, 24",
    "aof, without, 80, 24",
    "aof, small, 80, 24",
    "aof, small, 40, 10",
    "aof, many, 120, 16",
  })
  void looksAsItDid(String view, String scene, int columns, int rows) throws Exception {
    Scene seen =
        switch (scene) {
          case "empty" -> Scenes.empty();
          case "small" -> Scenes.small();
          case "many" -> Scenes.many();
          default -> Scenes.withoutLog();
        };
    View found = Views.find(view).orElseThrow();
    Picture picture = found.look(seen, found.syntax().isEmpty() ? List.of() : List.of("any key"));
    String drawn = new PlainRenderer(false).render(picture.draw(columns, rows));
    compare("%s-%s-%dx%d.txt".formatted(view, scene, columns, rows), drawn);
  }

  @ParameterizedTest(name = "{0} in words")
  @CsvSource({"keyspace", "inspect", "aof"})
  void isToldAsItWas(String view) throws Exception {
    View found = Views.find(view).orElseThrow();
    Picture picture =
        found.look(Scenes.small(), found.syntax().isEmpty() ? List.of() : List.of("any key"));
    compare(view + "-small-words.txt", picture.narration() + "\n");
  }

  private static void compare(String name, String drawn) throws IOException {
    Path golden = Path.of("src", "test", "resources", "view", name);
    if ("write".equals(System.getProperty("golden"))) {
      Files.createDirectories(golden.getParent());
      Files.writeString(golden, drawn);
    }
    assertThat(drawn).isEqualTo(Files.readString(golden));
  }
}
