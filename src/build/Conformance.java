import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Plays Redis's own tests against a server on a port, and says of each unit how many of the tests
 * pass that redis-server 7.0.15 passes so, in its suite's external mode.
 *
 * <p>The tests are not part of this project: they come from Debian's source package of Redis, or
 * from a folder that is named. {@code src/conformance/redis-7.0.15.tsv} lists by unit and name
 * those that the real server passes; a name that occurs twice in a unit counts twice. Every unit
 * gets a fresh server. A test in which the server hangs counts as failed, and its unit is played
 * again without it.
 */
final class Conformance {
  private static final String VERSION = "7.0.15";
  private static final Path BASELINE = Path.of("src/conformance/redis-" + VERSION + ".tsv");
  private static final Path OUT = Path.of("target/conformance");
  private static final int HANGS = 3;
  private static final int START_SECONDS = 60;
  private static final int UNIT_SECONDS = 400;
  private static final int DETAIL = 200;

  /**
   * Wants the pid of a server on the same machine, and leaves others with a save that never ends.
   */
  private static final String NOT_PLAYED = "SRANDMEMBER with a dict containing long chain";

  private static final Pattern PASSED = Pattern.compile("\\[ok]: (.*?)( \\(\\d+ ms\\))?");
  private static final Pattern FAILED = Pattern.compile("\\[err]: (.*) in tests/\\S*\\.tcl");
  private static final Pattern HANGING = Pattern.compile(".* => \\(IN PROGRESS\\) (.*)");
  private static final Pattern ABORTED = Pattern.compile("\\[(?:exception|err)]: (.*)");

  private Path tests = Path.of("");
  private String server = "./kvarium serve --redis {port}";
  private int idleSeconds = 60;
  private final List<String> units = new ArrayList<>();

  /** What became of the tests of a unit: names in the order in which they ended, and why. */
  private record Outcome(List<String> passed, SequencedMap<String, String> failed, String note) {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Conformance run = new Conformance();
    if (!run.read(args)) {
      System.exit(2);
    }
    run.play();
  }

