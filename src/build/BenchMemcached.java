import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Throughput side by side: memcached with one thread and {@code kvarium serve --memcached}, each on
 * a loopback port, under this one client, in the three protocols.
 *
 * <p>The client prepares batches of requests and what they must be answered, sends one on each of
 * its connections and compares every byte that comes back, so that a fast wrong answer counts as a
 * failure. The two servers take turns and the medians of the rounds are compared. On a busy machine
 * the processor time that a server spent on a key says more than the keys a second, so both are
 * printed; that of Kvarium's compiler and collector is in it.
 */
final class BenchMemcached {
  private static final int BATCHES = 200;
  private static final int BINARY_HEAD_BYTES = 24;
  private static final int CAS_OFFSET = 16;

  private int rounds = 3;
  private int connections = 8;
  private int batch = 50;
  private int keys = 20_000;
  private int valueBytes = 100;
  private int requests = 2_000_000;
  private int warmUpRequests = 3_000_000;
  private List<Test> tests = List.of(Test.values());
  private String memcached = "memcached -t 1 -U 0 -m 256 -l 127.0.0.1 -p {port}";
  private String kvarium = "./kvarium serve --memcached {port} -m 256";

  /** What is asked, in which protocol. */
  private enum Test {
    TEXT_MULTI_GET("text get, many keys"),
    TEXT_GET("text get, pipelined"),
    TEXT_SET("text set, pipelined"),
    META_GET("meta mg, pipelined"),
    META_SET("meta ms, pipelined"),
    BINARY_GET("binary getkq + noop"),
    BINARY_SET("binary set, pipelined");

    private final String shown;

    Test(String shown) {
      this.shown = shown;
    }
  }

  /**
   * Requests that are sent at once, with what comes back.
   *
   * @param cas where in the answer the CAS of an item stands, which only the server knows
   */
  private record Batch(ByteBuffer request, byte[] answer, int[] cas) {}

