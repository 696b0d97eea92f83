package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Parameter.choice;
import static dev.kvarium.redis.command.Parameter.choices;
import static dev.kvarium.redis.command.Parameter.memory;
import static dev.kvarium.redis.command.Parameter.number;
import static dev.kvarium.redis.command.Parameter.text;
import static dev.kvarium.redis.command.Parameter.unsignedMemory;
import static dev.kvarium.redis.command.Parameter.yesNo;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The parameters of redis-server 7.0.15 that are kept and told as there, but that change nothing in
 * a node: those of the machine, of cluster and TLS, and those whose subject is not modelled.
 */
final class KeptParameters {
  private static final long INT = Integer.MAX_VALUE;
  private static final long LONG = Long.MAX_VALUE;
  private static final long UNSIGNED_INT = 0xffffffffL;
  private static final long ALL_BITS = -1;
  private static final int HOST_NAME_BYTES = 256;
  private static final int ADDRESSES = 16;
  private static final int OOM_SCORES = 3;
  private static final Set<String> TITLE_WORDS =
      Set.of(
          "title", "listen-addr", "server-mode", "port", "tls-port", "unixsocket", "config-file");

  private KeptParameters() {}

  static List<List<Parameter>> all() {
    return List.of(machine(), defragmentation(), files(), replication(), cluster(), tls(), debug());
  }

  private static List<Parameter> machine() {
    return List.of(
        yesNo("io-threads-do-reads", "no").immutable(),
        yesNo("always-show-logo", "no").immutable(),
        yesNo("set-proc-title", "yes").immutable(),
        yesNo("syslog-enabled", "no").immutable(),
        yesNo("disable-thp", "yes").immutable(),
        yesNo("crash-log-enabled", "yes"),
        yesNo("crash-memcheck-enabled", "yes"),
        yesNo("use-exit-on-panic", "no").hidden(),
        text("syslog-ident", "redis").immutable(),
        choice("syslog-facility", "local0", facilities()).immutable(),
        choice("supervised", "no", "upstart", "systemd", "auto", "no").immutable(),
        text("pidfile", "").immutable(),
        text("unixsocket", "").immutable(),
        number("unixsocketperm", new NumberForm(NumberForm.Unit.OCTAL, 0, 0777, true), 0)
            .immutable(),
        number("socket-mark-id", 0, UNSIGNED_INT, 0).immutable(),
        text("server_cpulist", "").immutable(),
        text("bio_cpulist", "").immutable(),
        text("aof_rewrite_cpulist", "").immutable(),
        text("bgsave_cpulist", "").immutable(),
        text("ignore-warnings", ""),
        text("bind-source-addr", ""),
        text("proc-title-template", "{title} {listen-addr} {server-mode}")
            .checkedBy(KeptParameters::titleProblem),
        choice("oom-score-adj", "no", "no", "yes", "relative", "absolute")
            .readBy(
                (given, before) -> Parameter.Reading.of(given.equals("relative") ? "yes" : given)),
        text("oom-score-adj-values", "0 200 800").checkedBy(KeptParameters::oomProblem),
        choices("shutdown-on-sigint", "default", "default", "save", "nosave", "now", "force")
            .checkedBy(KeptParameters::shutdownProblem),
        choices("shutdown-on-sigterm", "default", "default", "save", "nosave", "now", "force")
            .checkedBy(KeptParameters::shutdownProblem),
        number("shutdown-timeout", 0, INT, 10));
  }

  private static String[] facilities() {
    return new String[] {
      "user", "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7"
    };
  }

  private static List<Parameter> defragmentation() {
    return List.of(
        number("active-defrag-cycle-min", 1, 99, 1),
        number("active-defrag-cycle-max", 1, 99, 25),
        number("active-defrag-threshold-lower", 0, 1000, 10),
        number("active-defrag-threshold-upper", 0, 1000, 100),
        number("active-defrag-max-scan-fields", 1, LONG, 1000),
        memory("active-defrag-ignore-bytes", 1, LONG, 100L << 20));
  }

  private static List<Parameter> files() {
    return List.of(
        yesNo("rdb-del-sync-files", "no"),
        yesNo("rdb-save-incremental-fsync", "yes"),
        yesNo("aof-rewrite-incremental-fsync", "yes"),
        yesNo("aof-disable-auto-gc", "no"),
        choice("sanitize-dump-payload", "no", "no", "yes", "clients"));
  }

  private static List<Parameter> replication() {
    return List.of(
        text("masteruser", "").sensitive(),
        text("masterauth", "").sensitive(),
        yesNo("repl-disable-tcp-nodelay", "no"),
        yesNo("replica-lazy-flush", "no").alias("slave-lazy-flush"),
        yesNo("replica-ignore-maxmemory", "yes").alias("slave-ignore-maxmemory"),
        yesNo("replica-announced", "yes"),
        yesNo("replica-ignore-disk-write-errors", "no"),
        text("replica-announce-ip", "").alias("slave-announce-ip"),
        number("replica-announce-port", 0, 65535, 0).alias("slave-announce-port"),
        choice("repl-diskless-load", "disabled", "disabled", "on-empty-db", "swapdb"),
        number("repl-diskless-sync-delay", 0, INT, 5),
        number("repl-diskless-sync-max-replicas", 0, INT, 0),
        number("repl-ping-replica-period", 1, INT, 10).alias("repl-ping-slave-period"),
        number("repl-backlog-ttl", 0, LONG, 3600),
        choice("propagation-error-behavior", "ignore", "ignore", "panic", "panic-on-replicas"));
  }

