import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server under test on a loopback port of its own, in a process of its own. */
record BenchServer(String name, Process process, int port) implements AutoCloseable {
  private static final int START_SECONDS = 60;

  /**
   * Starts a server and waits until it listens.
   *
   * @param command its words, with {@code {port}} for the port and {@code {none}} for an empty word
   */
  static BenchServer start(String name, String command) throws Exception {
    int port = freePort();
    List<String> words = new ArrayList<>();
    for (String word : command.split(" ")) {
      words.add(word.equals("{none}") ? "" : word.replace("{port}", Integer.toString(port)));
    }
    Path log = Files.createTempFile("kvarium-bench-" + name, ".log");
    Process process =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (true) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return new BenchServer(name, process, port);
      } catch (IOException notYet) {
        if (!process.isAlive() || System.nanoTime() > limit) {
          process.destroy();
          throw new IOException(name + " did not start:\n" + Files.readString(log), notYet);
        }
        Thread.sleep(50);
      }
    }
  }

  /** A port that nobody listens on. */
  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** Deletes a folder with all that is in it. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  /** redis-server as it comes, without files. */
  static BenchServer redis() throws Exception {
    return start("redis", "redis-server --port {port} --save {none} --appendonly no");
  }

  /** Processor time spent so far, in seconds: to the nanosecond on Linux. */
  double processorSeconds() throws IOException {
    Path tasks = Path.of("/proc/" + process.pid() + "/task");
    if (!Files.isDirectory(tasks)) {
      return process.toHandle().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
    }
    double nanos = 0;
    try (Stream<Path> threads = Files.list(tasks)) {
      for (Path thread : threads.toList()) {
        Path spent = thread.resolve("schedstat");
        nanos += Double.parseDouble(Files.readString(spent).split(" ")[0]);
      }
    } catch (NoSuchFileException gone) {
      return processorSeconds();
    }
    return nanos / 1e9;
  }

  /** How much of the process lies in memory, in bytes: VmRSS of Linux. */
  long residentBytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
      }
    }
    throw new IOException("/proc says nothing of the memory of " + name);
  }

  /** Takes all keys away. */
  void empty() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write("FLUSHALL\r\n".getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
      if (!answer.equals("+OK\r\n")) {
        throw new IOException(name + " answered FLUSHALL with " + answer);
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(5, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
