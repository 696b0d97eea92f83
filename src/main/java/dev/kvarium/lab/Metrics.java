package dev.kvarium.lab;

import dev.kvarium.base.Blob;
import dev.kvarium.loop.LoopSnapshot;
import dev.kvarium.loop.SystemCall;
import dev.kvarium.memcached.HeldItem;
import dev.kvarium.memcached.MemcachedNode;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.aof.AofSnapshot;
import dev.kvarium.redis.keyspace.KeyspaceSnapshot;
import dev.kvarium.redis.replication.ReplicationSnapshot;
import dev.kvarium.redis.value.ValueSnapshot;
import dev.kvarium.sentinel.SentinelSnapshot;
import dev.kvarium.sharding.RingSnapshot;
import dev.kvarium.sim.LedgerReach;
import dev.kvarium.sim.LedgerSnapshot;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The figures that {@code ?} lines compare, {@code :metrics} lists and reports hold. Each is read
 * from a snapshot of one node, the one at the prompt unless {@code @NODE} follows the name.
 */
final class Metrics {
  /**
   * A metric.
   *
   * @param ofKey whether a key must follow the name
   */
  record Row(String name, boolean ofKey, String doc, Function<Look, String> value) {}

  /** Of a larger key, so much is compared. */
  private static final int MOST_WORDS = 64;

