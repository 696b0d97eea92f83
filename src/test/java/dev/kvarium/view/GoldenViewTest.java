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
    "dict, empty, 80, 24",
    "dict, small, 80, 24",
    "dict, small, 40, 10",
    "dict, many, 80, 24",
    "dict, many, 200, 50",
    "expiry, empty, 80, 24",
    "expiry, small, 80, 24",
    "expiry, small, 40, 10",
    "expiry, many, 80, 24",
    "stream, empty, 80, 24",
    "stream, small, 80, 24",
    "stream, small, 40, 10",
    "stream, many, 80, 24",
    "stream, many, 200, 50",
    "timeline, empty, 80, 24",
    "timeline, small, 80, 24",
    "timeline, small, 40, 10",
    "timeline, many, 80, 24",
    "timeline, many, 200, 50",
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
    Picture picture = found.look(seen, words(found));
    String drawn = new PlainRenderer(false).render(picture.draw(columns, rows));
    compare("%s-%s-%dx%d.txt".formatted(view, scene, columns, rows), drawn);
  }

  @ParameterizedTest(name = "{0} in words")
  @CsvSource({"keyspace", "inspect", "aof", "dict", "expiry", "stream", "timeline"})
  void isToldAsItWas(String view) throws Exception {
    View found = Views.find(view).orElseThrow();
    Picture picture = found.look(Scenes.small(), words(found));
    compare(view + "-small-words.txt", picture.narration() + "\n");
  }

  private static List<String> words(View view) {
    return switch (view.name()) {
      case "inspect" -> List.of("any key");
      case "dict" -> List.of("key:0:3");
      default -> List.of();
    };
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
