package dev.kvarium.loop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Jedis;

/** A redis-server on a free port of loopback, and what it costs the machine. */
final class MeasuredServer implements AutoCloseable {
  private static final int START_SECONDS = 10;

  private final Process process;
  private final Path dir;
  final int port;

  MeasuredServer(String... options) throws Exception {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    dir = Files.createTempDirectory("kvarium-loop");
    List<String> words = new ArrayList<>(List.of("redis-server", "--port", "" + port));
    words.addAll(List.of("--save", "", "--daemonize", "no", "--dir", dir.toString()));
    words.addAll(List.of("--enable-debug-command", "yes", "--latency-tracking", "no"));
    words.addAll(List.of(options));
    process =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("log").toFile())
            .start();
    for (int i = 0; ; i++) {
      try (Socket socket = new Socket("127.0.0.1", port)) {
        break;
      } catch (IOException notYet) {
        if (i > START_SECONDS * 50 || !process.isAlive()) {
          throw new IOException("redis-server does not start", notYet);
        }
        Thread.sleep(20);
      }
    }
  }

  static boolean has(String program) {
    for (String each : System.getenv("PATH").split(":")) {
      if (Files.isExecutable(Path.of(each, program))) {
        return true;
      }
    }
    return false;
  }

  /** Whether strace may look at another process here: in some containers it may not. */
  static boolean mayTrace() throws Exception {
    Process sleep = new ProcessBuilder("sleep", "20").start();
    Process strace =
        new ProcessBuilder("strace", "-c", "-o", "/dev/null", "-p", "" + sleep.pid())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader said = strace.inputReader()) {
      String line = said.readLine();
      return line != null && line.contains("attached");
    } finally {
      strace.destroy();
      sleep.destroy();
    }
  }

  Jedis connect() {
    return new Jedis("127.0.0.1", port, 120_000);
  }

  /** Processor time of the thread that serves, in nanoseconds; exact while it is idle. */
  long cpuNanos() throws IOException {
    Path spent = Path.of("/proc/" + process.pid() + "/task/" + process.pid() + "/schedstat");
    return Long.parseLong(Files.readString(spent).split(" ")[0]);
  }

  /** Begins to count the system calls of the server. */
  Trace trace() throws Exception {
    return new Trace();
  }

  /** strace, attached to the server. */
  final class Trace {
    private final Process strace;
    private final Path file = Files.createTempFile(dir, "strace", ".txt");

    private Trace() throws Exception {
      strace =
          new ProcessBuilder("strace", "-c", "-f", "-o", file.toString(), "-p", "" + process.pid())
              .redirectErrorStream(true)
              .start();
      BufferedReader said =
          new BufferedReader(
              new InputStreamReader(strace.getInputStream(), StandardCharsets.UTF_8));
      String line = said.readLine();
      if (line == null || !line.contains("attached")) {
        throw new IOException("strace does not attach: " + line);
      }
      Thread.sleep(100);
    }

    /** How often each system call was made since. */
    SortedMap<String, Long> end() throws Exception {
      strace.destroy(); // a TERM, at which it lets go and tells
      if (!strace.waitFor(10, TimeUnit.SECONDS)) {
        strace.destroyForcibly();
      }
      SortedMap<String, Long> calls = new TreeMap<>();
      for (String line : Files.readAllLines(file)) {
        String[] words = line.strip().split("\\s+");
        boolean row = words.length >= 5 && words[0].matches("[0-9.]+");
        if (row && !words[words.length - 1].equals("total")) {
          calls.put(words[words.length - 1], Long.parseLong(words[3]));
        }
      }
      return calls;
    }
  }

  @Override
  public void close() throws Exception {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    try (var files = Files.walk(dir)) {
      for (Path each : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