  private static final List<Row> OWN =
      List.of(
          row("time.ms", "virtual milliseconds since the world began", Look::millis),
          row("node.up", "1 while the server runs, 0 after a crash", look -> look.up() ? "1" : "0"),
          row("keys", "keys of all databases, expired ones not yet removed included", Look::keys),
          row("memory.used", "bytes that the node takes, as used_memory", Look::usedMemory),
          row("expires", "keys with a time to live, of all databases", Look::expires),
          row(
              "aof.bytes",
              "bytes of the append-only file, its buffer included",
              look -> text(look.aof().totalBytes())),
          row(
              "aof.buffer_bytes",
              "of these, in the process's buffer",
              look -> text(look.aof().bufferBytes())),
          row(
              "aof.page_cache_bytes",
              "of these, in the kernel's page cache alone",
              look -> text(look.aof().pageCacheBytes())),
          row(
              "aof.unsynced_bytes",
              "of these, not on the disk: buffer and page cache",
              look -> text(look.aof().bufferBytes() + look.aof().pageCacheBytes())),
          row("aof.synced_bytes", "of these, on the disk", look -> text(look.aof().syncedBytes())),
          row(
              "aof.delayed_fsync",
              "writes that went ahead although a sync had run for two seconds",
              look -> text(look.aof().delayedSyncs())),
          row(
              "ledger.acknowledged",
              "writes that clients were told are done",
              look -> text(look.ledger().acknowledged())),
          row("ledger.on_disk", "of these, safe", look -> text(look.ledger().onDisk())),
          row(
              "ledger.in_page_cache",
              "of these, gone if the power goes",
              look -> text(look.ledger().inPageCache())),
          row(
              "ledger.in_buffer",
              "of these, gone if the process dies",
              look -> text(look.ledger().inBuffer())),
          row(
              "ledger.in_memory",
              "of these, in no log at all",
              look -> text(look.ledger().inMemory())),
          row(
              "ledger.at_stake",
              "of these, gone if the power went now",
              look -> text(look.ledger().atStakeWithPower())),
          row(
              "ledger.sent",
              "acknowledged writes that were sent to a replica",
              look -> text(look.way().sent())),
          row(
              "ledger.replicated",
              "of these, those of which a replica has said that it has them",
              look -> text(look.way().replicated())),
          row(
              "ledger.elsewhere",
              "acknowledged writes that the node lost and another has",
              look -> text(look.ledger().elsewhere())),
          row(
              "ledger.lost",
              "acknowledged writes that are gone",
              look -> text(look.ledger().lost())),
          row("node.frozen", "1 while its process stands still", Look::frozen),
          row(
              "sentinel.primary",
              "of a sentinel: where it says that the primary is, as in b:6379",
              look -> look.sentinel(SentinelSnapshot::address)),
          row(
              "sentinel.epoch",
              "of a sentinel: the epoch of that address, 0 before the first failover",
              look -> look.sentinel(seen -> text(seen.configEpoch()))),
          row(
              "repl.role",
              "master or slave, in the words of ROLE",
              look -> look.replication(seen -> seen.primary().isPresent() ? "slave" : "master")),
          row(
              "repl.link",
              "of a replica: up when all that its primary does arrives, else down",
              look ->
                  look.replication(
                      seen ->
                          seen.primary().map(each -> each.up() ? "up" : "down").orElse("none"))),
          row(
              "repl.offset",
              "the number of the last byte of the stream of changes",
              look -> look.replication(seen -> text(seen.offset()))),
          row(
              "repl.replicas",
              "replicas that are there",
              look -> look.replication(seen -> text(seen.replicas().size()))),
          row(
              "repl.full_syncs",
              "how often a replica was given all data",
              look -> look.replication(seen -> text(seen.fullSyncs()))),
          row(
              "repl.partial_syncs",
              "how often one was given what it had missed",
              look -> look.replication(seen -> text(seen.partialSyncs()))),
          row(
              "repl.partial_refused",
              "how often one wanted that and could not have it",
              look -> look.replication(seen -> text(seen.partialRefused()))),
          row("client.db", "the database selected at the prompt", Look::db),
          row(
              "loop.turns",
              "turns of the event loop that found something to do (:world redis loop=yes)",
              look -> look.loop(LoopSnapshot::ticks)),
          row(
              "loop.commands",
              "commands that it ran",
              look -> look.loop(LoopSnapshot::commandsRun)),
          row(
              "loop.calls",
              "system calls that it made",
              look -> look.loop(loop -> loop.calls().total())),
          row(
              "loop.epoll_waits",
              "of these, epoll_wait",
              look -> look.calls(SystemCall.EPOLL_WAIT)),
          row("loop.reads", "of these, read", look -> look.calls(SystemCall.READ)),
          row("loop.writes", "of these, write", look -> look.calls(SystemCall.WRITE)),
          row("loop.writevs", "of these, writev", look -> look.calls(SystemCall.WRITEV)),
          row(
              "loop.busy_us",
              "microseconds that its thread was not asleep",
              look -> look.loop(loop -> loop.busyNanos() / 1_000)),
          row(
              "loop.longest_wait_us",
              "microseconds that the longest of those waited who waited for another's command",
              look -> look.loop(Look::longestWait)),
          ofKey(
              "ring.moved_percent",
              "share of 10,000 keys that a ring's last change gave to another node",
              look -> look.ring(RingSnapshot::movedPercent)),
          ofKey(
              "ring.library",
              "whose ring it is",
              look ->
                  look.lab().world().ring(look.keyName()).map(NodeRing::library).orElse("none")),
          ofKey(
              "ring.differs_percent",
              "share of 10,000 keys that a ring gives to another node than the first ring does",
              Look::differsPercent),
          ofKey(
              "ring.nodes",
              "its nodes in their order, those with a weight other than 1 with that",
              look -> look.lab().world().ring(look.keyName()).map(NodeRing::nodes).orElse("")),
          ofKey(
              "ring.points",
              "points on the circle of a ring, 0 where it has none",
              look -> look.ring(each -> each.points())),
          ofKey(
              "ring.fullest",
              "the node of a ring that has most of the keys",
              look ->
                  look.lab()
                      .world()
                      .ring(Optional.of(look.keyName()), Optional.empty())
                      .map(RingSnapshot::fullest)
                      .orElse("")),
          ofKey(
              "ring.largest_share",
              "share of them that the fullest node of a ring has, in percent",
              look -> look.ring(RingSnapshot::largestPercent)),
          ofKey(
              "traffic.answered",
              "requests of a :traffic that were answered",
              look -> look.traffic(LoopSnapshot.Traffic::answered)),
          ofKey(
              "traffic.round_trips",
              "batches that it sent and got all replies to",
              look -> look.traffic(LoopSnapshot.Traffic::roundTrips)),
          ofKey(
              "traffic.command",
              "what it sends",
              look -> look.sender().map(LoopSnapshot.Traffic::command).orElse("")),
          ofKey(
              "traffic.connections",
              "clients that send it",
              look -> look.traffic(LoopSnapshot.Traffic::connections)),
          ofKey("traffic.us", "microseconds that it took", Look::trafficMicros),
          ofKey("traffic.per_second", "requests answered in a second", Look::trafficRate),
          ofKey(
              "traffic.p50_us",
              "microseconds that half of its requests took at most",
              look -> look.traffic(each -> each.histogram().getValueAtPercentile(50) / 1_000)),
          ofKey(
              "traffic.p99_us",
              "microseconds that 99 of 100 took at most",
              look -> look.traffic(each -> each.histogram().getValueAtPercentile(99) / 1_000)),
          ofKey(
              "traffic.max_us",
              "microseconds that the longest took",
              look -> look.traffic(each -> each.histogram().getMaxValue() / 1_000)),
          ofKey(
              "key.exists", "1 when the key is there", look -> look.key().isPresent() ? "1" : "0"),
          ofKey(
              "key.type",
              "its type by TYPE's name, none when it is not there",
              look -> look.key().map(ValueSnapshot::type).orElse("none")),
          ofKey(
              "key.encoding",
              "its encoding by OBJECT ENCODING's name",
              look -> look.key().map(ValueSnapshot::encoding).orElse("none")),
          ofKey(
              "key.length",
              "bytes of a string, elements of anything else",
              look -> text(look.key().map(ValueSnapshot::length).orElse(0L))),
          ofKey(
              "key.value",
              "what it holds, in order: a text, items, members, fields and values",
              Look::value),
          ofKey(
              "key.order",
              "the members of a sorted set from the least score on, without their scores",
              look -> String.join(" ", look.scored(0))),
          ofKey("key.score_sum", "the sum of the scores of a sorted set", look -> look.scoreSum()),
          ofKey(
              "key.bytes",
              "its MEMORY USAGE",
              look -> text(look.key().map(ValueSnapshot::bytes).orElse(0L))),
          ofKey(
              "key.ttl",
              "milliseconds it has to live, -1 without a time, -2 when it is not there",
              Look::ttl),
          ofKey(
              "key.uses",
              "its counter of uses, OBJECT FREQ, while the policy is an LFU; -1 otherwise",
              look -> text(look.age(true))),
          ofKey(
              "key.idle",
              "seconds for which nobody used it, OBJECT IDLETIME; -1 under an LFU",
              look -> text(look.age(false))),
          ofKey(
              "keys.like",
              "keys of the selected database whose names match a pattern, as KEYS has it",
              Look::like),
          ofKey(
              "info",
              "a figure of INFO by its name, as in ? info evicted_keys == 0",
              look -> look.redis().flatMap(each -> each.info(look.keyName())).orElse("")),
          ofKey(
              "item.exists",
              "of a Memcached: 1 when a read would find it",
              look -> look.item().isPresent() ? "1" : "0"),
          ofKey(
              "item.class",
              "the slab class of an item, 0 when it is not there",
              look -> text(look.item().map(HeldItem::slabClass).orElse(0))),
          ofKey(
              "item.list",
              "hot, warm, cold or temp; none when it is not there",
              look -> look.item().map(HeldItem::list).orElse("none")),
          ofKey(
              "item.bytes",
              "what an item takes, with its header",
              look -> text(look.item().map(HeldItem::bytes).orElse(0L))),
          ofKey(
              "item.ttl",
              "seconds an item has to live, -1 without a time, -2 when it is not there",
              look -> text(look.item().map(HeldItem::ttlSeconds).orElse(-2L))),
          ofKey(
              "item.value",
              "what an item holds",
              look -> look.item().map(item -> item.value().toString()).orElse("")));