  private static List<Parameter> cluster() {
    return List.of(
        yesNo("cluster-require-full-coverage", "yes"),
        yesNo("cluster-replica-no-failover", "no").alias("cluster-slave-no-failover"),
        yesNo("cluster-allow-reads-when-down", "no"),
        yesNo("cluster-allow-pubsubshard-when-down", "yes"),
        yesNo("cluster-allow-replica-migration", "yes"),
        text("cluster-announce-ip", ""),
        text("cluster-announce-hostname", "").checkedBy(KeptParameters::hostProblem),
        text("cluster-config-file", "nodes.conf").immutable(),
        choice("cluster-preferred-endpoint-type", "ip", "ip", "hostname", "unknown-endpoint"),
        number("cluster-replica-validity-factor", 0, INT, 10)
            .alias("cluster-slave-validity-factor"),
        number("cluster-migration-barrier", 0, INT, 1),
        number("cluster-port", 0, 65535, 0).immutable(),
        number("cluster-announce-bus-port", 0, 65535, 0),
        number("cluster-announce-port", 0, 65535, 0),
        number("cluster-announce-tls-port", 0, 65535, 0),
        number("cluster-node-timeout", 0, LONG, 15000),
        unsignedMemory("cluster-link-sendbuf-limit", 0, ALL_BITS, 0));
  }

  private static List<Parameter> tls() {
    return List.of(
        number("tls-port", 0, 65535, 0),
        number("tls-session-cache-size", 0, INT, 20 * 1024),
        number("tls-session-cache-timeout", 0, INT, 300),
        yesNo("tls-cluster", "no"),
        yesNo("tls-replication", "no"),
        choice("tls-auth-clients", "yes", "no", "yes", "optional"),
        yesNo("tls-prefer-server-ciphers", "no"),
        yesNo("tls-session-caching", "yes"),
        text("tls-cert-file", ""),
        text("tls-key-file", ""),
        text("tls-key-file-pass", ""),
        text("tls-client-cert-file", ""),
        text("tls-client-key-file", ""),
        text("tls-client-key-file-pass", ""),
        text("tls-dh-params-file", ""),
        text("tls-ca-cert-file", ""),
        text("tls-ca-cert-dir", ""),
        text("tls-protocols", ""),
        text("tls-ciphers", ""),
        text("tls-ciphersuites", ""));
  }

  private static List<Parameter> debug() {
    return List.of(
        number("rdb-key-save-delay", Integer.MIN_VALUE, INT, 0).hidden(),
        number("key-load-delay", Integer.MIN_VALUE, INT, 0).hidden(),
        number("watchdog-period", 0, INT, 0).hidden(),
        memory("loading-process-events-interval-bytes", 1024, INT, 2L << 20).hidden());
  }

  private static String shutdownProblem(String flags) {
    List<String> said = List.of(flags.split(" "));
    return said.contains("save") && said.contains("nosave")
        ? "shutdown options SAVE and NOSAVE can't be used simultaneously"
        : "";
  }

  private static String oomProblem(String given) {
    String[] scores = given.split(" ", -1);
    if (scores.length != OOM_SCORES) {
      return "wrong number of arguments";
    }
    for (String score : scores) {
      byte[] word = Bytes.latin1(score);
      if (!Numbers.isLong(word)
          || Numbers.parseLong(word) < -2000
          || Numbers.parseLong(word) > 2000) {
        return "Invalid oom-score-adj-values, elements must be between -2000 and 2000.";
      }
    }
    return "";
  }

  private static String hostProblem(String given) {
    if (given.length() >= HOST_NAME_BYTES) {
      return "Hostnames must be less than 256 characters";
    }
    return given.matches("[A-Za-z0-9.-]*")
        ? ""
        : "Hostnames may only contain alphanumeric characters, hyphens or dots";
  }

  /** A title is words in braces that the server knows, between any others; it is not empty. */
  private static String titleProblem(String given) {
    String problem = "template format is invalid or contains unknown variables";
    if (given.isBlank()) {
      return problem;
    }
    int open = given.indexOf('{');
    while (open >= 0) {
      int close = given.indexOf('}', open);
      if (close < 0 || !TITLE_WORDS.contains(given.substring(open + 1, close))) {
        return problem;
      }
      open = given.indexOf('{', close);
    }
    return "";
  }

  /** At most 16 addresses, with blanks between. */
  static String bindProblem(String given) {
    return given.split(" ", -1).length > ADDRESSES ? "Too many bind addresses specified." : "";
  }

  /** The shares of latency that INFO tells, such as {@code 50 99 99.9}. */
  static Parameter.Reading percentiles(String given) {
    if (given.isEmpty()) {
      return Parameter.Reading.of("");
    }
    StringBuilder kept = new StringBuilder();
    for (String each : given.split(" ", -1)) {
      double percent = Numbers.parseDouble(Bytes.latin1(each));
      if (Double.isNaN(percent)) {
        return Parameter.Reading.refused("Invalid latency-tracking-info-percentiles parameters");
      }
      if (percent > 100 || percent < 0) {
        return Parameter.Reading.refused(
            "latency-tracking-info-percentiles parameters should sit between [0.0,100.0]");
      }
      String text = String.format(Locale.ROOT, "%.6f", percent).replaceFirst("\\.?0+$", "");
      kept.append(kept.isEmpty() ? "" : " ").append(text);
    }
    return Parameter.Reading.of(kept.toString());
  }
}
