package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A redis-server of the modelled version on a free port of this machine, ended with the test. */
final class RealRedis implements AutoCloseable {
  static final String VERSION = "7.0.15";

  private static final String SENTINEL_FILE = "sentinel.conf";

  private static final Pattern LOG_LINE =
      Pattern.compile("[0-9]+:[A-Z] .{24} [#*.-] (.*)", Pattern.DOTALL);

  private final String program;
  private final Path folder;
  private final String[] options;
  private @Nullable Process process;
  private int port;
  private final List<RespLink> links = new ArrayList<>();

  private RealRedis(String program, Path folder, String... options) {
    this.program = program;
    this.folder = folder;
    this.options = options;
  }

  /**
   * Starts one. Where there is none, the test is skipped, saying so; in CI it fails, since there a
   * comparison that did not take place would pass for one.
   */
  static RealRedis start(String... options) throws IOException {
    RealRedis real = prepared(options);
    real.launch();
    return real;
  }

  /** Starts a sentinel whose file has these lines. */
  static RealRedis sentinel(String... lines) throws IOException {
    RealRedis real = prepared("--sentinel");
    Files.write(real.folder.resolve(SENTINEL_FILE), List.of(lines));
    real.launch();
    return real;
  }

  /**
   * What one writes to its log that is started with these options and does not come up.
   *
   * @throws AssertionError when it does come up
   */
  static List<String> refusal(String... options) throws IOException {
    try (RealRedis real = prepared(options)) {
      real.port = freePort();
      real.process = real.process();
      boolean up = real.answers();
      List<String> log = real.log();
      assertThat(up).as(String.join("\n", log)).isFalse();
      return log;
    }
  }

  /** The lines of its log, without their times. */
  List<String> log() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line :
        new String(Files.readAllBytes(folder.resolve("log")), StandardCharsets.UTF_8).split("\n")) {
      Matcher said = LOG_LINE.matcher(line);
      lines.add(said.matches() ? said.group(1) : line);
    }
    return lines;
  }

  private static RealRedis prepared(String... options) throws IOException {
    String program = System.getenv().getOrDefault("REDIS_SERVER", "redis-server");
    Optional<String> found = version(program);
    if (!found.equals(Optional.of(VERSION))) {
      String what =
          "redis-server "
              + VERSION
              + " is needed to compare with, found "
              + found.orElse("none")
              + ": install it, or name it in REDIS_SERVER";
      if (System.getenv("CI") != null) {
        fail(what);
      }
      Assumptions.abort(what);
    }
    return new RealRedis(program, Files.createTempDirectory("kvarium-twin"), options);
  }

  /** Starts it in its folder, on a port that is free. */
  private void launch() throws IOException {
    for (int attempt = 1; ; attempt++) {
      port = freePort();
      process = process();
      if (answers()) {
        return;
      }
      process.destroyForcibly();
      if (attempt == 5) {
        fail("redis-server does not come up; its log: " + Files.readString(folder.resolve("log")));
      }
    }
  }

  /** Starts it again in its folder, after {@link #kill}. */
  void restart() throws IOException {
    launch();
  }

  private Process process() throws IOException {
    List<String> command = new ArrayList<>(List.of(program));
    if (Files.exists(folder.resolve(SENTINEL_FILE))) {
      command.add(folder.resolve(SENTINEL_FILE).toString());
    }
    command.addAll(List.of("--port", "" + port, "--bind", "127.0.0.1", "--dir", folder.toString()));
    command.addAll(List.of("--save", "", "--daemonize", "no", "--enable-debug-command", "yes"));
    command.addAll(List.of(options));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  private static Optional<String> version(String program) {
    try {
      Process process = new ProcessBuilder(program, "--version").redirectErrorStream(true).start();
      String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int at = line.indexOf(" v=");
      return at < 0
          ? Optional.of(line.strip())
          : Optional.of(line.substring(at + 3, line.indexOf(' ', at + 3)));
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean answers() throws IOException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (System.nanoTime() < until && process.isAlive()) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
        socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
        byte[] reply = socket.getInputStream().readNBytes(7);
        String said = new String(reply, StandardCharsets.US_ASCII);
        if (!said.equals("-LOADIN")) {
          return said.equals("+PONG\r\n");
        }
        pause(5);
      } catch (IOException notYet) {
        pause(20);
      }
    }
    return false;
  }

  int port() {
    return port;
  }

  Path folder() {
    return folder;
  }

  /** A new connection. */
  RespLink connect() throws IOException {
    RespLink link = new RespLink(port);
    links.add(link);
    return link;
  }

  /** Kills the process as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() throws IOException {
    for (RespLink link : links) {
      link.close();
    }
    List<ProcessHandle> copies = process == null ? List.of() : process.descendants().toList();
    kill();
    for (ProcessHandle each : copies) { // those that save would go on making files
      each.destroyForcibly();
      each.onExit().join();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