  private static final List<Row> ROWS =
      Stream.of(
              OWN.stream(),
              ClusterMetrics.rows(),
              AppMetrics.rows(),
              WorkloadMetrics.rows(),
              ContentMetrics.rows(),
              GuidelineMetrics.rows())
          .flatMap(rows -> rows)
          .toList();

  /** Figures that are 0 of a class without pages, of which memcached tells nothing. */
  private static final Set<String> NONE_YET =
      Set.of(
          "slabs total_pages",
          "slabs total_chunks",
          "slabs used_chunks",
          "slabs free_chunks",
          "items number",
          "items number_hot",
          "items number_warm",
          "items number_cold",
          "items mem_requested",
          "items evicted");

  private final Lab lab;

  Metrics(Lab lab) {
    this.lab = lab;
  }

  /** A node that is being read. */
  record Look(Lab lab, String node, String keyName) {
    static String figure(double number) {
      return number == StrictMath.rint(number)
          ? Long.toString((long) number)
          : String.format(Locale.ROOT, "%.2f", number);
    }

    /** How many keys of a hundred the ring that is named looks for elsewhere than the first. */
    String differsPercent() {
      Optional<NodeRing> ring = lab.world().ring(keyName);
      return ring.map(each -> figure(each.differsFrom(lab.world().rings().getFirst()))).orElse("");
    }

    /** A figure of the ring that is named, none where there is no such ring. */
    String ring(ToDoubleFunction<RingSnapshot> figure) {
      return lab.world()
          .ring(Optional.of(keyName), Optional.empty())
          .map(each -> figure(figure.applyAsDouble(each)))
          .orElse("");
    }

    Optional<RedisNode> redis() {
      return lab.redis(node);
    }

    boolean up() {
      return redis().isPresent() || lab.memcached(node).isPresent();
    }

