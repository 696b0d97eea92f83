package dev.kvarium.loop;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.WorldSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import redis.clients.jedis.Jedis;

/**
 * The model beside a redis-server under the same traffic: system calls as strace counts them, and
 * how much faster deeper pipelines are.
 */
final class LoopComparison {
  static final int[] DEPTHS = {1, 4, 16, 64};
  private static final String COMMAND = "GET key:1";

  /** System calls for 1,000 commands, by name. */
  record Calls(int connections, int depth, Map<String, Double> real, Map<String, Double> model) {
    double realTotal() {
      return real.values().stream().mapToDouble(each -> each).sum();
    }

    double modelTotal() {
      return model.values().stream().mapToDouble(each -> each).sum();
    }
  }

  /**
   * How fast: commands a second on the clock, and in a second of the server's processor time, which
   * other work on the machine does not shorten.
   */
  record Rate(
      int connections, int depth, double real, double model, double realCpu, double modelCpu) {}

  /** Counts system calls at every depth, over so many connections. */
  static List<Calls> calls(int connections, int batches) throws Exception {
    List<Calls> rows = new ArrayList<>();
    try (MeasuredServer server = new MeasuredServer();
        Jedis redis = server.connect();
        PipelinedClients clients = new PipelinedClients(server.port, connections)) {
      redis.set("key:1", "xxx");
      for (int depth : DEPTHS) {
        byte[] batch = PipelinedClients.batch(COMMAND, depth);
        clients.run(batch, depth, 100);
        MeasuredServer.Trace trace = server.trace();
        PipelinedClients.Run run = clients.run(batch, depth, batches / connections);
        SortedMap<String, Long> counted = trace.end();
        Map<String, Double> real = new TreeMap<>();
        counted.forEach((call, count) -> real.put(call, count * 1000.0 / run.commands()));
        rows.add(new Calls(connections, depth, real, model(connections, depth, batches)));
      }
    }
    return rows;
  }

  private static Map<String, Double> model(int connections, int depth, int batches) {
    Lab lab = Lab.open(WorldSpec.DEFAULT.with("loop", "traced").with("appendonly", "no"));
    lab.enter("SET key:1 xxx");
    CallCounts before = lab.scene("main").loop().orElseThrow().calls();
    long commands = (long) batches / connections * connections * depth;
    LoopSnapshot after = run(lab, connections, depth, commands);
    Map<String, Double> calls = new TreeMap<>();
    for (SystemCall call : SystemCall.values()) {
      long count = after.calls().since(before).of(call);
      if (count > 0) {
        calls.put(call.word(), count * 1000.0 / commands);
      }
    }
    return calls;
  }

  private static LoopSnapshot run(Lab lab, int connections, int depth, long commands) {
    lab.enter(
        ":traffic t clients=%d depth=%d requests=%d %s"
            .formatted(connections, depth, commands, COMMAND));
    LoopSnapshot seen = lab.scene("main").loop().orElseThrow();
    while (seen.traffic().getLast().endedNanos() == 0) {
      lab.enter("+ 1ms");
      seen = lab.scene("main").loop().orElseThrow();
    }
    return seen;
  }

  /** How fast each depth is: the best of so many rounds, in which the depths take turns. */
  static List<Rate> rates(int connections, int rounds, int millis) throws Exception {
    Map<Integer, Double> best = new LinkedHashMap<>();
    Map<Integer, Double> bestCpu = new LinkedHashMap<>();
    try (MeasuredServer server = new MeasuredServer();
        Jedis redis = server.connect();
        PipelinedClients clients = new PipelinedClients(server.port, connections)) {
      redis.set("key:1", "xxx");
      clients.run(PipelinedClients.batch(COMMAND, 16), 16, 200_000 / connections / 16);
      for (int round = 0; round < rounds; round++) {
        for (int depth : DEPTHS) {
          byte[] batch = PipelinedClients.batch(COMMAND, depth);
          PipelinedClients.Run probe = clients.run(batch, depth, 20);
          int times = (int) Math.max(4, 20L * millis * 1_000_000 / probe.wallNanos());
          long cpu = server.cpuNanos();
          PipelinedClients.Run run = clients.run(batch, depth, times);
          best.merge(depth, run.perSecond(), Math::max);
          bestCpu.merge(depth, run.commands() * 1e9 / (server.cpuNanos() - cpu), Math::max);
        }
      }
    }
    List<Rate> rows = new ArrayList<>();
    for (int depth : DEPTHS) {
      Lab lab = Lab.open(WorldSpec.DEFAULT.with("loop", "yes").with("appendonly", "no"));
      lab.enter("SET key:1 xxx");
      long busy = lab.scene("main").loop().orElseThrow().busyNanos();
      long batches = Math.max(40, 400 / Math.max(1, depth / 8));
      long commands = batches * connections * depth;
      LoopSnapshot after = run(lab, connections, depth, commands);
      rows.add(
          new Rate(
              connections,
              depth,
              best.getOrDefault(depth, 0.0),
              after.traffic().getLast().perSecond(after.nowNanos()),
              bestCpu.getOrDefault(depth, 0.0),
              commands * 1e9 / (after.busyNanos() - busy)));
    }
    return rows;
  }

  static String table(List<Calls> rows) {
    StringBuilder out = new StringBuilder();
    out.append("| connections | depth | call | strace | model |\n|---:|---:|---|---:|---:|\n");
    for (Calls row : rows) {
      TreeMap<String, Double> names = new TreeMap<>(row.real());
      names.putAll(row.model());
      for (String call : names.keySet()) {
        out.append(
            String.format(
                Locale.ROOT,
                "| %d | %d | %s | %.1f | %.1f |%n",
                row.connections(),
                row.depth(),
                call,
                row.real().getOrDefault(call, 0.0),
                row.model().getOrDefault(call, 0.0)));
      }
      out.append(
          String.format(
              Locale.ROOT,
              "| %d | %d | all | %.1f | %.1f |%n",
              row.connections(),
              row.depth(),
              row.realTotal(),
              row.modelTotal()));
    }
    return out.toString();
  }

  static String rateTable(List<Rate> rows) {
    StringBuilder out = new StringBuilder();
    out.append(
        "| connections | depth | redis-server/s | × depth 1 | model/s | × depth 1 "
            + "| redis-server, of its processor | model |\n"
            + "|---:|---:|---:|---:|---:|---:|---:|---:|\n");
    for (Rate row : rows) {
      Rate first = rows.getFirst();
      out.append(
          String.format(
              Locale.ROOT,
              "| %d | %d | %,.0f | %.2f | %,.0f | %.2f | %.2f | %.2f |%n",
              row.connections(),
              row.depth(),
              row.real(),
              row.real() / first.real(),
              row.model(),
              row.model() / first.model(),
              row.realCpu() / first.realCpu(),
              row.modelCpu() / first.modelCpu()));
    }
    return out.toString();
  }

  public static void main(String[] args) throws Exception {
    System.out.println(rateTable(rates(1, 30, 5)));
    System.out.println(rateTable(rates(50, 60, 5)));
    System.out.println(table(calls(1, 2_000)));
    System.out.println(table(calls(50, 2_000)));
  }
}
