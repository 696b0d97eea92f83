import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Side by side: redis-server and {@code kvarium serve}, each on a loopback port. Four tables:
 * requests a second under redis-benchmark, the same with the event log on (written to {@code
 * /dev/null}), latency at half of redis-server's throughput ({@link BenchLatency}), and memory and
 * pauses while many small keys are loaded ({@link BenchMemory}).
 *
 * <p>The two take turns, so that whatever else the machine does falls on both alike; the medians of
 * the rounds are compared. On a busy machine the processor time that a server spent on a request
 * says more than the requests a second, so both are printed. The processor time of the whole
 * process counts, that of Kvarium's compiler and collector included.
 */
final class BenchPort {
  private static final int LIST_LENGTH = 1_000;

  private int rounds = 3;
  private int clients = 50;
  private int requests = 100_000;
  private int warmUpRequests = 400_000;
  private int loaded = 10_000_000;
  private List<Integer> pipelines = List.of(1, 16);
  private List<String> tests =
      List.of(
          "SET",
          "GET",
          "INCR",
          "LPUSH",
          "LPOP",
          "SADD",
          "HSET",
          "ZADD",
          "XADD",
          "LRANGE_100",
          "MSET");
  private List<String> tables = List.of("throughput", "events", "latency", "memory");
  private final List<String> more = new ArrayList<>();
  private String kvarium = "./kvarium serve --redis {port}";

  public static void main(String[] args) throws Exception {
    BenchPort bench = new BenchPort();
    for (int i = 0; i < args.length; i++) {
      String value = i + 1 < args.length ? args[i + 1] : "";
      switch (args[i]) {
        case "--tables" -> bench.tables = List.of(value.split(","));
        case "--rounds" -> bench.rounds = Integer.parseInt(value);
        case "--clients" -> bench.clients = Integer.parseInt(value);
        case "--requests" -> bench.requests = Integer.parseInt(value);
        case "--warm-up" -> bench.warmUpRequests = Integer.parseInt(value);
        case "--loaded" -> bench.loaded = Integer.parseInt(value);
        case "--pipelines" ->
            bench.pipelines = Arrays.stream(value.split(",")).map(Integer::valueOf).toList();
        case "--tests" -> bench.tests = List.of(value.toUpperCase(Locale.ROOT).split(","));
        case "--keys" -> bench.more.addAll(List.of("-r", value));
        case "--kvarium" -> bench.kvarium = value;
        default -> {
          System.err.println(
              "bench-port: --tables throughput,events,latency,memory --rounds N --clients N"
                  + " --requests N --warm-up N --pipelines 1,16 --tests SET,GET,… --keys N (random"
                  + " keys) --loaded N (keys of the memory table) --kvarium 'COMMAND {port}'");
          System.exit(2);
        }
      }
      i++;
    }
    bench.run();
  }

  private void run() throws Exception {
    if (tables.contains("throughput") || tables.contains("latency")) {
      try (BenchServer redis = BenchServer.redis();
          BenchServer ours = BenchServer.start("kvarium", kvarium)) {
        List<BenchServer> servers = List.of(redis, ours);
        if (tables.contains("throughput")) {
          compare(servers);
        }
        if (tables.contains("latency")) {
          latency(servers);
        }
      }
    }
    if (tables.contains("events")) {
      try (BenchServer redis = BenchServer.redis();
          BenchServer ours = BenchServer.start("kvarium", kvarium + " --events /dev/null")) {
        System.out.printf("%nwith the event log on%n");
        compare(List.of(redis, ours));
      }
    }
    if (tables.contains("memory")) {
      BenchMemory.print(loaded, kvarium);
    }
  }

  private void latency(List<BenchServer> servers) throws Exception {
    for (String test : List.of("SET", "GET")) {
      bench(servers.get(1), test, 1, warmUpRequests / 4);
    }
    double[] rates = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      rates[round] = bench(servers.get(0), "SET", 1, requests).perSecond();
    }
    BenchLatency.print(servers, clients, BenchTable.median(rates) / 2, rounds);
  }

  private void compare(List<BenchServer> servers) throws Exception {
    for (String test : tests) {
      prepare(servers, test);
      bench(servers.get(1), test, 16, warmUpRequests);
      bench(servers.get(1), test, 1, warmUpRequests / 8);
    }
    BenchTable table = new BenchTable(servers, "req", rounds);
    for (int pipeline : pipelines) {
      int count = pipeline == 1 ? requests : requests * 4;
      for (String test : tests) {
        table.row(
            test + " -P " + pipeline,
            () -> prepare(servers, test),
            server -> bench(server, test, pipeline, count));
      }
      table.mean();
    }
    System.out.printf(
        "%d clients, %d requests (-P 1) a run, medians of %d rounds taking turns; ratio: above 1"
            + " Kvarium is ahead%n",
        clients, requests, rounds);
  }

  /** LPOP and LRANGE want a list that is long enough, the others an empty server. */
  private void prepare(List<BenchServer> servers, String test) throws Exception {
    for (BenchServer each : servers) {
      each.empty();
      if (test.equals("LPOP")) {
        bench(each, "LPUSH", 16, Math.max(requests * 4, warmUpRequests));
      } else if (test.startsWith("LRANGE")) {
        bench(each, "LPUSH", 16, LIST_LENGTH);
      }
    }
  }

  private BenchTable.Run bench(BenchServer server, String test, int pipeline, int count)
      throws Exception {
    List<String> what =
        switch (test) {
          case "LRANGE_100" -> List.of("lrange", "mylist", "0", "99");
          case "XADD" ->
              List.of("xadd", "mystream", "MAXLEN", "~", "100000", "*", "field", "value");
          default -> List.of("-t", test.toLowerCase(Locale.ROOT));
        };
    double before = server.processorSeconds();
    double rate = redisBenchmark(server, pipeline, count, what);
    double spent = server.processorSeconds() - before;
    return new BenchTable.Run(rate, spent * 1e6 / count);
  }

  private double redisBenchmark(BenchServer server, int pipeline, int count, List<String> what)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("redis-benchmark", "--csv"));
    command.addAll(List.of("-p", Integer.toString(server.port())));
    command.addAll(List.of("-c", Integer.toString(clients)));
    command.addAll(List.of("-n", Integer.toString(count)));
    command.addAll(List.of("-P", Integer.toString(pipeline)));
    command.addAll(more);
    command.addAll(what);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IOException(
          String.join(" ", command) + " failed on " + server.name() + ": " + output);
    }
    String last = output.substring(output.lastIndexOf('\n') + 1);
    String[] fields = last.split("\",\"");
    if (fields.length < 2) {
      throw new IOException(String.join(" ", command) + " printed: " + output);
    }
    return Double.parseDouble(fields[1]);
  }
}
