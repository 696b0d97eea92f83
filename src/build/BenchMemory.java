import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * Loads many small keys into each server and looks at its memory; meanwhile another client asks
 * every millisecond whether it is there, so that its pauses show: a collection of garbage of ours,
 * a growing table of either.
 */
final class BenchMemory {
  private static final int BATCH = 1_000;

  private BenchMemory() {}

  /** What loading did to a server. */
  private record Loaded(double seconds, double bytesPerKey, double[] pauseMillis) {}

  static void print(int keys, String kvarium) throws Exception {
    Loaded theirs;
    try (BenchServer redis = BenchServer.redis()) {
      theirs = load(redis, keys);
    }
    Loaded ours;
    try (BenchServer server = BenchServer.start("kvarium", kvarium)) {
      ours = load(server, keys);
    }
    System.out.printf("%n%-26s %10s %10s %6s%n", "", "redis", "kvarium", "");
    row("seconds to load", theirs.seconds, ours.seconds);
    row("bytes a key (of the RSS)", theirs.bytesPerKey, ours.bytesPerKey);
    row("PING meanwhile, ms: p50", at(theirs, 0.5), at(ours, 0.5));
    row("  p99", at(theirs, 0.99), at(ours, 0.99));
    row("  p99.9", at(theirs, 0.999), at(ours, 0.999));
    row("  longest", at(theirs, 1), at(ours, 1));
    System.out.printf(
        Locale.ROOT,
        "%d keys such as key:000000000001 with values of 10 bytes, SET in batches of %d;"
            + " ratio: below 1 Kvarium is ahead%n",
        keys,
        BATCH);
  }

  private static void row(String name, double theirs, double ours) {
    System.out.printf(
        Locale.ROOT, "%-26s %10.2f %10.2f %6.2f%n", name, theirs, ours, ours / theirs);
  }

  private static double at(Loaded loaded, double share) {
    int rank = (int) Math.ceil(share * loaded.pauseMillis.length) - 1;
    return loaded.pauseMillis[Math.max(0, rank)];
  }

  private static Loaded load(BenchServer server, int keys) throws Exception {
    long before = server.residentBytes();
    CompletableFuture<Void> done = new CompletableFuture<>();
    CompletableFuture<double[]> pauses =
        CompletableFuture.supplyAsync(() -> watch(server.port(), done));
    long begun = System.nanoTime();
    try {
      fill(server.port(), keys);
    } finally {
      done.complete(null);
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    double bytes = (double) (server.residentBytes() - before) / keys;
    return new Loaded(seconds, bytes, pauses.get());
  }

  private static void fill(int port, int keys) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      InputStream in = socket.getInputStream();
      StringBuilder batch = new StringBuilder();
      for (int i = 0; i < keys; i += BATCH) {
        batch.setLength(0);
        int count = Math.min(BATCH, keys - i);
        for (int k = i; k < i + count; k++) {
          String number = Integer.toString(1_000_000_000 + k).substring(1);
          batch.append("*3\r\n$3\r\nSET\r\n$16\r\nkey:000").append(number);
          batch.append("\r\n$10\r\nv").append(number).append("\r\n");
        }
        out.write(batch.toString().getBytes(StandardCharsets.US_ASCII));
        byte[] replies = in.readNBytes(5 * count);
        if (replies.length != 5 * count || replies[0] != '+') {
          throw new IOException("SET was answered with " + new String(replies, 0, 60));
        }
      }
    }
  }

  /** How long each PING took until the loading was done, in milliseconds, ascending. */
  private static double[] watch(int port, CompletableFuture<Void> done) {
    double[] millis = new double[1024];
    int count = 0;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      byte[] ping = "PING\r\n".getBytes(StandardCharsets.US_ASCII);
      while (!done.isDone()) {
        long begun = System.nanoTime();
        socket.getOutputStream().write(ping);
        socket.getInputStream().readNBytes(7);
        if (count == millis.length) {
          millis = Arrays.copyOf(millis, 2 * count);
        }
        millis[count++] = (System.nanoTime() - begun) / 1e6;
        Thread.sleep(1);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("the server does not answer PING", e);
    }
    double[] sorted = Arrays.copyOf(millis, count);
    Arrays.sort(sorted);
    return sorted;
  }
}
