package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Parameter.choice;
import static dev.kvarium.redis.command.Parameter.memory;
import static dev.kvarium.redis.command.Parameter.number;
import static dev.kvarium.redis.command.Parameter.text;
import static dev.kvarium.redis.command.Parameter.yesNo;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.keyspace.Ageing;
import dev.kvarium.redis.value.RedisVersion;
import dev.kvarium.redis.value.Shaping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The parameters of a running node: CONFIG's names and values, and as plain fields those that the
 * engine reads.
 *
 * <p>Those without a field are known so that clients and scripts that set them are answered as by
 * the real server; they change nothing here.
 */
public final class Settings {
  /** The order of the choices of appendfsync. */
  public static final List<String> FSYNC_POLICIES = List.of("everysec", "always", "no");

  static final long REPLY_PEAK_RESET_MILLIS = 5_000;

  private static final byte[] DEL = Bytes.latin1("DEL");
  private static final byte[] UNLINK = Bytes.latin1("UNLINK");

  private static final long INT = Integer.MAX_VALUE;
  private static final long LONG = Long.MAX_VALUE;
  private static final int CLIENTS_PER_CRON = 200;
  private static final int MOST_HZ = 500;

  public int databases;
  public int hz;

  /** How often the cron is called now. */
  public int runningHz = 10;

  private boolean dynamicHz = true;
  public int port;
  public long maxBulkBytes;
  public long maxMemoryBytes;
  public int maxClients;
  public boolean lazyExpire;
  public boolean lazyUserDel;
  public boolean lazyUserFlush;

  /** Whether what a command puts something else in the place of is freed in the background. */
  public boolean lazyServerDel;

  public boolean activeRehashing;
  public int activeExpireEffort;
  public boolean appendOnly;
  public boolean debugAllowed;
  public boolean modulesAllowed;

  /** Without so many replicas nothing may be written. */
  public int minReplicas;

  public boolean replicaReadOnly;

  /** Whether a replica that has lost its master answers with what it has. */
  public boolean serveStale;

  /** Whether the node is part of a cluster, or may become so. */
  public boolean clustered;

  /** Host and port of the master, with a blank between; empty of a master. */
  private String master = "";

  /** Whether CONFIG SET may say where files are written. */
  public boolean protectedAllowed;

  /** Whether strings are compressed when they are written as RDB. */
  public boolean rdbCompression;

  /** From how many microseconds on a command is kept in the slow log; -1 for never. */
  public long slowlogMicros;

  public long slowlogLength;

  /** From how many milliseconds on work is watched; 0 for never. */
  public long latencyThresholdMillis;

  /** How many refusals ACL LOG keeps. */
  public long aclLogLength;

  /** Whether it is counted how long each call took. */
  public boolean latencyTracking;

  /** The password of the default user; empty when none is asked. */
  public String password = "";

  /** Whether small integers may be shared: not while each key needs an LRU clock of its own. */
  public boolean shareIntegers = true;

  /** Whether DEBUG PAUSE-CRON holds back what is done ten times a second. */
  public boolean cronPaused;

  /** Whether scripts may run commands that are denied to them, as DEBUG can have it. */
  public boolean scriptsMayAll;

  /** After how long the peak of a client's replies is forgotten; -1: never. */
  public long replyPeakResetMillis = REPLY_PEAK_RESET_MILLIS;

  /** Whether buffers of replies are fitted to what clients need. */
  public boolean replyBufferResizing = true;

  /** How many keys may be remembered for clients that cache; 0 for any number. */
  public long trackingTableMaxKeys;

  /** By which policy keys are removed when memory is short. */
  EvictionPolicy evictionPolicy = EvictionPolicy.NOEVICTION;

  /** How many keys are drawn to choose from. */
  int evictionSamples = 5;

  /** How long eviction goes on before a command runs, from 0 to 100 for without end. */
  int evictionTenacity = 10;

  /** Whether what was evicted is freed in the background. */
  boolean lazyEviction;

  /** Which keyspace notifications are published: bits of {@link Notice}. */
  public int notices;

  private boolean newKeysAsked;

  /** Whether DEBUG SET-ACTIVE-EXPIRE lets the cycle run. */
  public boolean activeExpire = true;

  private boolean privateClocks;
  private final SequencedMap<String, Parameter> byName = new LinkedHashMap<>();
  private final SequencedMap<String, UnaryOperator<String>> applied = new LinkedHashMap<>();
  private final List<Consumer<String>> watchers = new ArrayList<>();

  /** The parameters as redis-server has them without a configuration file. */
  public Settings(Shaping shaping, Ageing ageing) {
    addShape(shaping);
    addMemory(ageing);
    addPersistence();
    addServer();
    addReplication();
    KeptParameters.all().forEach(family -> family.forEach(this::add));
  }

