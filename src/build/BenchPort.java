import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Throughput side by side: redis-server and {@code kvarium serve}, each on a loopback port, under
 * the same redis-benchmark.
 *
 * <p>The two take turns, so that whatever else the machine does falls on both alike; the medians of
 * the rounds are compared. On a busy machine the processor time that a server spent on a request
 * says more than the requests a second, so both are printed. The processor time of the whole
 * process counts, that of Kvarium's compiler and collector included.
 */
final class BenchPort {
  private static final String LINE = "%-12s %3s %10s %10s %6s   %8s %8s %6s%n";
  private static final String ROW = "%-12s %3d %10.0f %10.0f %6.2f   %8.2f %8.2f %6.2f%n";
  private static final int START_SECONDS = 60;
  private static final int LIST_LENGTH = 1_000;

  private int rounds = 3;
  private int clients = 50;
  private int requests = 100_000;
  private int warmUpRequests = 400_000;
  private List<Integer> pipelines = List.of(1, 16);
  private List<String> tests =
      List.of("SET", "GET", "INCR", "LPUSH", "LPOP", "SADD", "HSET", "ZADD", "LRANGE_100", "MSET");
  private final List<String> more = new ArrayList<>();
  private String kvarium = "./kvarium serve --redis {port}";

  /** A server under test. */
  private record Server(String name, Process process, int port) {
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
  }

  /** What one run of redis-benchmark showed. */
  private record Result(double requestsPerSecond, double processorMicros) {}

  public static void main(String[] args) throws Exception {
    BenchPort bench = new BenchPort();
    for (int i = 0; i < args.length; i++) {
      String value = i + 1 < args.length ? args[i + 1] : "";
      switch (args[i]) {
        case "--rounds" -> bench.rounds = Integer.parseInt(value);
        case "--clients" -> bench.clients = Integer.parseInt(value);
        case "--requests" -> bench.requests = Integer.parseInt(value);
        case "--warm-up" -> bench.warmUpRequests = Integer.parseInt(value);
        case "--pipelines" ->
            bench.pipelines = Arrays.stream(value.split(",")).map(Integer::valueOf).toList();
        case "--tests" -> bench.tests = List.of(value.toUpperCase(Locale.ROOT).split(","));
        case "--keys" -> bench.more.addAll(List.of("-r", value));
        case "--kvarium" -> bench.kvarium = value;
        default -> {
          System.err.println(
              "bench-port: --rounds N --clients N --requests N --warm-up N --pipelines 1,16"
                  + " --tests SET,GET,… --keys N (random keys) --kvarium 'COMMAND {port}'");
          System.exit(2);
        }
      }
      i++;
    }
    bench.run();
  }

  private void run() throws Exception {
    Path log = Files.createTempFile("kvarium-bench-port", ".log");
    List<Server> servers = new ArrayList<>();
    try {
      servers.add(start("redis", log, "redis-server --port {port} --save {none} --appendonly no"));
      servers.add(start("kvarium", log, kvarium));
      compare(servers);
    } finally {
      for (Server each : servers) {
        each.process.destroy();
        if (!each.process.waitFor(5, TimeUnit.SECONDS)) {
          each.process.destroyForcibly();
        }
      }
    }
  }

