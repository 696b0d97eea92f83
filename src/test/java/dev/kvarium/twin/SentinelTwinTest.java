package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.event.EventLog;
import dev.kvarium.event.NodeEvent;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.wire.ReplyText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three sentinels watch a primary with two replicas, here and as redis-servers. The primary is
 * killed: those who lead the failover say the same, line by line, and so do those who hear of it.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SentinelTwinTest {
  /** One is quick to suspect and needs nobody to agree: so one leads, in the first attempt. */
  private static final int[] DOWN_AFTER = {1_000, 30_000, 30_000};

  /** What comes sooner or later by chance, as others answer, or is not logged by the real ones. */
  private static final Pattern BY_CHANCE = Pattern.compile("-odown.*|[+-]role-change.*");

  private static final Pattern ID = Pattern.compile("[0-9a-f]{40}");

  /** The lines of one sentinel from the death of the primary to the new address. */
  private static List<String> failover(List<String> log, Map<String, String> names) {
    List<String> said = new ArrayList<>();
    for (String line : log) {
      String named = line;
      for (Map.Entry<String, String> each : names.entrySet()) {
        named = named.replace(each.getKey(), each.getValue());
      }
      named = ID.matcher(named).replaceAll("{id}");
      boolean begins = named.startsWith("+sdown master") || named.startsWith("+config-update-from");
      if ((begins || !said.isEmpty()) && named.matches("[+-].*")) {
        if (!BY_CHANCE.matcher(named).matches()) {
          said.add(named);
        }
        if (named.startsWith("+switch-master")) {
          return said;
        }
      }
    }
    return said;
  }

  private static boolean leads(List<String> log) {
    return log.stream().anyMatch(each -> each.startsWith("+elected-leader"));
  }

  /**
   * What the leader said, then what another did; replicas are told apart by what becomes of them.
   */
  private static List<List<String>> told(List<List<String>> logs, Map<String, String> names) {
    List<String> leader = new ArrayList<>();
    List<String> follower = new ArrayList<>();
    for (List<String> log : logs) {
      (leads(log) ? leader : follower).clear();
      (leads(log) ? leader : follower).addAll(failover(log, names));
    }
    return List.of(leader, follower);
  }

  @Test
  void whoLeadsAFailoverAndWhoHearsOfItSayWhatRealOnesSay() throws IOException {
    List<List<String>> ours = ours();
    assertThat(ours.getFirst()).contains("+elected-leader master mymaster PRIMARY");
    assertThat(ours.getLast())
        .hasSizeGreaterThan(1)
        .last()
        .asString()
        .startsWith("+switch-master mymaster PRIMARY");
    assertThat(real()).isEqualTo(ours);
  }

  private static final List<String> ORDERS =
      List.of(
          "SENTINEL SET nobody quorum 1",
          "SENTINEL SET mymaster quorum",
          "SENTINEL SET mymaster quorum 0",
          "SENTINEL SET mymaster quorum many",
          "SENTINEL SET mymaster Quorum 3 failover-timeout 60000",
          "SENTINEL SET mymaster parallel-syncs 2 height 3 quorum 9",
          "SENTINEL SET mymaster down-after-milliseconds 7000 quorum",
          "SENTINEL MASTER mymaster",
          "SENTINEL RESET nob*",
          "SENTINEL RESET my*",
          "SENTINEL MASTER mymaster",
          "SENTINEL REPLICAS mymaster");

  /** What is answered, of long answers the parameters alone; then what the log says of it. */
  private static List<String> ordered(Function<String, String> ask, Supplier<List<String>> log) {
    List<String> said = new ArrayList<>();
    for (String each : ORDERS) {
      String[] lines = ask.apply(each).split("\n");
      List<String> kept = new ArrayList<>();
      for (int i = 0; i < lines.length; i++) {
        if (lines.length < 3) {
          kept.add(lines[i]);
        } else if (lines[i].matches(".*(quorum|failover-timeout|syncs|milliseconds|num-.*)\"")) {
          kept.add(lines[i].replaceAll(".*\\) ", "") + lines[i + 1].replaceAll(".*\\) ", ""));
        }
      }
      said.add(each + " => " + kept);
    }
    log.get().stream()
        .filter(each -> each.startsWith("+set") || each.startsWith("+reset"))
        .forEach(said::add);
    return said;
  }

  @Test
  void ordersAreAnsweredAndLoggedAsByARealOne() throws IOException {
    List<String> expected;
    try (RealRedis primary = RealRedis.start();
        RealRedis sentinel = sentinel("127.0.0.1 " + primary.port(), 30_000);
        RespLink link = sentinel.connect()) {
      until(() -> count(sentinel, "+monitor") == 1);
      expected =
          ordered(
              each -> {
                try {
                  return ReplyText.of(Same.parse(link.ask(each.split(" "))), false);
                } catch (IOException broken) {
                  throw new UncheckedIOException(broken);
                }
              },
              () -> {
                try {
                  return sentinel.log();
                } catch (IOException broken) {
                  throw new UncheckedIOException(broken);
                }
              });
      expected.replaceAll(each -> each.replace("127.0.0.1 " + primary.port(), "main 6379"));
    }
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    lab.enter(":node s1 sentinel quorum=1 down-after-milliseconds=30000");
    List<String> told =
        ordered(
            each -> lab.enter("you@s1> " + each).replyText().orElse(""),
            () ->
                lab.events().all().stream()
                    .filter(each -> each.event() instanceof NodeEvent.Logged)
                    .map(each -> ((NodeEvent.Logged) each.event()).text())
                    .toList());
    assertThat(told).isEqualTo(expected);
    assertThat(told).anyMatch(each -> each.startsWith("+set master mymaster main 6379 Quorum 3"));
    lab.enter(":restart s1");
    assertThat(lab.enter("you@s1> SENTINEL MASTER mymaster").replyText().orElse(""))
        .containsPattern("\"quorum\"\\s+[0-9]+\\) \"3\"");
  }

  private static List<List<String>> ours() {
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    lab.enter(":world redis seed=5 appendonly=no repl-diskless-sync-delay=0");
    for (String each : List.of("b", "c")) {
      lab.enter(":node " + each + " appendonly=no repl-diskless-sync-delay=0");
      lab.enter("you@" + each + "> REPLICAOF main 6379");
    }
    for (int i = 1; i <= 3; i++) {
      lab.enter(":node s" + i + " sentinel quorum=1 down-after-milliseconds=" + DOWN_AFTER[i - 1]);
    }
    lab.enter("+ 15s");
    lab.enter(":crash process main");
    lab.enter("+ 20s");
    Map<String, List<String>> logs = new TreeMap<>();
    for (EventLog.Entry each : lab.events().all()) {
      if (each.event() instanceof NodeEvent.Logged line && each.node().startsWith("s")) {
        logs.computeIfAbsent(each.node(), any -> new ArrayList<>()).add(line.text());
      }
    }
    String chosen = chosen(List.copyOf(logs.values()), "b:6379");
    return told(
        List.copyOf(logs.values()),
        names("main 6379", "b:6379 b 6379", "c:6379 c 6379", "b 6379", "c 6379", chosen));
  }

  /** Whether the first of two replicas was chosen. */
  private static String chosen(List<List<String>> logs, String first) {
    return Boolean.toString(
        logs.stream()
            .flatMap(List::stream)
            .anyMatch(each -> each.startsWith("+selected-slave slave " + first)));
  }

  private static Map<String, String> names(
      String primary, String one, String other, String shortOne, String shortOther, String first) {
    boolean oneLeads = first.equals("true");
    Map<String, String> names = new LinkedHashMap<>();
    names.put(oneLeads ? one : other, "CHOSEN");
    names.put(oneLeads ? other : one, "OTHER");
    names.put(oneLeads ? shortOne : shortOther, "CHOSEN");
    names.put(oneLeads ? shortOther : shortOne, "OTHER");
    names.put(primary, "PRIMARY");
    for (int i = 1; i <= 3; i++) {
      names.put("s" + i + " 26379", "SENTINEL");
    }
    return names;
  }

  private static List<List<String>> real() throws IOException {
    String[] options = {"--repl-diskless-sync-delay", "0"};
    try (RealRedis primary = RealRedis.start(options)) {
      String at = "127.0.0.1 " + primary.port();
      String[] follows = {"--repl-diskless-sync-delay", "0", "--replicaof", at};
      try (RealRedis b = RealRedis.start(follows);
          RealRedis c = RealRedis.start(follows);
          RealRedis s1 = sentinel(at, DOWN_AFTER[0]);
          RealRedis s2 = sentinel(at, DOWN_AFTER[1]);
          RealRedis s3 = sentinel(at, DOWN_AFTER[2])) {
        List<RealRedis> sentinels = List.of(s1, s2, s3);
        for (RealRedis each : sentinels) {
          each.connect().ask("SENTINEL", "DEBUG", "publish-period", "200", "info-period", "500");
        }
        until(() -> sentinels.stream().allMatch(each -> count(each, "+sentinel") == 2));
        until(() -> sentinels.stream().allMatch(each -> count(each, "+slave ") == 2));
        primary.kill();
        until(() -> sentinels.stream().allMatch(each -> count(each, "+switch-master") == 1));
        List<List<String>> logs = List.of(s1.log(), s2.log(), s3.log());
        Map<String, String> names =
            names(
                at,
                both(b),
                both(c),
                "127.0.0.1 " + b.port(),
                "127.0.0.1 " + c.port(),
                chosen(logs, "127.0.0.1:" + b.port()));
        sentinels.forEach(each -> names.put("127.0.0.1 " + each.port(), "SENTINEL"));
        return told(logs, names);
      }
    }
  }

  private static RealRedis sentinel(String primary, int downAfter) throws IOException {
    return RealRedis.sentinel(
        "sentinel monitor mymaster " + primary + " 1",
        "sentinel down-after-milliseconds mymaster " + downAfter);
  }

  private static String both(RealRedis server) {
    return "127.0.0.1:" + server.port() + " 127.0.0.1 " + server.port();
  }

  private static long count(RealRedis sentinel, String begins) {
    try {
      return sentinel.log().stream().filter(each -> each.startsWith(begins)).count();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static void until(Callable<Boolean> holds) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(50))
        .atMost(Duration.ofSeconds(30))
        .until(holds);
  }
}
