package dev.kvarium.loop;

import dev.kvarium.base.Bytes;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.WorldSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.commands.ProtocolCommand;

/**
 * What one large value costs the thread that serves: on a redis-server by its processor time, which
 * other work on the machine hardly changes, and in the model.
 */
final class LargeValues {
  private static final String SET = "SET big v";

  /** A command, and what is done before it. */
  private record Case(String name, List<String> before, String command) {}

  /** Milliseconds of the server's thread. */
  record Row(String name, double realMillis, double modelMillis) {
    double ratio() {
      return modelMillis / realMillis;
    }
  }

  private LargeValues() {}

  private static List<Case> cases() {
    return List.of(
        new Case("SET of a new key", List.of("DEL big"), SET),
        new Case("SET over another", List.of(SET), SET),
        new Case("GET", List.of(SET), "GET big"),
        new Case("COPY", List.of(SET, "DEL other"), "COPY big other"),
        new Case("DEL", List.of(SET), "DEL big"),
        new Case("UNLINK", List.of(SET), "UNLINK big"),
        new Case("GET of an expired key", List.of(SET, "PEXPIRE big 1"), "GET big"));
  }

  static List<Row> compare(int bytes, int rounds) throws Exception {
    byte[] value = new byte[bytes];
    Arrays.fill(value, (byte) 'v');
    List<Row> rows = new ArrayList<>();
    try (MeasuredServer server = new MeasuredServer();
        Jedis redis = server.connect()) {
      send(redis, value, "DEBUG SET-ACTIVE-EXPIRE 0");
      for (Case each : cases()) {
        double least = Double.MAX_VALUE;
        for (int round = 0; round < rounds; round++) {
          for (String line : each.before()) {
            send(redis, value, line);
          }
          Thread.sleep(10);
          long cpu = server.cpuNanos();
          send(redis, value, each.command());
          least = Math.min(least, (server.cpuNanos() - cpu) / 1e6);
        }
        rows.add(new Row(each.name(), least, model(each, bytes)));
      }
    }
    return rows;
  }

  private static void send(Jedis redis, byte[] value, String line) {
    String[] words = line.split(" ");
    ProtocolCommand name = () -> Bytes.of(words[0]);
    byte[][] rest = new byte[words.length - 1][];
    for (int i = 1; i < words.length; i++) {
      rest[i - 1] = words[i].equals("v") ? value : words[i].getBytes(Protocol.CHARSET);
    }
    redis.sendCommand(name, rest);
  }

  private static double model(Case of, int bytes) {
    Lab lab = Lab.open(WorldSpec.DEFAULT.with("loop", "yes").with("appendonly", "no"));
    enter(lab, "DEBUG SET-ACTIVE-EXPIRE 0", bytes);
    for (String line : of.before()) {
      enter(lab, line, bytes);
    }
    enter(lab, "+ 5ms", bytes);
    long busy = lab.scene("main").loop().orElseThrow().busyNanos();
    enter(lab, of.command(), bytes);
    return (lab.scene("main").loop().orElseThrow().busyNanos() - busy) / 1e6;
  }

  private static void enter(Lab lab, String line, int bytes) {
    String filled = line.equals(SET) ? ":repeat 1 SET big {x" + bytes + "}" : line;
    if (lab.enter(filled).failed()) {
      throw new IllegalStateException(line);
    }
  }

  static String table(int bytes, List<Row> rows) {
    StringBuilder out =
        new StringBuilder(
            "| "
                + (bytes >> 20)
                + " MiB | redis-server, ms | model, ms | ratio |\n|---|---:|---:|---:|\n");
    for (Row row : rows) {
      out.append(
          String.format(
              Locale.ROOT,
              "| %s | %.2f | %.2f | %.2f |%n",
              row.name(),
              row.realMillis(),
              row.modelMillis(),
              row.ratio()));
    }
    return out.toString();
  }
}
