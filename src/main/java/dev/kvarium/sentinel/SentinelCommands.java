package dev.kvarium.sentinel;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Glob;
import dev.kvarium.base.Numbers;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What a sentinel answers to clients and to its like. */
final class SentinelCommands {
  private static final Reply NO_MASTER = Reply.error("ERR No such master with that name");

  private final Sentinel sentinel;

  SentinelCommands(Sentinel sentinel) {
    this.sentinel = sentinel;
  }

  /** A word in small letters. */
  static String word(byte[] word) {
    return Bytes.text(word).toLowerCase(Locale.ROOT);
  }

  Reply answer(byte[][] argv) {
    return switch (word(argv[0])) {
      case "ping" -> Reply.PONG;
      case "client" -> Reply.OK;
      case "publish" -> publish(argv);
      case "info" -> Reply.of(info());
      case "role" ->
          Reply.of(Reply.of("sentinel"), Reply.of(Reply.of(sentinel.settings().master())));
      case "sentinel" -> argv.length < 2 ? wrongNumber("sentinel") : about(argv);
      default -> unknown(argv);
    };
  }

  private static Reply wrongNumber(String name) {
    return Reply.error("ERR wrong number of arguments for '" + name + "' command");
  }

  private static Reply unknown(byte[][] argv) {
    StringBuilder words = new StringBuilder();
    for (int i = 1; i < argv.length; i++) {
      words.append('\'').append(Bytes.latin1Text(argv[i])).append("' ");
    }
    return Reply.error(
        "ERR unknown command '"
            + Bytes.latin1Text(argv[0])
            + "', with args beginning with: "
            + words);
  }

  private Reply publish(byte[][] argv) {
    if (argv.length != 3) {
      return wrongNumber("publish");
    }
    if (!Bytes.text(argv[1]).equals(Hello.CHANNEL)) {
      return Reply.error("ERR Only HELLO messages are accepted by Sentinel instances.");
    }
    sentinel.told(Bytes.text(argv[2]));
    return Reply.ONE;
  }

  private Reply about(byte[][] argv) {
    String what = word(argv[1]);
    int words =
        switch (what) {
          case "myid", "masters" -> 2;
          case "get-master-addr-by-name",
              "master",
              "replicas",
              "slaves",
              "sentinels",
              "ckquorum",
              "failover" ->
              3;
          case "reset" -> 3;
          case "is-master-down-by-addr" -> 6;
          case "set" -> StrictMath.max(5, argv.length);
          default -> 0;
        };
    if (words == 0) {
      return Reply.error(
          "ERR unknown subcommand '" + Bytes.latin1Text(argv[1]) + "'. Try SENTINEL HELP.");
    }
    if (argv.length != words) {
      return wrongNumber("sentinel|" + what);
    }
    if (what.equals("reset")) {
      return reset(argv[2]);
    }
    boolean names = words == 3 || what.equals("set");
    boolean named = names && Bytes.text(argv[2]).equals(sentinel.settings().master());
    if (what.equals("get-master-addr-by-name")) {
      return named ? address() : Reply.Nil.ARRAY;
    }
    if (names && !named) {
      return NO_MASTER;
    }
    return switch (what) {
      case "myid" -> Reply.of(sentinel.id());
      case "masters" -> Reply.of(facts(sentinel.primary()));
      case "master" -> facts(sentinel.primary());
      case "replicas", "slaves" -> facts(sentinel.replicas());
      case "sentinels" -> facts(sentinel.sentinels());
      case "ckquorum" -> checkQuorum();
      case "failover" -> failover();
      case "set" -> set(argv);
      default -> isDown(argv);
    };
  }

  private Reply address() {
    String address = sentinel.address();
    int colon = address.lastIndexOf(':');
    return Reply.of(Reply.of(address.substring(0, colon)), Reply.of(address.substring(colon + 1)));
  }

