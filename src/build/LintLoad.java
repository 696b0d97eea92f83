import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What {@code kvarium lint --redis} costs a redis-server with a million keys: wall time, commands a
 * second, the server's own time, and the latency of another client while it runs and without.
 *
 * <p>The keys: strings of 100 bytes, small hashes, intsets and sorted sets, some near a limit, some
 * large. The other client sends a GET every millisecond, whether the last was answered or not, so
 * that a pause is not left out (no coordinated omission), and times each from when it was due.
 */
final class LintLoad {
  private static final double TICKS_PER_SECOND = 100;
  private static final long PROBE_NANOS = 1_000_000;
  private static final double QUIET_SECONDS = 10;

  private static int keys = 1_000_000;
  private static String loads = "none,25,100";
  private static String kvarium = "./kvarium";
  private static int batch = 100;
  private static String first = "";

  public static void main(String[] args) throws Exception {
    for (int i = 0; i < args.length; i += 2) {
      String value = i + 1 < args.length ? args[i + 1] : "";
      switch (args[i]) {
        case "--keys" -> keys = Integer.parseInt(value);
        case "--loads" -> loads = value;
        case "--batch" -> batch = Integer.parseInt(value);
        case "--kvarium" -> kvarium = value;
        case "--first" -> first = value;
        case "--probe" -> {
          OtherClient.serve(Integer.parseInt(value));
          return;
        }
        default -> {
          System.err.println(
              "lint-load: --keys N --loads none,10,25,100 --batch N"
                  + " --kvarium COMMAND --first 'chrt -f 10'");
          System.exit(2);
        }
      }
    }
    Path folder = Files.createTempDirectory("kvarium-lint-load");
    int port = BenchServer.freePort();
    List<String> command = before();
    command.addAll(List.of("redis-server", "--port", Integer.toString(port), "--save", ""));
    command.addAll(List.of("--bind", "127.0.0.1", "--dir", folder.toString()));
    Process server =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    try {
      fill(port);
      System.out.printf(
          "%-12s %8s %10s %10s %9s %9s %9s %9s%n",
          "--load", "wall s", "commands", "cmd/s", "server %", "p50 ms", "p99 ms", "max ms");
      for (String load : loads.split(",")) {
        measure(load, port, server);
      }
    } finally {
      server.destroy();
      server.waitFor();
      BenchServer.delete(folder);
    }
  }

  /** What is put before the server and the other client, so that the machine's work is not seen. */
  private static List<String> before() {
    return first.isEmpty() ? new ArrayList<>() : new ArrayList<>(List.of(first.split(" ")));
  }

  private static void fill(int port) throws Exception {
    try (Socket socket = connect(port)) {
      OutputStream out = socket.getOutputStream();
      InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      String value = "x".repeat(100);
      int sent = 0;
      StringBuilder piece = new StringBuilder();
      for (int i = 0; i < keys; i++) {
        String line =
            switch (i % 20) {
              case 16 -> "HSET user:" + i + " name n" + i + " mail m" + i + " age 30";
              case 17 -> "SADD v1:tags:" + i + " 1 2 3 4 " + i;
              case 18 -> "ZADD v1:board:" + i + " 1 a 2 b 3 c";
              default -> "SET " + (i % 2 == 0 ? "v1:page:" : "session:") + i + " " + value;
            };
        piece.append(line).append("\r\n");
        if (++sent == 1_000) {
          sent = flush(out, in, piece, sent);
        }
      }
      for (int i = 0; i < 100; i++) {
        StringBuilder line = new StringBuilder("HSET v1:near:" + i);
        for (int field = 0; field < 500; field++) {
          line.append(" f").append(field).append(' ').append(field);
        }
        piece.append(line).append("\r\n");
        sent = flush(out, in, piece, sent + 1);
      }
      for (int i = 0; i < 20_000; i += 100) {
        StringBuilder line = new StringBuilder("ZADD v1:big:1");
        for (int member = i; member < i + 100; member++) {
          line.append(' ').append(member).append(" m").append(member);
        }
        piece.append(line).append("\r\n");
        sent = flush(out, in, piece, sent + 1);
      }
      flush(out, in, piece, sent);
    }
  }