  private void addShape(Shaping shaping) {
    RedisVersion version = shaping.version();
    addPacking(version, false, "hash-max-listpack-entries", 512)
        .live(v -> shaping.hashMaxListpackEntries = v);
    addPacking(version, true, "hash-max-listpack-value", 64)
        .live(v -> shaping.hashMaxListpackValue = v);
    add(number("set-max-intset-entries", 0, LONG, 512).live(v -> shaping.setMaxIntsetEntries = v));
    if (version.packsSetsAndLists()) {
      add(
          number("set-max-listpack-entries", 0, LONG, 128)
              .live(v -> shaping.setMaxListpackEntries = v));
      add(memory("set-max-listpack-value", 0, LONG, 64).live(v -> shaping.setMaxListpackValue = v));
    }
    addPacking(version, false, "zset-max-listpack-entries", 128)
        .live(v -> shaping.zsetMaxListpackEntries = v);
    addPacking(version, true, "zset-max-listpack-value", 64)
        .live(v -> shaping.zsetMaxListpackValue = v);
    Parameter size =
        number(version.parameter("list-max-listpack-size"), Integer.MIN_VALUE, INT, -2)
            .live(v -> shaping.listMaxListpackSize = (int) v);
    add(version.packsZiplists() ? size : size.alias("list-max-ziplist-size"));
    add(number("list-compress-depth", 0, INT, 0).live(v -> shaping.listCompressDepth = (int) v));
    add(memory("hll-sparse-max-bytes", 0, LONG, 3000).live(v -> shaping.hllSparseMaxBytes = v));
    add(memory("stream-node-max-bytes", 0, LONG, 4096).live(v -> shaping.streamNodeMaxBytes = v));
    add(
        number("stream-node-max-entries", 0, LONG, 100)
            .live(v -> shaping.streamNodeMaxEntries = v));
  }

  /** A limit of what is packed, by the name of the version; from 7.0 on by the older one, too. */
  private Parameter addPacking(RedisVersion version, boolean memory, String name, long value) {
    String called = version.parameter(name);
    Parameter limit = memory ? memory(called, 0, LONG, value) : number(called, 0, LONG, value);
    if (!version.packsZiplists()) {
      limit.alias(name.replace("listpack", "ziplist"));
    }
    add(limit);
    return limit;
  }

  private void addMemory(Ageing ageing) {
    add(Parameter.unsignedMemory("maxmemory", 0, -1, 0).live(this::setMaxMemory));
    add(
        choice(
                "maxmemory-policy",
                "noeviction",
                "volatile-lru",
                "volatile-lfu",
                "volatile-random",
                "volatile-ttl",
                "allkeys-lru",
                "allkeys-lfu",
                "allkeys-random",
                "noeviction")
            .liveText(policy -> setPolicy(policy, ageing)));
    add(number("maxmemory-samples", 1, INT, 5).live(v -> evictionSamples = (int) v));
    add(number("maxmemory-eviction-tenacity", 0, 100, 10).live(v -> evictionTenacity = (int) v));
    NumberForm share = new NumberForm(NumberForm.Unit.MEMORY_OR_PERCENT, -100, LONG, false);
    add(number("maxmemory-clients", share, 0));
    add(number("lfu-log-factor", 0, INT, 10).live(v -> ageing.logFactor = v));
    add(number("lfu-decay-time", 0, INT, 1).live(v -> ageing.decayMinutes = (int) v));
    add(number("active-expire-effort", 1, 10, 1).live(v -> activeExpireEffort = (int) v));
    add(yesNo("activerehashing", "yes").live(v -> activeRehashing = v == 1));
    add(
        yesNo("activedefrag", "no")
            .checkedBy(
                value ->
                    value.equals("no")
                        ? ""
                        : "Active defragmentation cannot be enabled: it requires a Redis server"
                            + " compiled with a modified Jemalloc like the one shipped by default"
                            + " with the Redis source distribution"));
    add(yesNo("jemalloc-bg-thread", "yes"));
    add(yesNo("lazyfree-lazy-eviction", "no").live(v -> lazyEviction = v == 1));
    add(yesNo("lazyfree-lazy-expire", "no").live(v -> lazyExpire = v == 1));
    add(yesNo("lazyfree-lazy-server-del", "no").live(v -> lazyServerDel = v == 1));
    add(yesNo("lazyfree-lazy-user-del", "no").live(v -> lazyUserDel = v == 1));
    add(yesNo("lazyfree-lazy-user-flush", "no").live(v -> lazyUserFlush = v == 1));
  }

  private void setMaxMemory(long bytes) {
    maxMemoryBytes = bytes < 0 ? LONG : bytes;
    shareIntegers = bytes == 0 || !privateClocks;
  }

  /** What is logged for a key that was evicted. */
  byte[] deletionOfEvicted() {
    return lazyEviction ? UNLINK : DEL;
  }