    AofSnapshot aof() {
      return lab.scene(node).aof();
    }

    LedgerReach way() {
      return lab.reach(node);
    }

    String frozen() {
      return lab.world().isFrozen(node) ? "1" : "0";
    }

    /** A figure of replication; 0 of a node that is down. */
    String replication(Function<ReplicationSnapshot, String> figure) {
      return lab.redis(node).map(RedisNode::replication).map(figure).orElse("0");
    }

    /** A figure of a sentinel; none of others, or of one that is down. */
    String sentinel(Function<SentinelSnapshot, String> figure) {
      return lab.world()
          .sentinel(node)
          .flatMap(SentinelMachine::snapshot)
          .map(figure)
          .orElse("none");
    }

    LedgerSnapshot ledger() {
      return lab.ledger(node, 0);
    }

    String loop(ToLongFunction<LoopSnapshot> figure) {
      return text(lab.scene(node).loop().map(figure::applyAsLong).orElse(0L));
    }

    String calls(SystemCall call) {
      return loop(seen -> seen.calls().of(call));
    }

    private static long longestWait(LoopSnapshot seen) {
      long longest = 0;
      for (LoopSnapshot.Stall stall : seen.stalls()) {
        for (LoopSnapshot.Waiter each : stall.waiters()) {
          longest = StrictMath.max(longest, each.nanos() / 1_000);
        }
      }
      return longest;
    }

    String traffic(ToLongFunction<LoopSnapshot.Traffic> figure) {
      return text(sender().map(figure::applyAsLong).orElse(0L));
    }

    String trafficMicros() {
      return traffic(each -> each.tookNanos(lab.nowMicros() * 1_000) / 1_000);
    }

    String trafficRate() {
      return traffic(each -> StrictMath.round(each.perSecond(lab.nowMicros() * 1_000)));
    }

    /** The last process that sent by that name. */
    private Optional<LoopSnapshot.Traffic> sender() {
      return lab.scene(node).loop().stream()
          .flatMap(seen -> seen.traffic().stream())
          .filter(each -> each.name().equals(keyName))
          .reduce((one, two) -> two);
    }

    String millis() {
      return text((lab.nowMicros() - lab.startMicros()) / 1_000);
    }

    String keys() {
      return text(sum(KeyspaceSnapshot.Database::keys));
    }

    String usedMemory() {
      return text(redis().map(RedisNode::usedMemoryBytes).orElse(0L));
    }

    String expires() {
      return text(sum(KeyspaceSnapshot.Database::expiring));
    }

    private long sum(ToLongFunction<KeyspaceSnapshot.Database> of) {
      long sum = 0;
      for (KeyspaceSnapshot.Database each : databases()) {
        sum += of.applyAsLong(each);
      }
      return sum;
    }

    List<KeyspaceSnapshot.Database> databases() {
      return redis().map(each -> each.snapshot(0).filled()).orElse(List.of());
    }

    String db() {
      return text(lab.db());
    }

    Optional<HeldItem> item() {
      return lab.memcached(node).flatMap(cache -> cache.peek(Blob.of(keyName).bytes()));
    }

    Optional<ValueSnapshot> key() {
      return lab.scene(node).value(lab.db(), Blob.of(keyName));
    }

    String value() {
      List<String> words = new ArrayList<>();
      redis()
          .map(each -> each.contents(lab.db(), Blob.of(keyName).bytes(), MOST_WORDS))
          .orElse(List.of())
          .forEach(word -> words.add(word.toString()));
      return String.join(" ", words);
    }

    /** Every second word of a sorted set: its members with 0, their scores with 1. */
    List<String> scored(int which) {
      if (!key().map(ValueSnapshot::type).orElse("").equals("zset")) {
        return List.of();
      }
      List<Blob> words =
          redis()
              .map(each -> each.contents(lab.db(), Blob.of(keyName).bytes(), MOST_WORDS))
              .orElse(List.of());
      List<String> chosen = new ArrayList<>();
      for (int i = which; i < words.size(); i += 2) {
        chosen.add(words.get(i).toString());
      }
      return chosen;
    }

    String scoreSum() {
      BigDecimal sum = BigDecimal.ZERO;
      for (String each : scored(1)) {
        sum = each.endsWith("inf") ? sum : sum.add(new BigDecimal(each));
      }
      return sum.stripTrailingZeros().toPlainString();
    }

    long age(boolean uses) {
      return redis().map(each -> each.age(lab.db(), Blob.of(keyName).bytes(), uses)).orElse(-1L);
    }