  private static int flush(OutputStream out, InputStream in, StringBuilder piece, int sent)
      throws IOException {
    out.write(piece.toString().getBytes(StandardCharsets.ISO_8859_1));
    piece.setLength(0);
    for (int i = 0; i < sent; i++) {
      line(in);
    }
    return 0;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the server ended the connection");
      }
      line.append((char) c);
    }
    if (line.charAt(0) == '-') {
      throw new IOException(line.toString());
    }
    return line.toString();
  }

  private static Socket connect(int port) throws Exception {
    for (int tries = 0; ; tries++) {
      try {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        return socket;
      } catch (IOException notYet) {
        if (tries == 200) {
          throw notYet;
        }
        Thread.sleep(20);
      }
    }
  }

  private static void measure(String load, int port, Process server) throws Exception {
    List<String> command = before();
    command.addAll(List.of(ProcessHandle.current().info().command().orElse("java")));
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "src/build/LintLoad.java"));
    command.addAll(List.of("--probe", Integer.toString(port)));
    Process other =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader said =
        new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8));
    said.readLine();
    Thread.sleep(1_000);
    other.getOutputStream().write("begin\n".getBytes(StandardCharsets.US_ASCII));
    other.getOutputStream().flush();
    long commands = commands(port);
    double serverSeconds = cpuSeconds(server);
    long began = System.nanoTime();
    if (load.equals("none")) {
      Thread.sleep((long) (QUIET_SECONDS * 1_000));
    } else {
      lint(load, port);
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    double busy = cpuSeconds(server) - serverSeconds;
    long asked = commands(port) - commands - 1;
    other.getOutputStream().write("end\n".getBytes(StandardCharsets.US_ASCII));
    other.getOutputStream().flush();
    String[] told = said.readLine().split(" ");
    other.waitFor();
    asked -= Long.parseLong(told[0]);
    System.out.printf(
        Locale.ROOT,
        "%-12s %8.1f %10d %10.0f %9.1f %9.2f %9.2f %9.2f%n",
        load.equals("none") ? "not run" : load + " %",
        seconds,
        Math.max(0, asked),
        Math.max(0, asked) / seconds,
        100 * busy / seconds,
        Double.parseDouble(told[1]),
        Double.parseDouble(told[2]),
        Double.parseDouble(told[3]));
  }

  private static void lint(String load, int port) throws Exception {
    List<String> command = new ArrayList<>(List.of(kvarium.split(" ")));
    command.addAll(
        List.of(
            "lint",
            "--redis",
            "redis://127.0.0.1:" + port,
            "--load",
            load,
            "--batch",
            Integer.toString(batch),
            "--format",
            "json"));
    Process lint =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(lint.getInputStream(), StandardCharsets.UTF_8))) {
      String first = out.readLine();
      if (lint.waitFor() > 1 || first == null || !first.contains("\"keys\":" + (keys + 101))) {
        throw new IOException("lint gave " + lint.waitFor() + ": " + first);
      }
    }
  }

  private static long commands(int port) throws Exception {
    try (Socket socket = connect(port)) {
      socket.getOutputStream().write("INFO stats\r\n".getBytes(StandardCharsets.US_ASCII));
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (String line = line(in); ; line = line(in)) {
        if (line.startsWith("total_commands_processed:")) {
          return Long.parseLong(line.substring(line.indexOf(':') + 1).trim());
        }
      }
    }
  }

  private static double cpuSeconds(Process server) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + server.pid() + "/stat"));
    String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(words[11]) + Long.parseLong(words[12])) / TICKS_PER_SECOND;
  }

  /** Sends a GET every millisecond and times each from when it was due. */
  private static final class OtherClient {
    private final Socket socket;
    private final long[] latencies = new long[1_000_000];
    private volatile int count;
    private volatile int skipped;
    private volatile boolean over;
    private final Thread thread;

    OtherClient(int port) throws Exception {
      socket = connect(port);
      thread = new Thread(this::run, "other client");
      thread.setPriority(Thread.MAX_PRIORITY);
      thread.start();
    }

    private void run() {
      byte[] get = "GET v1:page:2\r\n".getBytes(StandardCharsets.US_ASCII);
      try {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        OutputStream out = socket.getOutputStream();
        long due = System.nanoTime();
        while (!over) {
          long wait = due - System.nanoTime();
          if (wait > 0) {
            java.util.concurrent.locks.LockSupport.parkNanos(wait);
            continue;
          }
          out.write(get);
          line(in);
          line(in);
          latencies[count++] = System.nanoTime() - due;
          due += PROBE_NANOS;
        }
      } catch (IOException broken) {
        throw new java.io.UncheckedIOException(broken);
      }
    }

    /** A process of its own: answers {@code end} with how many there were, p50, p99, longest. */
    static void serve(int port) throws Exception {
      OtherClient client = new OtherClient(port);
      System.out.println("ready");
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
      in.readLine();
      client.begin();
      in.readLine();
      long[] some = client.end();
      System.out.printf(
          Locale.ROOT,
          "%d %.3f %.3f %.3f%n",
          some.length,
          some[some.length / 2] / 1e6,
          some[some.length * 99 / 100] / 1e6,
          some[some.length - 1] / 1e6);
    }

    void begin() {
      skipped = count;
    }

    long[] end() throws Exception {
      over = true;
      thread.join();
      socket.close();
      long[] some = Arrays.copyOfRange(latencies, skipped, count);
      Arrays.sort(some);
      return some;
    }
  }
}
