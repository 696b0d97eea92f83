import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Latency under a load that does not wait for the server: requests are due at even times, whatever
 * the replies do, and each is timed from when it was due. A server that stands still for a moment
 * is charged for all that came due meanwhile.
 *
 * <p>Half of the requests are SET, half GET, over ten thousand keys, of clients that take turns.
 */
final class BenchLatency {
  private static final int SECONDS = 4;
  private static final int KEYS = 10_000;

  private final List<Client> clients = new ArrayList<>();
  private final long[] nanos;
  private int answered;

  private BenchLatency(int count) {
    nanos = new long[count];
  }

  /** One connection, and when the requests were due that it has no reply to yet. */
  private static final class Client {
    final SocketChannel channel;
    final ArrayDeque<Long> due = new ArrayDeque<>();

    /** Whether the last bytes read were the first line of a bulk reply. */
    int linesLeft;

    boolean first = true;

    Client(SocketChannel channel) {
      this.channel = channel;
    }
  }

  /** Percentiles of both servers at this many requests a second, taking turns. */
  static void print(List<BenchServer> servers, int clients, double rate, int rounds)
      throws IOException {
    double[][][] results = new double[servers.size()][PERCENTILES.length][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int turn = 0; turn < servers.size(); turn++) {
        int which = (round + turn) % servers.size();
        double[] seen = measure(servers.get(which).port(), clients, rate);
        for (int i = 0; i < seen.length; i++) {
          results[which][i][round] = seen[i];
        }
      }
    }
    System.out.printf("%n%-22s %10s %10s %6s%n", "latency, microseconds", "redis", "kvarium", "");
    for (int i = 0; i < PERCENTILES.length; i++) {
      double theirs = BenchTable.median(results[0][i]);
      double ours = BenchTable.median(results[1][i]);
      System.out.printf(
          Locale.ROOT,
          "%-22s %10.0f %10.0f %6.2f%n",
          "p" + trimmed(PERCENTILES[i]),
          theirs,
          ours,
          ours / theirs);
    }
    System.out.printf(
        Locale.ROOT,
        "%d clients, SET and GET, %.0f requests a second (half of redis-server's -P 1), %d s a run,"
            + " medians of %d rounds taking turns; ratio: below 1 Kvarium is ahead%n",
        clients,
        rate,
        SECONDS,
        rounds);
  }

  private static final double[] PERCENTILES = {50, 90, 99, 99.9, 100};

  private static String trimmed(double percentile) {
    return percentile == Math.rint(percentile)
        ? Integer.toString((int) percentile)
        : Double.toString(percentile);
  }

  private static double[] measure(int port, int connections, double rate) throws IOException {
    BenchLatency run = new BenchLatency((int) (rate * SECONDS));
    try (Selector selector = Selector.open()) {
      for (int i = 0; i < connections; i++) {
        SocketChannel channel =
            SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        Client client = new Client(channel);
        channel.register(selector, SelectionKey.OP_READ, client);
        run.clients.add(client);
      }
      run.go(selector, rate);
    } finally {
      for (Client each : run.clients) {
        each.channel.close();
      }
    }
    Arrays.sort(run.nanos);
    double[] micros = new double[PERCENTILES.length];
    for (int i = 0; i < micros.length; i++) {
      int rank = (int) Math.ceil(PERCENTILES[i] / 100 * run.nanos.length) - 1;
      micros[i] = run.nanos[rank] / 1e3;
    }
    return micros;
  }

  private void go(Selector selector, double rate) throws IOException {
    double apart = 1e9 / rate;
    long begun = System.nanoTime();
    int sent = 0;
    ByteBuffer in = ByteBuffer.allocateDirect(64 << 10);
    while (answered < nanos.length) {
      long now = System.nanoTime();
      while (sent < nanos.length && begun + (long) (sent * apart) <= now) {
        Client client = clients.get(sent % clients.size());
        client.due.add(begun + (long) (sent * apart));
        write(client.channel, request(sent));
        sent++;
      }
      selector.selectNow();
      for (SelectionKey key : selector.selectedKeys()) {
        read((Client) key.attachment(), in);
      }
      selector.selectedKeys().clear();
    }
  }

  private static ByteBuffer request(int number) {
    String key = String.format("key:%012d", (number * 7919L) % KEYS);
    String text =
        number / 50 % 2 == 0
            ? "*3\r\n$3\r\nSET\r\n$16\r\n" + key + "\r\n$3\r\nabc\r\n"
            : "*2\r\n$3\r\nGET\r\n$16\r\n" + key + "\r\n";
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Counts the replies: +OK and $-1 are a line, a value is two. */
  private void read(Client client, ByteBuffer in) throws IOException {
    in.clear();
    if (client.channel.read(in) < 0) {
      throw new IOException("the server has closed the connection");
    }
    in.flip();
    long now = System.nanoTime();
    while (in.hasRemaining()) {
      byte next = in.get();
      if (client.first) {
        client.linesLeft = next == '$' ? 2 : 1;
        client.first = false;
      } else if (client.linesLeft == 2 && next == '-') {
        client.linesLeft = 1; // $-1: no such key
      }
      if (next == '\n' && --client.linesLeft == 0) {
        nanos[answered++] = now - client.due.remove();
        client.first = true;
      }
    }
  }
}