    String like() {
      return text(redis().map(each -> each.countLike(lab.db(), Blob.of(keyName))).orElse(0L));
    }

    String ttl() {
      Optional<ValueSnapshot> key = key();
      if (key.isEmpty()) {
        return "-2";
      }
      return key.get().expireAtMillis().isEmpty()
          ? "-1"
          : text(key.get().expireAtMillis().getAsLong() - lab.nowMicros() / 1_000);
    }
  }

  static Row row(String name, String doc, Function<Look, String> value) {
    return new Row(name, false, doc, value);
  }

  static Row ofKey(String name, String doc, Function<Look, String> value) {
    return new Row(name, true, doc, value);
  }

  static String text(long number) {
    return Long.toString(number);
  }

  static List<Row> rows() {
    return ROWS;
  }

  /** All that need no key, by name; of each database that holds keys its two figures as well. */
  SequencedMap<String, String> all() {
    SequencedMap<String, String> all = new LinkedHashMap<>();
    Look look = new Look(lab, lab.node(), "");
    for (Row row : ROWS) {
      if (!row.ofKey()) {
        all.put(row.name(), row.value().apply(look));
      }
    }
    for (KeyspaceSnapshot.Database each : look.databases()) {
      all.put("db" + each.number() + ".keys", text(each.keys()));
      all.put("db" + each.number() + ".expires", text(each.expiring()));
    }
    return all;
  }

  /** The value of {@code name}, {@code name@node} or {@code name key}. */
  String value(List<String> words) throws Refusal {
    String name = words.getFirst();
    int at = name.indexOf('@');
    String node = at < 0 ? lab.node() : name.substring(at + 1);
    String bare = at < 0 ? name : name.substring(0, at);
    if (!lab.world().has(node)) {
      throw new Refusal("there is no node '" + node + "' in '" + name + "'");
    }
    Look look = new Look(lab, node, words.size() > 1 ? words.get(1) : "");
    Optional<String> ofCache = ofCache(bare, node);
    if (ofCache.isPresent() && words.size() == 1) {
      return ofCache.get();
    }
    Optional<String> ofDatabase = ofDatabase(bare, look);
    if (ofDatabase.isPresent() && words.size() == 1) {
      return ofDatabase.get();
    }
    for (Row row : ROWS) {
      if (row.name().equals(bare)) {
        if (words.size() != (row.ofKey() ? 2 : 1)) {
          throw new Refusal(
              row.ofKey()
                  ? bare + " needs a key behind it, as in ? " + bare + " cart:9 == …"
                  : bare + " takes no key: write ? " + bare + " == …");
        }
        return row.value().apply(look);
      }
    }
    List<String> names = new ArrayList<>();
    ROWS.forEach(each -> names.add(each.name()));
    throw new Refusal(
        "there is no metric '"
            + bare
            + "'"
            + NearWords.question(bare, names, ":metrics lists them"));
  }

  /**
   * A figure of a Memcached: {@code stats.evictions}, {@code slabs.1.total_pages}, {@code
   * items.1.number_hot}.
   */
  private Optional<String> ofCache(String name, String node) {
    int dot = name.indexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    String which = name.substring(0, dot);
    String figure = name.substring(dot + 1);
    String asked =
        switch (which) {
          case "stats" -> figure;
          case "slabs" -> figure.replaceFirst("^([0-9]+)[.]", "$1:");
          case "items" -> "items:" + figure.replaceFirst("[.]", ":");
          default -> "";
        };
    Optional<MemcachedNode> cache = lab.memcached(node);
    if (asked.isEmpty() || cache.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> told = cache.get().stat(which, asked);
    return told.isEmpty() && isNoneYet(which, figure, cache.get().slabClasses())
        ? Optional.of("0")
        : told;
  }

  private static boolean isNoneYet(String which, String figure, int classes) {
    String[] words = figure.split("\\.", 2);
    return words.length == 2
        && words[0].matches("[1-9][0-9]?")
        && Integer.parseInt(words[0]) <= classes
        && NONE_YET.contains(which + " " + words[1]);
  }

  /** {@code db3.keys} and {@code db3.expires}. */
  private static Optional<String> ofDatabase(String name, Look look) {
    if (!name.matches("db[0-9]{1,9}\\.(keys|expires)")) {
      return Optional.empty();
    }
    int number = Integer.parseInt(name.substring(2, name.indexOf('.')));
    for (KeyspaceSnapshot.Database each : look.databases()) {
      if (each.number() == number) {
        return Optional.of(text(name.endsWith("keys") ? each.keys() : each.expiring()));
      }
    }
    return Optional.of("0");
  }
}
