package dev.kvarium.export;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The browser of the machine without a window, for a page at some size. */
final class Chromium {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "chrome");

  private static final long MOST_SECONDS = 300;

  private final String program;

  private Chromium(String program) {
    this.program = program;
  }

  /** The one on the path, if there is any. */
  static Optional<Chromium> find() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return NAMES.stream()
        .flatMap(
            name -> Stream.of(path.split(File.pathSeparator)).map(each -> new File(each, name)))
        .filter(File::canExecute)
        .findFirst()
        .map(found -> new Chromium(found.getPath()));
  }

  /**
   * What a page posts to the one that it is framed in, as HTML. It is framed, since no window of
   * the browser is as narrow as that of a telephone.
   *
   * @param folder of the test's own; the browser keeps its profile there
   */
  String posted(Path folder, String page, int columns, boolean dark)
      throws IOException, InterruptedException {
    Files.writeString(folder.resolve("page.html"), page);
    Path file = folder.resolve("frame.html");
    Files.writeString(
        file,
        "<!doctype html><body><script>addEventListener('message', e =>"
            + " document.body.append(e.data))</script><iframe src=page.html"
            + " style='border:0;height:800px;width:"
            + columns
            + "px'></iframe>");
    Path out = folder.resolve("out.html");
    Process process =
        new ProcessBuilder(
                program,
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--user-data-dir=" + folder.resolve("profile"),
                "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1),
                "--window-size=1400,900",
                "--virtual-time-budget=20000",
                "--dump-dom",
                file.toUri().toString())
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("the browser is not done after " + MOST_SECONDS + " s");
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    return Files.readString(out, StandardCharsets.UTF_8);
  }
}