  private void setHz(long perSecond) {
    hz = (int) perSecond;
    runningHz = hz;
  }

  /** With many clients the cron is called more often, so that it looks at each once a second. */
  public void fitHz(int clients) {
    runningHz = hz;
    while (dynamicHz && clients / runningHz > CLIENTS_PER_CRON && runningHz < MOST_HZ) {
      runningHz = Math.min(runningHz * 2, MOST_HZ);
    }
  }

  private void setPolicy(String policy, Ageing ageing) {
    evictionPolicy = EvictionPolicy.named(policy);
    ageing.countsUses = evictionPolicy.by() == EvictionSnapshot.By.USES;
    ageing.keepsLastUse = evictionPolicy.by() == EvictionSnapshot.By.LAST_USE;
    privateClocks = ageing.countsUses || ageing.keepsLastUse;
    setMaxMemory(maxMemoryBytes);
  }

  private void addPersistence() {
    add(yesNo("appendonly", "no").live(v -> appendOnly = v == 1));
    add(choice("appendfsync", "everysec", FSYNC_POLICIES.toArray(String[]::new)));
    add(
        text("appendfilename", "appendonly.aof")
            .immutable()
            .checkedBy(name -> baseName("appendfilename", name, "filename")));
    add(
        text("appenddirname", "appendonlydir")
            .immutable()
            .checkedBy(name -> baseName("appenddirname", name, "dirname")));
    add(yesNo("no-appendfsync-on-rewrite", "no"));
    add(number("auto-aof-rewrite-percentage", 0, INT, 100));
    add(memory("auto-aof-rewrite-min-size", 0, LONG, 64L * 1024 * 1024));
    add(yesNo("aof-load-truncated", "yes"));
    add(yesNo("aof-use-rdb-preamble", "yes"));
    add(yesNo("aof-timestamp-enabled", "no"));
    add(text("save", "").readBy(SavePoints::read, "Invalid save parameters"));
    add(text("dir", "/").guarded().fixed("No such file or directory"));
    add(
        text("dbfilename", "dump.rdb")
            .guarded()
            .checkedBy(
                name ->
                    name.indexOf('/') < 0 ? "" : "dbfilename can't be a path, just a filename"));
    add(yesNo("rdbcompression", "yes").live(v -> rdbCompression = v == 1));
    add(yesNo("rdbchecksum", "yes").immutable());
    add(yesNo("stop-writes-on-bgsave-error", "yes"));
  }

  private void addServer() {
    add(number("databases", 1, INT, 16).immutable().live(v -> databases = (int) v));
    add(number("port", 0, 65535, 6379).live(v -> port = (int) v));
    add(text("bind", "127.0.0.1 -::1").checkedBy(KeptParameters::bindProblem));
    add(yesNo("protected-mode", "yes"));
    add(number("hz", 0, INT, 10).keptWithin(1, 500).live(this::setHz));
    add(yesNo("dynamic-hz", "yes").live(v -> dynamicHz = v == 1));
    add(number("timeout", 0, INT, 0));
    add(number("tcp-keepalive", 0, INT, 300));
    add(number("tcp-backlog", 0, INT, 511).immutable());
    add(number("maxclients", 1, 0xffffffffL, 10000).live(v -> maxClients = (int) v));
    add(memory("proto-max-bulk-len", 1024 * 1024, LONG, 512L << 20).live(v -> maxBulkBytes = v));
    add(memory("client-query-buffer-limit", 1024 * 1024, LONG, 1L << 30));
    add(
        text(
                "client-output-buffer-limit",
                "normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60")
            .readBy(BufferLimits::read));
    add(choice("loglevel", "notice", "debug", "verbose", "notice", "warning"));
    add(text("logfile", "").immutable());
    add(yesNo("daemonize", "no").immutable());
    add(text("requirepass", "").sensitive().liveText(v -> password = v));
    add(
        text("notify-keyspace-events", "")
            .readBy(
                (given, before) -> {
                  newKeysAsked = given.indexOf('n') >= 0;
                  return EventClasses.read(given);
                })
            .liveText(
                // A may stand for an n that was asked for too: the server shows it so
                v ->
                    notices =
                        Notice.bits(v) | (v.startsWith("A") && newKeysAsked ? Notice.NEW : 0)));
    add(number("slowlog-log-slower-than", -1, LONG, 10000).live(v -> slowlogMicros = v));
    add(number("slowlog-max-len", 0, LONG, 128).live(v -> slowlogLength = v));
    add(number("latency-monitor-threshold", 0, LONG, 0).live(v -> latencyThresholdMillis = v));
    add(yesNo("latency-tracking", "yes").live(v -> latencyTracking = v == 1));
    add(
        text("latency-tracking-info-percentiles", "50 99 99.9")
            .readBy((given, before) -> KeptParameters.percentiles(given)));
    add(number("acllog-max-len", 0, LONG, 128).live(v -> aclLogLength = v));
    add(text("aclfile", "").immutable());
    add(choice("acl-pubsub-default", "resetchannels", "allchannels", "resetchannels"));
    add(number("tracking-table-max-keys", 0, LONG, 1_000_000).live(v -> trackingTableMaxKeys = v));
    add(number("busy-reply-threshold", 0, LONG, 5000).alias("lua-time-limit"));
    add(number("io-threads", 1, 128, 1).immutable());
    add(yesNo("cluster-enabled", "no").immutable().live(v -> clustered = v == 1));
    add(
        choice("enable-debug-command", "yes", "no", "yes", "local")
            .immutable()
            .live(v -> debugAllowed = v != 0));
    add(
        choice("enable-module-command", "no", "no", "yes", "local")
            .immutable()
            .live(v -> modulesAllowed = v != 0));
    add(
        choice("enable-protected-configs", "no", "no", "yes", "local")
            .immutable()
            .live(v -> protectedAllowed = v != 0));
  }