  public static void main(String[] args) throws Exception {
    BenchMemcached bench = new BenchMemcached();
    for (int i = 0; i < args.length; i += 2) {
      String value = i + 1 < args.length ? args[i + 1] : "";
      switch (args[i]) {
        case "--rounds" -> bench.rounds = Integer.parseInt(value);
        case "--connections" -> bench.connections = Integer.parseInt(value);
        case "--batch" -> bench.batch = Integer.parseInt(value);
        case "--keys" -> bench.keys = Integer.parseInt(value);
        case "--value" -> bench.valueBytes = Integer.parseInt(value);
        case "--requests" -> bench.requests = Integer.parseInt(value);
        case "--warm-up" -> bench.warmUpRequests = Integer.parseInt(value);
        case "--tests" ->
            bench.tests =
                Arrays.stream(value.split(","))
                    .map(name -> Test.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')))
                    .toList();
        case "--memcached" -> bench.memcached = value;
        case "--kvarium" -> bench.kvarium = value;
        default -> {
          System.err.println(
              "bench-memcached: --rounds N --connections N --batch N (keys sent at once on a"
                  + " connection) --keys N --value BYTES --requests N (keys a run) --warm-up N"
                  + " --tests text-get,… --memcached 'COMMAND {port}' --kvarium 'COMMAND {port}'");
          System.exit(2);
        }
      }
    }
    bench.run();
  }

  private void run() throws Exception {
    String user = System.getProperty("user.name").equals("root") ? " -u root" : "";
    try (BenchServer theirs = BenchServer.start("memcached", memcached + user);
        BenchServer ours = BenchServer.start("kvarium", kvarium)) {
      compare(List.of(theirs, ours));
    }
  }

  private void compare(List<BenchServer> servers) throws Exception {
    for (BenchServer each : servers) {
      fill(each);
    }
    BenchTable table = new BenchTable(servers, "keys", rounds);
    for (Test test : tests) {
      Batch[] batches = batches(test);
      bench(servers.get(1), batches, warmUpRequests);
      table.row(test.shown, () -> {}, server -> bench(server, batches, requests));
    }
    table.mean();
    System.out.printf(
        "%d connections, %d keys of %d B at once on each, %d keys a run, medians of %d rounds"
            + " taking turns; ratio: above 1 Kvarium is ahead%n",
        connections, batch, valueBytes, requests, rounds);
  }

  // One run

  private BenchTable.Run bench(BenchServer server, Batch[] batches, int count) throws Exception {
    List<SocketChannel> clients = connect(server, connections);
    double before = server.processorSeconds();
    long started = System.nanoTime();
    int rest = count;
    int next = 0;
    ByteBuffer in = ByteBuffer.allocateDirect(largestAnswer(batches));
    byte[] copy = new byte[in.capacity()];
    while (rest > 0) {
      for (int i = 0; i < connections; i++) {
        ByteBuffer request = batches[(next + i) % batches.length].request.duplicate();
        while (request.hasRemaining()) {
          clients.get(i).write(request);
        }
      }
      for (int i = 0; i < connections; i++) {
        byte[] answer = batches[(next + i) % batches.length].answer;
        in.clear().limit(answer.length);
        while (in.hasRemaining()) {
          if (clients.get(i).read(in) < 0) {
            throw new IOException(server.name() + " hung up");
          }
        }
        in.flip().get(copy, 0, answer.length);
        for (int at : batches[(next + i) % batches.length].cas) {
          Arrays.fill(copy, at, at + Long.BYTES, (byte) 0);
        }
        if (!Arrays.equals(copy, 0, answer.length, answer, 0, answer.length)) {
          throw new IOException(
              server.name()
                  + " answered:\n"
                  + text(copy, answer.length)
                  + "\nnot:\n"
                  + text(answer));
        }
        rest -= batch;
      }
      next = (next + connections) % batches.length;
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    double spent = server.processorSeconds() - before;
    for (SocketChannel each : clients) {
      each.close();
    }
    return new BenchTable.Run((count - rest) / seconds, spent * 1e6 / (count - rest));
  }

  private static int largestAnswer(Batch[] batches) {
    return Arrays.stream(batches).mapToInt(each -> each.answer.length).max().orElseThrow();
  }

  private static String text(byte[] bytes) {
    return text(bytes, bytes.length);
  }

  private static String text(byte[] bytes, int length) {
    return new String(bytes, 0, Math.min(length, 300), StandardCharsets.ISO_8859_1);
  }

  /** Stores all keys, so that every read finds its own. */
  private void fill(BenchServer server) throws Exception {
    try (SocketChannel client = connect(server, 1).getFirst()) {
      for (int i = 0; i < keys; i++) {
        ByteBuffer request = ByteBuffer.wrap(latin1(textSet(i)));
        while (request.hasRemaining()) {
          client.write(request);
        }
        ByteBuffer in = ByteBuffer.allocate("STORED\r\n".length());
        while (in.hasRemaining() && client.read(in) >= 0) {}
        if (!text(in.array()).equals("STORED\r\n")) {
          throw new IOException(server.name() + " answered a set with " + text(in.array()));
        }
      }
    }
  }

  // Requests

  private String key(int i) {
    return String.format(Locale.ROOT, "user:%08d", i);
  }

  private String value(int i) {
    return Integer.toString(i % 10).repeat(valueBytes);
  }

  private String textSet(int i) {
    return "set " + key(i) + " 0 0 " + valueBytes + "\r\n" + value(i) + "\r\n";
  }

  private Batch[] batches(Test test) throws IOException {
    Random random = new Random(7);
    Batch[] batches = new Batch[BATCHES];
    for (int b = 0; b < BATCHES; b++) {
      ByteArrayOutputStream request = new ByteArrayOutputStream();
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      if (test == Test.TEXT_MULTI_GET) {
        request.write(latin1("get"));
      }
      for (int i = 0; i < batch; i++) {
        add(test, random.nextInt(keys), request, answer);
      }
      if (test == Test.TEXT_MULTI_GET) {
        request.write(latin1("\r\n"));
        answer.write(latin1("END\r\n"));
      }
      int each = answer.size() / batch;
      if (test == Test.BINARY_GET) {
        request.write(head(0x80, 0x0a, 0, 0, 0));
        answer.write(head(0x81, 0x0a, 0, 0, 0));
      }
      ByteBuffer direct = ByteBuffer.allocateDirect(request.size());
      int[] cas = new int[test == Test.BINARY_GET || test == Test.BINARY_SET ? batch : 0];
      Arrays.setAll(cas, i -> i * each + CAS_OFFSET);
      batches[b] = new Batch(direct.put(request.toByteArray()).flip(), answer.toByteArray(), cas);
    }
    return batches;
  }

  private void add(Test test, int i, ByteArrayOutputStream request, ByteArrayOutputStream answer)
      throws IOException {
    String value = "VALUE " + key(i) + " 0 " + valueBytes + "\r\n" + value(i) + "\r\n";
    switch (test) {
      case TEXT_MULTI_GET -> {
        request.write(latin1(" " + key(i)));
        answer.write(latin1(value));
      }
      case TEXT_GET -> {
        request.write(latin1("get " + key(i) + "\r\n"));
        answer.write(latin1(value + "END\r\n"));
      }
      case TEXT_SET -> {
        request.write(latin1(textSet(i)));
        answer.write(latin1("STORED\r\n"));
      }
      case META_GET -> {
        request.write(latin1("mg " + key(i) + " k v\r\n"));
        answer.write(latin1("VA " + valueBytes + " k" + key(i) + "\r\n" + value(i) + "\r\n"));
      }
      case META_SET -> {
        request.write(latin1("ms " + key(i) + " " + valueBytes + "\r\n" + value(i) + "\r\n"));
        answer.write(latin1("HD\r\n"));
      }
      case BINARY_GET -> {
        int keyBytes = key(i).length();
        request.write(head(0x80, 0x0d, keyBytes, 0, keyBytes));
        request.write(latin1(key(i)));
        answer.write(head(0x81, 0x0d, keyBytes, 4, keyBytes + 4 + valueBytes));
        answer.write(new byte[4]);
        answer.write(latin1(key(i) + value(i)));
      }
      case BINARY_SET -> {
        int keyBytes = key(i).length();
        request.write(head(0x80, 0x01, keyBytes, 8, keyBytes + 8 + valueBytes));
        request.write(new byte[8]);
        request.write(latin1(key(i) + value(i)));
        answer.write(head(0x81, 0x01, 0, 0, 0));
      }
    }
  }

  private static byte[] head(int magic, int opcode, int key, int extras, int body) {
    ByteBuffer head = ByteBuffer.allocate(BINARY_HEAD_BYTES);
    head.put((byte) magic).put((byte) opcode).putShort((short) key).put((byte) extras);
    return head.putInt(8, body).array();
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Connections of their own for each run: the first byte on one settles its protocol. */
  private static List<SocketChannel> connect(BenchServer server, int count) throws IOException {
    List<SocketChannel> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SocketChannel client =
          SocketChannel.open(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
      client.setOption(StandardSocketOptions.TCP_NODELAY, true);
      clients.add(client);
    }
    return clients;
  }
}