  private Reply isDown(byte[][] argv) {
    long port = number(argv[3]);
    long epoch = number(argv[4]);
    if (port < 0 || epoch < 0) {
      return Reply.error("ERR value is not an integer or out of range");
    }
    Instance primary = sentinel.primary();
    boolean known = primary.host.equals(Bytes.text(argv[2])) && primary.port == port;
    boolean down = known && primary.suspected && !sentinel.isTilted();
    String candidate = Bytes.text(argv[5]);
    String vote = "";
    if (known && !candidate.equals("*")) {
      vote = sentinel.quorum().vote(epoch, candidate);
    }
    return Reply.of(
        Reply.of(down ? 1 : 0),
        Reply.of(vote.isEmpty() ? "*" : vote),
        Reply.of(vote.isEmpty() ? 0 : sentinel.quorum().leaderEpoch()));
  }

  private static long number(byte[] text) {
    return Numbers.isLong(text) ? Numbers.parseLong(text) : -1;
  }

  private Reply checkQuorum() {
    int usable = 1;
    for (Instance each : sentinel.sentinels()) {
      usable += each.suspected ? 0 : 1;
    }
    boolean few = usable < sentinel.settings().quorum();
    boolean minority = usable < (sentinel.sentinels().size() + 1) / 2 + 1;
    if (!few && !minority) {
      return new Reply.Simple(
          "OK " + usable + " usable Sentinels. Quorum and failover authorization can be reached");
    }
    List<String> wrong = new ArrayList<>();
    if (few) {
      wrong.add("Not enough available Sentinels to reach the specified quorum for this master");
    }
    if (minority) {
      wrong.add("Not enough available Sentinels to reach the majority and authorize a failover");
    }
    return Reply.error("NOQUORUM " + usable + " usable Sentinels. " + String.join(". ", wrong));
  }

  private Reply failover() {
    if (sentinel.failover().isUnderWay()) {
      return Reply.error("INPROG Failover already in progress");
    }
    if (sentinel.failover().best().isEmpty()) {
      return Reply.error("NOGOODSLAVE No suitable replica to promote");
    }
    sentinel.failover().force();
    return Reply.OK;
  }

  private Reply reset(byte[] pattern) {
    boolean meant = Glob.matches(pattern, Bytes.of(sentinel.settings().master()));
    if (meant) {
      sentinel.reset();
    }
    return Reply.of(meant ? 1 : 0);
  }

  /** Sets one option after another; those before one that is wrong stay set. */
  private Reply set(byte[][] argv) {
    for (int i = 3; i < argv.length; i += 2) {
      String option = Bytes.text(argv[i]);
      String known = word(argv[i]);
      if (!SentinelSettings.OPTIONS.contains(known) || i + 1 == argv.length) {
        return Reply.error(
            "ERR Unknown option or number of arguments for SENTINEL SET '" + option + "'");
      }
      long value = number(argv[i + 1]);
      if (value <= 0) {
        return Reply.error(
            "ERR Invalid argument '"
                + Bytes.text(argv[i + 1])
                + "' for SENTINEL SET '"
                + option
                + "'");
      }
      sentinel.set(option, value);
    }
    return Reply.OK;
  }

  private Reply facts(Collection<Instance> all) {
    List<Reply> items = new ArrayList<>();
    for (Instance each : all) {
      items.add(facts(each));
    }
    return new Reply.Array(items);
  }

