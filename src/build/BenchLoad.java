import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How long a start from files takes: a million keys as an RDB file, and as an append-only file of
 * commands, read by redis-server and by {@code kvarium serve}.
 *
 * <p>The files are redis-server's. What is measured is the time from the start of the process to
 * the first answer, without the same for an empty folder; the two take turns.
 */
final class BenchLoad {
  private static final int START_SECONDS = 300;

  private int keys = 1_000_000;
  private int rounds = 3;
  private String kvarium = "./kvarium serve --redis {port} --dir {dir}";
  private final String redis =
      "redis-server --port {port} --dir {dir} --save {none} --bind 127.0.0.1"
          + " --enable-debug-command yes";

  public static void main(String[] args) throws Exception {
    BenchLoad bench = new BenchLoad();
    for (int i = 0; i < args.length; i += 2) {
      String value = i + 1 < args.length ? args[i + 1] : "";
      switch (args[i]) {
        case "--keys" -> bench.keys = Integer.parseInt(value);
        case "--rounds" -> bench.rounds = Integer.parseInt(value);
        case "--kvarium" -> bench.kvarium = value;
        default -> {
          System.err.println("bench-load: --keys N --rounds N --kvarium 'COMMAND {port} {dir}'");
          System.exit(2);
        }
      }
    }
    bench.run();
  }

  private void run() throws Exception {
    Path folder = Files.createTempDirectory("kvarium-bench-load");
    try {
      Path rdb = Files.createDirectory(folder.resolve("rdb"));
      Path aof = Files.createDirectory(folder.resolve("aof"));
      Path empty = Files.createDirectory(folder.resolve("empty"));
      fill(rdb, aof);
      System.out.printf(
          "%-26s %12s %12s %7s%n", keys + " keys, MB", "redis-server", "kvarium", "ratio");
      compare("RDB file", rdb, empty, size(rdb.resolve("dump.rdb")), "");
      compare("AOF, commands", aof, empty, size(aof), " --appendonly yes");
    } finally {
      BenchServer.delete(folder);
    }
  }

  private void fill(Path rdb, Path aof) throws Exception {
    int port = BenchServer.freePort();
    Process server = start(redis + " --aof-use-rdb-preamble no", rdb, port);
    try {
      ready(server, port);
      ask(port, "DEBUG POPULATE " + keys + " key 20");
      ask(port, "SAVE");
    } finally {
      end(server);
    }
    Files.copy(rdb.resolve("dump.rdb"), aof.resolve("dump.rdb"));
    server = start(redis + " --aof-use-rdb-preamble no", aof, port);
    try {
      ready(server, port);
      ask(port, "CONFIG SET appendonly yes");
      while (!ask(port, "CONFIG GET appendonly").contains("yes")
          || Files.notExists(aof.resolve("appendonlydir/appendonly.aof.1.base.aof"))) {
        Thread.sleep(50);
      }
      Thread.sleep(500);
    } finally {
      end(server);
    }
    Files.delete(aof.resolve("dump.rdb"));
  }

  private void compare(String what, Path folder, Path empty, long bytes, String more)
      throws Exception {
    double[] theirs = new double[rounds];
    double[] ours = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      theirs[round] = time(redis + more, folder) - time(redis, empty);
      ours[round] = time(kvarium + more, folder) - time(kvarium, empty);
    }
    Arrays.sort(theirs);
    Arrays.sort(ours);
    double their = theirs[rounds / 2];
    double our = ours[rounds / 2];
    System.out.printf(
        Locale.ROOT,
        "%-26s %10.2f s %10.2f s %7.2f%n",
        what + ", " + bytes / 1_000_000,
        their,
        our,
        our / their);
  }

  private double time(String command, Path folder) throws Exception {
    int port = BenchServer.freePort();
    long began = System.nanoTime();
    Process server = start(command, folder, port);
    try {
      ready(server, port);
      double seconds = (System.nanoTime() - began) / 1e9;
      String size = ask(port, "DBSIZE");
      boolean full = !folder.endsWith("empty");
      if (!size.equals(":" + (full ? keys : 0))) {
        throw new IOException(command + " has read " + size);
      }
      return seconds;
    } finally {
      end(server);
    }
  }

  private static long size(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      return files.filter(Files::isRegularFile).mapToLong(each -> each.toFile().length()).sum();
    }
  }

  private static Process start(String command, Path folder, int port) throws IOException {
    List<String> words =
        Arrays.stream(command.split(" "))
            .map(word -> word.replace("{port}", "" + port).replace("{dir}", folder.toString()))
            .map(word -> word.equals("{none}") ? "" : word)
            .toList();
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void end(Process server) throws InterruptedException {
    server.destroyForcibly();
    server.waitFor();
  }

  private static void ready(Process server, int port) throws Exception {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (true) {
      try {
        if (ask(port, "PING").equals("+PONG")) {
          return;
        }
      } catch (IOException notYet) {
        if (!server.isAlive() || System.nanoTime() > limit) {
          throw new IOException("did not start", notYet);
        }
      }
      Thread.sleep(10);
    }
  }

  /** The first line of a reply, or the last of an array of two. */
  private static String ask(int port, String line) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String first = in.readLine();
      if (first == null) {
        throw new IOException("gone");
      }
      for (int i = first.equals("*2") ? 4 : 0; i > 0; i--) {
        first = in.readLine();
      }
      return first;
    }
  }
}
