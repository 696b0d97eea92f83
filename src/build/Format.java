import com.google.googlejavaformat.java.GoogleJavaFormatToolProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lays out every Java source with google-java-format, or only checks that it is laid out so.
 *
 * <p>Started by the build as a single-file program ({@code java -cp google-java-format.jar
 * Format.java check|write}), because the formatter takes files, not folders, and needs the JDK that
 * the sources are written for rather than the one that Maven runs on. What jbang starts is left
 * alone: the formatter would make prose of its {@code //DEPS}.
 */
final class Format {
  public static void main(String[] args) throws IOException {
    boolean write = args.length == 1 && args[0].equals("write");
    if (!write && !(args.length == 1 && args[0].equals("check"))) {
      System.err.println("Format: say 'check' or 'write'");
      System.exit(2);
    }
    List<String> command = new ArrayList<>();
    command.addAll(write ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      files.map(Path::toString).filter(f -> f.endsWith(".java")).sorted().forEach(command::add);
    }
    int status =
        new GoogleJavaFormatToolProvider()
            .run(System.out, System.err, command.toArray(String[]::new));
    if (status != 0 && !write) {
      System.err.println(
          "The files above are not laid out as google-java-format does: ./dev format");
    }
    System.exit(status);
  }
}