  private void compare(List<Server> servers) throws Exception {
    for (String test : tests) {
      prepare(servers, test);
      bench(servers.get(1), test, 16, warmUpRequests);
      bench(servers.get(1), test, 1, warmUpRequests / 8);
    }
    System.out.printf(LINE, "", "-P", "redis", "kvarium", "", "redis", "kvarium", "");
    System.out.printf(LINE, "", "", "req/s", "req/s", "ratio", "CPU us", "CPU us", "ratio");
    for (int pipeline : pipelines) {
      double logOfRates = 0;
      double logOfTimes = 0;
      for (String test : tests) {
        Result[][] results = new Result[2][rounds];
        for (int round = 0; round < rounds; round++) {
          prepare(servers, test);
          for (int turn = 0; turn < 2; turn++) {
            int which = (round + turn) % 2;
            int count = pipeline == 1 ? requests : requests * 4;
            results[which][round] = bench(servers.get(which), test, pipeline, count);
          }
        }
        double redisRate = median(results[0], true);
        double ourRate = median(results[1], true);
        double redisTime = median(results[0], false);
        double ourTime = median(results[1], false);
        logOfRates += Math.log(ourRate / redisRate);
        logOfTimes += Math.log(redisTime / ourTime);
        System.out.printf(
            Locale.ROOT,
            ROW,
            test,
            pipeline,
            redisRate,
            ourRate,
            ourRate / redisRate,
            redisTime,
            ourTime,
            redisTime / ourTime);
      }
      System.out.printf(
          Locale.ROOT,
          "%-12s %3d %10s %10s %6.2f   %8s %8s %6.2f%n",
          "geo. mean",
          pipeline,
          "",
          "",
          Math.exp(logOfRates / tests.size()),
          "",
          "",
          Math.exp(logOfTimes / tests.size()));
    }
    System.out.printf(
        "%d clients, %d requests (-P 1) a run, medians of %d rounds taking turns; ratio: above 1"
            + " Kvarium is ahead%n",
        clients, requests, rounds);
  }

  /** LPOP and LRANGE want a list that is long enough, the others an empty server. */
  private void prepare(List<Server> servers, String test) throws Exception {
    for (Server each : servers) {
      empty(each);
      if (test.equals("LPOP")) {
        bench(each, "LPUSH", 16, Math.max(requests * 4, warmUpRequests));
      } else if (test.startsWith("LRANGE")) {
        bench(each, "LPUSH", 16, LIST_LENGTH);
      }
    }
  }

  private static void empty(Server server) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port)) {
      socket.getOutputStream().write("FLUSHALL\r\n".getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
      if (!answer.equals("+OK\r\n")) {
        throw new IOException(server.name + " answered FLUSHALL with " + answer);
      }
    }
  }

  private Result bench(Server server, String test, int pipeline, int count) throws Exception {
    List<String> what =
        test.equals("LRANGE_100")
            ? List.of("lrange", "mylist", "0", "99")
            : List.of("-t", test.toLowerCase(Locale.ROOT));
    double before = server.processorSeconds();
    double rate = redisBenchmark(server, pipeline, count, what);
    double spent = server.processorSeconds() - before;
    return new Result(rate, spent * 1e6 / count);
  }

  private double redisBenchmark(Server server, int pipeline, int count, List<String> what)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("redis-benchmark", "--csv"));
    command.addAll(List.of("-p", Integer.toString(server.port)));
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
          String.join(" ", command) + " failed on " + server.name + ": " + output);
    }
    String last = output.substring(output.lastIndexOf('\n') + 1);
    String[] fields = last.split("\",\"");
    if (fields.length < 2) {
      throw new IOException(String.join(" ", command) + " printed: " + output);
    }
    return Double.parseDouble(fields[1]);
  }

  private static double median(Result[] results, boolean rate) {
    double[] sorted =
        Arrays.stream(results)
            .mapToDouble(each -> rate ? each.requestsPerSecond : each.processorMicros)
            .sorted()
            .toArray();
    return sorted[sorted.length / 2];
  }

  private static Server start(String name, Path log, String command) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    List<String> words = new ArrayList<>();
    for (String word : command.split(" ")) {
      words.add(word.equals("{none}") ? "" : word.replace("{port}", Integer.toString(port)));
    }
    Process process =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (true) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return new Server(name, process, port);
      } catch (IOException notYet) {
        if (!process.isAlive() || System.nanoTime() > limit) {
          process.destroy();
          throw new IOException(name + " did not start:\n" + Files.readString(log), notYet);
        }
        Thread.sleep(50);
      }
    }
  }
}