  private void addReplication() {
    add(text("replicaof", "").alias("slaveof").immutable().liveText(v -> master = v));
    add(
        yesNo("replica-read-only", "yes")
            .alias("slave-read-only")
            .live(v -> replicaReadOnly = v == 1));
    add(
        yesNo("replica-serve-stale-data", "yes")
            .alias("slave-serve-stale-data")
            .live(v -> serveStale = v == 1));
    add(number("replica-priority", 0, INT, 100).alias("slave-priority"));
    add(memory("repl-backlog-size", 1, LONG, 1024 * 1024).keptWithin(16 << 10, LONG));
    add(number("repl-timeout", 1, INT, 60));
    add(yesNo("repl-diskless-sync", "yes"));
    add(
        number("min-replicas-to-write", 0, INT, 0)
            .alias("min-slaves-to-write")
            .live(v -> minReplicas = (int) v));
    add(number("min-replicas-max-lag", 0, INT, 10).alias("min-slaves-max-lag"));
  }

  private void add(Parameter parameter) {
    byName.put(parameter.name(), parameter);
    if (!parameter.alias().isEmpty()) {
      byName.put(parameter.alias(), parameter);
    }
  }

  /** All names with older ones, each leading to its parameter. */
  SequencedMap<String, Parameter> parameters() {
    return byName;
  }

  Optional<Parameter> parameter(String name) {
    return Optional.ofNullable(byName.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The value of a parameter that is known. */
  public String get(String name) {
    return parameter(name)
        .orElseThrow(() -> new IllegalArgumentException("unknown parameter '" + name + "'"))
        .value();
  }

  /** The names of all parameters, older names left out. */
  public List<String> names() {
    return byName.values().stream().map(Parameter::name).distinct().toList();
  }

  /**
   * Sets a parameter before the node starts, immutable ones too.
   *
   * @throws IllegalArgumentException saying what is wrong with name or value
   */
  public void configure(String name, String value) {
    Parameter parameter =
        parameter(name)
            .orElseThrow(() -> new IllegalArgumentException("unknown parameter '" + name + "'"));
    String problem = parameter.set(value);
    if (!problem.isEmpty()) {
      throw new IllegalArgumentException("parameter '" + name + "': " + problem);
    }
  }

  /**
   * Has every change of a parameter by CONFIG SET made true by this; it says why it cannot be, or
   * nothing. Then all that the command set is set back.
   */
  public void applyBy(String name, UnaryOperator<String> apply) {
    applied.put(name, apply);
  }

  /** Makes the value of a parameter true; why it cannot be, or nothing. */
  String apply(Parameter parameter) {
    UnaryOperator<String> apply = applied.get(parameter.name());
    return apply == null ? "" : apply.apply(parameter.value());
  }

  /** Whether the node follows a master. */
  public boolean isReplica() {
    return !master.isEmpty();
  }

  /** Host and port of the master, with a blank between; empty of a master. */
  public String master() {
    return master;
  }

  /** Makes the node follow a master, or with an empty text none. */
  public void follow(String hostAndPort) {
    configure("replicaof", hostAndPort);
  }

  /** Calls back with the name of each parameter that CONFIG SET changes. */
  public void watch(Consumer<String> watcher) {
    watchers.add(watcher);
  }

  void changed(Parameter parameter) {
    watchers.forEach(watcher -> watcher.accept(parameter.name()));
  }

  /** What is wrong with a name that must not lead elsewhere; empty: nothing. */
  private static String baseName(String parameter, String name, String what) {
    if (name.isEmpty()) {
      return parameter + " can't be empty";
    }
    return name.indexOf('/') < 0 ? "" : parameter + " can't be a path, just a " + what;
  }
}
