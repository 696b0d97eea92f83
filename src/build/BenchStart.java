import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Size;
import org.jline.terminal.impl.jni.JniNativePty;
import org.jline.terminal.impl.jni.JniTerminalProvider;
import org.jline.terminal.spi.Pty;

/**
 * Start-up times side by side: an empty Java main as the floor, then what people start.
 *
 * <p>The ways take turns, so that whatever else the machine does falls on all of them alike; the
 * medians of the rounds are what to look at, and their ratio to the floor of the same run. The
 * prompt gets a pseudo-terminal and counts until it is drawn.
 */
final class BenchStart {
  private static final int WARM_UP_ROUNDS = 2;
  private static final String PROMPT = "> ";

  private static final String EMPTY =
      """
      public class Empty {
        public static void main(String[] args) {}
      }
      """;

  private static final String TEN_LINES =
      """
      > SET user:1 ada
      OK
      > GET user:1
      "ada"
      > RPUSH jobs a b c
      (integer) 3
      > LLEN jobs
      (integer) 3
      > DEL user:1 jobs
      (integer) 2
      """;

  /** One way of starting; a limit is a ratio to the floor. */
  private record Way(String name, List<String> command, boolean terminal, double limit) {}

  public static void main(String[] args) throws Exception {
    String java = args[0];
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 21;
    Path work = Files.createTempDirectory("kvarium-bench-start");
    Path empty = Files.writeString(work.resolve("Empty.java"), EMPTY);
    String javac = Path.of(java).resolveSibling("javac").toString();
    new ProcessBuilder(javac, "-d", work.toString(), empty.toString())
        .inheritIO()
        .start()
        .waitFor();
    Path ten = Files.writeString(work.resolve("ten.kv"), TEN_LINES);

    List<Way> ways = new ArrayList<>();
    ways.add(
        new Way(
            "empty Java main",
            List.of(
                java,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                work.toString(),
                "Empty"),
            false,
            1.0));
    ways.add(new Way("kvarium --version", List.of("./kvarium", "--version"), false, 1.6));
    ways.add(
        new Way("kvarium run ten.kv", List.of("./kvarium", "run", ten.toString()), false, 1.6));
    ways.add(new Way("kvarium (prompt)", List.of("./kvarium"), true, 3.0));

    double[][] millis = new double[ways.size()][rounds];
    for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
      for (int i = 0; i < millis.length; i++) {
        Way way = ways.get(i);
        double taken = way.terminal ? untilPrompt(way, work) : untilExit(way, work);
        if (round >= 0) {
          millis[i][round] = taken;
        }
      }
      if (round == -WARM_UP_ROUNDS) {
        awaitCaches();
      }
    }

    System.out.printf("%-20s %8s %8s %7s %7s%n", "", "median", "best", "ratio", "limit");
    double floor = median(millis[0]);
    for (int i = 0; i < millis.length; i++) {
      double median = median(millis[i]);
      double best = Arrays.stream(millis[i]).min().orElseThrow();
      Way way = ways.get(i);
      String verdict = i == 0 ? "" : median / floor <= way.limit ? "ok" : "over";
      System.out.printf(
          Locale.ROOT,
          "%-20s %5.1f ms %5.1f ms %7.2f %7.1f %s%n",
          way.name,
          median,
          best,
          median / floor,
          way.limit,
          verdict);
    }
    System.out.printf("%d rounds, taking turns%n", rounds);
  }

  /** The first run of each way begins to make what the others start with. */
  private static void awaitCaches() throws InterruptedException {
    long start = System.nanoTime();
    for (String mode : List.of("about", "run", "prompt")) {
      while (!Files.exists(Path.of("target/launcher", mode + ".aot"))
          && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(120)) {
        Thread.sleep(100);
      }
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static double untilExit(Way way, Path work) throws Exception {
    File errors = work.resolve("errors").toFile();
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(way.command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(errors)
            .start();
    int status = process.waitFor();
    double taken = (System.nanoTime() - start) / 1e6;
    if (status != 0) {
      throw new IOException(
          way.command + " exited " + status + "\n" + Files.readString(errors.toPath()));
    }
    return taken;
  }

  /** Starts it on a terminal of its own, and ends it with Ctrl-D once the prompt is there. */
  private static double untilPrompt(Way way, Path work) throws Exception {
    try (Pty pty = new JniTerminalProvider().open(null, new Size(80, 24))) {
      File line = new File(((JniNativePty) pty).getName());
      StringBuilder seen = new StringBuilder();
      ProcessBuilder builder =
          new ProcessBuilder(way.command)
              .redirectInput(line)
              .redirectOutput(line)
              .redirectError(work.resolve("errors").toFile());
      builder.environment().put("TERM", "xterm-256color");
      builder.environment().put("XDG_DATA_HOME", work.toString());
      builder.environment().put("XDG_STATE_HOME", work.toString());
      long start = System.nanoTime();
      Process process = builder.start();
      InputStream output = pty.getMasterInput();
      byte[] chunk = new byte[4096];
      double taken = 0;
      while (taken == 0) {
        int length = output.read(chunk);
        if (length < 0) {
          throw new IOException("no prompt, only: " + seen);
        }
        seen.append(new String(chunk, 0, length, StandardCharsets.UTF_8));
        if (seen.indexOf(PROMPT) >= 0) {
          taken = (System.nanoTime() - start) / 1e6;
        }
      }
      pty.getMasterOutput().write(4);
      pty.getMasterOutput().flush();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("the prompt did not end at Ctrl-D");
      }
      return taken;
    }
  }
}