  private Reply facts(Instance of) {
    Facts facts = new Facts();
    boolean server = of.kind != Instance.Kind.SENTINEL;
    boolean primary = of.kind == Instance.Kind.MASTER;
    long now = sentinel.now();
    Line line = of.line;
    facts.add("name", primary ? sentinel.settings().master() : server ? of.address() : of.id);
    facts.add("ip", of.host);
    facts.add("port", of.port);
    facts.add("runid", of.id);
    facts.add("flags", flags(of));
    facts.add("link-pending-commands", line == null ? 0 : line.pending());
    facts.add("link-refcount", 1);
    facts.add("last-ping-sent", of.awaitedSince == 0 ? 0 : now - of.awaitedSince);
    facts.add("last-ok-ping-reply", now - of.availableAt);
    facts.add("last-ping-reply", now - of.answeredAt);
    if (of.suspected) {
      facts.add("s-down-time", now - of.suspectedAt);
    }
    if (primary && sentinel.quorum().isDown()) {
      facts.add("o-down-time", now - sentinel.quorum().downAt());
    }
    facts.add("down-after-milliseconds", sentinel.settings().downAfterMillis());
    if (server) {
      facts.add("info-refresh", of.infoAt == 0 ? 0 : now - of.infoAt);
      facts.add("role-reported", of.role.word);
      facts.add("role-reported-time", now - of.roleSince);
    }
    if (primary) {
      facts.add("config-epoch", sentinel.configEpoch());
      facts.add("num-slaves", sentinel.replicas().size());
      facts.add("num-other-sentinels", sentinel.sentinels().size());
      facts.add("quorum", sentinel.settings().quorum());
      facts.add("failover-timeout", sentinel.settings().failoverTimeoutMillis());
      facts.add("parallel-syncs", sentinel.settings().parallelSyncs());
    } else if (server) {
      int colon = of.follows.lastIndexOf(':');
      facts.add("master-link-down-time", of.linkDownMillis);
      facts.add("master-link-status", of.linkUp ? "ok" : "err");
      facts.add("master-host", colon < 0 ? "?" : of.follows.substring(0, colon));
      facts.add("master-port", colon < 0 ? "0" : of.follows.substring(colon + 1));
      facts.add("slave-priority", of.priority);
      facts.add("slave-repl-offset", of.offset);
      facts.add("replica-announced", of.announced ? 1 : 0);
    } else {
      facts.add("last-hello-message", now - of.helloAt);
      facts.add("voted-leader", of.leader.isEmpty() ? "?" : of.leader);
      facts.add("voted-leader-epoch", of.leaderEpoch);
    }
    return new Reply.Map(facts.items);
  }

  private String flags(Instance of) {
    StringBuilder flags = new StringBuilder();
    boolean primary = of.kind == Instance.Kind.MASTER;
    flags.append(of.suspected ? "s_down," : "");
    flags.append(primary && sentinel.quorum().isDown() ? "o_down," : "");
    flags.append(of.kind.word);
    flags.append(of.isConnected() ? "" : ",disconnected");
    flags.append(of.saysDown ? ",master_down" : "");
    flags.append(primary && sentinel.failover().isUnderWay() ? ",failover_in_progress" : "");
    flags.append(of.promoted ? ",promoted" : "");
    flags.append(of.move == Instance.Move.SENT ? ",reconf_sent" : "");
    flags.append(of.move == Instance.Move.UNDER_WAY ? ",reconf_inprog" : "");
    flags.append(of.move == Instance.Move.DONE ? ",reconf_done" : "");
    return flags.toString();
  }

  /** Names and values by turns. */
  private static final class Facts {
    private final List<Reply> items = new ArrayList<>();

    private void add(String name, String value) {
      items.add(Reply.of(name));
      items.add(Reply.of(value));
    }

    private void add(String name, long value) {
      add(name, Long.toString(value));
    }
  }

  private String info() {
    Instance primary = sentinel.primary();
    String status = sentinel.quorum().isDown() ? "odown" : primary.suspected ? "sdown" : "ok";
    return "# Sentinel\r\nsentinel_masters:1\r\nsentinel_tilt:"
        + (sentinel.isTilted() ? 1 : 0)
        + "\r\nmaster0:name="
        + sentinel.settings().master()
        + ",status="
        + status
        + ",address="
        + primary.address()
        + ",slaves="
        + sentinel.replicas().size()
        + ",sentinels="
        + (sentinel.sentinels().size() + 1)
        + "\r\n";
  }
}