  private boolean read(String[] args) throws IOException, InterruptedException {
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--tests" -> tests = Path.of(args[++i]);
        case "--server" -> server = args[++i];
        case "--idle" -> idleSeconds = Integer.parseInt(args[++i]);
        case "-h", "--help" -> {
          System.out.println(
              """
              ./dev conformance [--tests DIR] [--server COMMAND] [--idle SECONDS] [UNIT…]
                --tests    a tree of Redis %s with its tests/; else Debian's source package
                --server   starts what is tested on {port}; else ./kvarium serve --redis {port}
                --idle     when a test that does nothing counts as hanging, 60 if not said
                UNIT       such as unit/type/list; all if none\
              """
                  .formatted(VERSION));
          return false;
        }
        default -> units.add(args[i]);
      }
    }
    if (tests.toString().isEmpty()) {
      tests = debian();
    }
    if (!Files.exists(tests.resolve("tests/test_helper.tcl"))) {
      System.err.println("conformance: " + tests + " holds no tests/test_helper.tcl");
      return false;
    }
    return true;
  }

  /** The tests of Debian's source package, fetched once and kept in the user's cache. */
  private static Path debian() throws IOException, InterruptedException {
    Process script =
        new ProcessBuilder("bash", "src/conformance/debian-source", "redis")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String folder = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (script.waitFor() != 0) {
      System.exit(2);
    }
    return Path.of(folder.strip());
  }

  private void play() throws IOException, InterruptedException {
    SequencedMap<String, List<String>> wanted = baseline();
    if (units.isEmpty()) {
      units.addAll(wanted.keySet());
    }
    Files.createDirectories(OUT);
    List<String> report = new ArrayList<>();
    int passed = 0;
    int all = 0;
    System.out.printf("%-24s %6s %6s %8s%n", "unit", "passed", "of", "seconds");
    for (String unit : units) {
      long since = System.nanoTime();
      List<String> names = wanted.getOrDefault(unit, List.of());
      Outcome outcome = unit(unit);
      int here = score(unit, names, outcome, report);
      passed += here;
      all += names.size();
      System.out.printf(
          Locale.ROOT,
          "%-24s %6d %6d %8d  %s%n",
          unit,
          here,
          names.size(),
          TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since),
          outcome.note);
    }
    System.out.printf(
        Locale.ROOT, "%-24s %6d %6d   %5.2f %%%n", "all", passed, all, 100.0 * passed / all);
    Path file = OUT.resolve("redis.tsv");
    Files.write(file, report, StandardCharsets.UTF_8);
    System.out.println("Which, and why the others fail: " + file);
  }

  private static SequencedMap<String, List<String>> baseline() throws IOException {
    SequencedMap<String, List<String>> byUnit = new LinkedHashMap<>();
    for (String line : Files.readAllLines(BASELINE)) {
      int tab = line.indexOf('\t');
      byUnit
          .computeIfAbsent(line.substring(0, tab), unit -> new ArrayList<>())
          .add(line.substring(tab + 1));
    }
    return byUnit;
  }

  private static int score(String unit, List<String> names, Outcome outcome, List<String> report) {
    List<String> passed = new ArrayList<>(outcome.passed);
    int score = 0;
    for (String name : names) {
      boolean ok = passed.remove(name);
      score += ok ? 1 : 0;
      String why = ok ? "" : outcome.failed.getOrDefault(name, "");
      String result = ok ? "pass" : outcome.failed.containsKey(name) ? "fail" : "not run";
      report.add(String.join("\t", unit, name, result, why));
    }
    return score;
  }

  /** Plays a unit, without the tests that hang if there are some. */
  private Outcome unit(String unit) throws IOException, InterruptedException {
    List<String> skipped = new ArrayList<>(List.of(NOT_PLAYED));
    SequencedMap<String, String> hung = new LinkedHashMap<>();
    while (true) {
      Optional<String> hanging = Optional.empty();
      Outcome outcome = new Outcome(new ArrayList<>(), new LinkedHashMap<>(hung), "");
      Path log = OUT.resolve(unit.replace('/', '_') + ".log");
      int port = freePort();
      Process process = start(port, log);
      if (!answers(port, process)) {
        process.destroyForcibly();
        return new Outcome(List.of(), hung, "the server does not start, see " + log);
      }
      Path folder = tree();
      try {
        suite(unit, port, skipped, folder, log);
      } finally {
        delete(folder);
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      }
      StringBuilder note = new StringBuilder();
      hanging = understand(log, outcome, note);
      if (!hung.isEmpty()) {
        note.append(" without ").append(hung.size()).append(" that hung");
      }
      Outcome noted = new Outcome(outcome.passed, outcome.failed, note.toString().strip());
      if (hanging.isEmpty() || hung.size() == HANGS) {
        return noted;
      }
      hung.put(hanging.get(), "(hangs)");
      skipped.add(hanging.get());
    }
  }

  private Process start(int port, Path log) throws IOException {
    List<String> words =
        new ArrayList<>(List.of(server.replace("{port}", Integer.toString(port)).split(" ")));
    for (String word :
        List.of("--enable-protected-configs", "yes", "--enable-debug-command", "yes")) {
      words.add(word);
    }
    words.addAll(List.of("--appendonly", "no", "--save", ""));
    Path folder = Files.createDirectories(OUT.resolve("data"));
    words.addAll(List.of("--dir", folder.toAbsolutePath().toString()));
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(Path.of(log + ".server").toFile())
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean answers(int port, Process process) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (System.nanoTime() < until && process.isAlive()) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
        socket.setSoTimeout(1_000);
        socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
        if (socket.getInputStream().read() >= 0) {
          return true;
        }
      } catch (IOException notYet) {
        Thread.sleep(50);
      }
    }
    return false;
  }

  /** A copy of the tests, so that the one given stays as it was, with the programs they start. */
  private Path tree() throws IOException {
    Path folder = Files.createTempDirectory("kvarium-conformance");
    Path from = tests.resolve("tests");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path each : files.toList()) {
        Path to = folder.resolve("tests").resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(to);
        } else {
          Files.copy(each, to);
        }
      }
    }
    Files.createDirectories(folder.resolve("tests/tmp"));
    Files.createDirectories(folder.resolve("src"));
    for (String program : List.of("redis-cli", "redis-benchmark", "redis-server")) {
      for (String place : System.getenv("PATH").split(":")) {
        Path found = Path.of(place, program);
        if (Files.isExecutable(found)) {
          Files.createSymbolicLink(folder.resolve("src").resolve(program), found);
          break;
        }
      }
    }
    return folder;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (UncheckedIOException busy) {
      System.err.println("conformance: some files are left in " + folder);
    }
  }

  private void suite(String unit, int port, List<String> skipped, Path folder, Path log)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("tclsh", "tests/test_helper.tcl"));
    words.addAll(List.of("--host", "127.0.0.1", "--port", Integer.toString(port)));
    int base = 21_100 + (int) (ProcessHandle.current().pid() % 70) * 100;
    words.addAll(List.of("--baseport", Integer.toString(base), "--durable", "--single", unit));
    words.addAll(List.of("--timeout", Integer.toString(idleSeconds)));
    for (String name : skipped) {
      words.addAll(List.of("--skiptest", name));
    }
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("TERM", "dumb");
    Process process =
        builder
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(log.toAbsolutePath().toFile())
            .start();
    if (!process.waitFor(UNIT_SECONDS, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    process.waitFor();
  }

  /** Reads what the suite wrote; the name of the test that hung, if one did. */
  private static Optional<String> understand(Path log, Outcome outcome, StringBuilder note)
      throws IOException {
    Optional<String> hanging = Optional.empty();
    String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    List<String> lines = Arrays.asList(text.split("\r?\n|\r"));
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.strip().equals("The End")) {
        break;
      }
      Matcher passed = PASSED.matcher(line);
      Matcher failed = FAILED.matcher(line);
      Matcher hung = HANGING.matcher(line);
      Matcher aborted = ABORTED.matcher(line);
      if (passed.matches()) {
        outcome.passed.add(name(passed));
      } else if (failed.matches()) {
        String why = i + 1 < lines.size() ? name(lines.get(i + 1)) : "";
        outcome.failed.putIfAbsent(name(failed), why.substring(0, Math.min(DETAIL, why.length())));
      } else if (hung.matches()) {
        hanging = Optional.of(name(hung));
      } else if (aborted.matches()) {
        note.append("ended early: ").append(name(aborted)).append(' ');
      }
    }
    return hanging;
  }

  private static String name(Matcher matcher) {
    return name(matcher.group(1));
  }

  private static String name(String text) {
    return text.replace('\t', ' ');
  }
}
