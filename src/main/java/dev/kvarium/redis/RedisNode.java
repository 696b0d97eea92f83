package dev.kvarium.redis;

import dev.kvarium.base.Blob;
import dev.kvarium.base.Bytes;
import dev.kvarium.event.NodeEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.redis.aof.Aof;
import dev.kvarium.redis.aof.AofLoad;
import dev.kvarium.redis.aof.AofSnapshot;
import dev.kvarium.redis.aof.LoadingErrors;
import dev.kvarium.redis.cluster.Cluster;
import dev.kvarium.redis.cluster.ClusterSnapshot;
import dev.kvarium.redis.cluster.Migration;
import dev.kvarium.redis.command.Acl;
import dev.kvarium.redis.command.AclCommands;
import dev.kvarium.redis.command.AclUsers;
import dev.kvarium.redis.command.BitCommands;
import dev.kvarium.redis.command.Call;
import dev.kvarium.redis.command.Clients;
import dev.kvarium.redis.command.ClientsCron;
import dev.kvarium.redis.command.ClientsSnapshot;
import dev.kvarium.redis.command.ClusterCommands;
import dev.kvarium.redis.command.CommandCosts;
import dev.kvarium.redis.command.CommandError;
import dev.kvarium.redis.command.CommandTable;
import dev.kvarium.redis.command.ConnectionCommands;
import dev.kvarium.redis.command.DispatchStats;
import dev.kvarium.redis.command.Dispatcher;
import dev.kvarium.redis.command.EvictionSnapshot;
import dev.kvarium.redis.command.GeoCommands;
import dev.kvarium.redis.command.HashCommands;
import dev.kvarium.redis.command.HyperLogLogCommands;
import dev.kvarium.redis.command.Info;
import dev.kvarium.redis.command.KeyCommands;
import dev.kvarium.redis.command.ListCommands;
import dev.kvarium.redis.command.Replicas;
import dev.kvarium.redis.command.ReplicationCommands;
import dev.kvarium.redis.command.RoleCommands;
import dev.kvarium.redis.command.ServerCommands;
import dev.kvarium.redis.command.Session;
import dev.kvarium.redis.command.SetCommands;
import dev.kvarium.redis.command.Settings;
import dev.kvarium.redis.command.SortCommands;
import dev.kvarium.redis.command.SortedSetCommands;
import dev.kvarium.redis.command.StreamClaimCommands;
import dev.kvarium.redis.command.StreamCommands;
import dev.kvarium.redis.command.StreamGroupCommands;
import dev.kvarium.redis.command.StreamInfoCommands;
import dev.kvarium.redis.command.StreamReadCommands;
import dev.kvarium.redis.command.StringCommands;
import dev.kvarium.redis.command.Strings;
import dev.kvarium.redis.keyspace.Ageing;
import dev.kvarium.redis.keyspace.Db;
import dev.kvarium.redis.keyspace.DictSnapshot;
import dev.kvarium.redis.keyspace.ExpirySnapshot;
import dev.kvarium.redis.keyspace.KeyListener;
import dev.kvarium.redis.keyspace.Keyspace;
import dev.kvarium.redis.keyspace.KeyspaceCron;
import dev.kvarium.redis.keyspace.KeyspaceSearch;
import dev.kvarium.redis.keyspace.KeyspaceSnapshot;
import dev.kvarium.redis.rdb.DumpCommands;
import dev.kvarium.redis.rdb.ForkSnapshot;
import dev.kvarium.redis.rdb.Persistence;
import dev.kvarium.redis.rdb.RdbFile;
import dev.kvarium.redis.rdb.RdbReader;
import dev.kvarium.redis.rdb.SaveCommands;
import dev.kvarium.redis.replication.Following;
import dev.kvarium.redis.replication.ReplicationSnapshot;
import dev.kvarium.redis.script.ScriptPace;
import dev.kvarium.redis.script.Scripting;
import dev.kvarium.redis.value.Content;
import dev.kvarium.redis.value.Shaping;
import dev.kvarium.redis.value.StreamSnapshot;
import dev.kvarium.redis.value.Value;
import dev.kvarium.redis.value.ValueSnapshot;
import dev.kvarium.wire.Reply;
import dev.kvarium.world.Clock;
import dev.kvarium.world.Disk;
import dev.kvarium.world.Network;
import dev.kvarium.world.Randomness;
import dev.kvarium.world.Timers;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One Redis server: takes requests, answers them, keeps its data and its log.
 *
 * <p>Whoever drives it calls {@link #start}, then {@link #execute} for each request and {@link
 * #beforeSleep} after each batch, before any of its replies is handed out. It calls itself back by
 * its timers, ten times a second.
 */
public final class RedisNode {
  private static final int SEED_BYTES = 16;
  private static final int RUN_ID_BYTES = 20;
  private static final long MICROS_PER_SECOND = 1_000_000;

  private final RedisConfig config;
  private final Clock clock;
  private final Timers timers;
  private final Disk disk;
  private final Probe probe;
  private final Settings settings;
  private final Keyspace keyspace;
  private final KeyspaceCron keyspaceCron;
  private final Clients clients = new Clients();
  private final CommandTable commands = new CommandTable();
  private final RoleCommands roles;
  private final DispatchStats stats = new DispatchStats();
  private final ClientsCron clientsCron;
  private final Info info;
  private final Acl acl;
  private final Dispatcher dispatcher;
  private final Scripting scripting;
  private final Persistence persistence;
  private final Session log;
  private final Following following;
  private final Migration migration;
  private final @Nullable Cluster cluster;
  private Runnable turnEnd = () -> {};
  private long repliedSecond;
  private Timers.Timer cron = () -> {};

  /**
   * A node that has not started.
   *
   * @throws IllegalArgumentException when a parameter is unknown or cannot have its value
   */
  public RedisNode(
      RedisConfig config,
      Clock clock,
      Timers timers,
      Randomness randomness,
      Disk disk,
      Probe probe) {
    this.config = config;
    this.clock = clock;
    this.timers = timers;
    this.disk = disk;
    this.probe = probe;
    byte[] hashSeed = bytes(randomness.fork("hash seed"), SEED_BYTES);
    Shaping shaping = new Shaping(hashSeed, randomness.fork("skiplist"), probe, config.version());
    Ageing ageing = new Ageing(randomness.fork("ageing"));
    this.settings = new Settings(shaping, ageing);
    config.given().forEach(settings::configure);
    settings.watch(this::changed);
    this.keyspace =
        new Keyspace(
            settings.databases, probe, shaping, ageing, randomness.fork("keyspace"), this::expired);
    this.keyspaceCron = new KeyspaceCron(keyspace, clock);
    String runId = HexFormat.of().formatHex(bytes(randomness.fork("run id"), RUN_ID_BYTES));
    this.roles = new RoleCommands(settings, this::migrate);
    this.clientsCron = new ClientsCron(clients, settings);
    this.info = new Info(settings, clock, keyspace, clients, commands, stats, runId);
    info.figure("reply_buffer_shrinks", clientsCron::shrinks);
    info.figure("reply_buffer_expands", clientsCron::expands);
    Strings strings = new Strings(settings);
    commands.add(new StringCommands(strings).rows());
    commands.add(BitCommands.rows());
    commands.add(KeyCommands.rows());
    commands.add(SortCommands.rows());
    commands.add(GeoCommands.rows());
    commands.add(HyperLogLogCommands.rows());
    commands.add(HashCommands.rows());
    commands.add(ListCommands.rows());
    commands.add(SetCommands.rows());
    commands.add(SortedSetCommands.rows());
    commands.add(StreamCommands.rows());
    commands.add(StreamReadCommands.rows());
    commands.add(StreamGroupCommands.rows());
    commands.add(StreamClaimCommands.rows());
    commands.add(StreamInfoCommands.rows());
    this.log = new Session(-1, "aof", "", clock.nowMicros());
    log.denyBlocking = true;
    RdbReader reader = new RdbReader(shaping, strings);
    this.persistence =
        new Persistence(
            settings, keyspace, stats, clock, timers, disk, probe, reader, config.version().rdb());
    info.persistence(persistence::info, persistence::resetStats);
    DumpCommands dumps = new DumpCommands(reader, settings, config.version().rdb());
    commands.add(dumps.rows());
    SaveCommands saving = new SaveCommands(persistence, commands, log);
    commands.add(saving.rows());
    commands.add(roles.rows());
    ServerCommands server = new ServerCommands(settings, clock, info, commands);
    saving.addTo(server.debug());
    server.onFlush(persistence::flushed);
    commands.add(server.rows());
    this.acl = new Acl(new AclUsers(settings, commands, clients, disk), settings, keyspace);
    this.dispatcher =
        new Dispatcher(
            commands,
            keyspace,
            settings,
            this::propagate,
            probe,
            stats,
            clients,
            acl,
            clock,
            timers);
    dispatcher.unsavedBy(persistence::refusesWrites);
    commands.add(new ConnectionCommands(acl, dispatcher).rows());
    commands.add(new AclCommands(acl, commands, randomness.fork("acl genpass")).rows());
    this.scripting = new Scripting(commands, settings, acl, probe);
    persistence.libraries(scripting.forFiles());
    dispatcher.flagsBy(scripting::flags);
    commands.add(scripting.rows(config.version().rdb()));
    scripting.tell(info);
    info.clientCounts(dispatcher);
    info.figure("mem_clients_normal", clients::bytes);
    info.figure("total_eviction_exceeded_time", () -> dispatcher.eviction().shortMicros() / 1_000);
    info.figure(
        "current_eviction_exceeded_time", () -> dispatcher.eviction().shortNowMicros() / 1_000);
    info.onReset(dispatcher.times()::resetStats);
    info.onReset(dispatcher.eviction()::resetStats);
    keyspace.memory().besides(() -> clients.bytes() + dispatcher.times().bytes());
    keyspace.memory().limitBytes = settings.maxMemoryBytes;
    freeAsSet();
    commands.add(dispatcher.rows());
    Replicas replicas = dispatcher.replicas();
    roles.places(replicas, dispatcher.failover());
    replicas.begin(randomness.fork("replication"), persistence::snapshot);
    persistence.stream(this::stream);
    this.following =
        new Following(
            settings,
            dispatcher,
            clients,
            keyspace,
            persistence,
            clock,
            timers,
            probe,
            this::beforeSleep);
    replicas.upstream(following);
    commands.add(new ReplicationCommands(dispatcher, settings).rows());
    this.migration =
        new Migration(settings, dumps::payload, clock, dispatcher, probe, this::beforeSleep);
    this.cluster =
        settings.clustered
            ? new Cluster(
                settings,
                dispatcher,
                keyspace,
                clock,
                timers,
                randomness.fork("cluster at " + settings.get("port")),
                disk,
                probe,
                this::beforeSleep)
            : null;
    commands.add(cluster == null ? ClusterCommands.rows() : cluster.rows());
    dispatcher.turnsEndBy(this::beforeSleep);
    heedNotices();
    freeze();
    keyspace.tick();
  }

  private Reply migrate(Call call) throws CommandError {
    return migration.migrate(call);
  }

  private void freeAsSet() {
    keyspace.lazyExpire = settings.lazyExpire;
    keyspace.lazyServerDel = settings.lazyServerDel;
  }

  private static byte[] bytes(Randomness stream, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) stream.nextLong();
    }
    return bytes;
  }

  /**
   * Loads the log, if there is to be one, and starts the cron.
   *
   * @return how loading ended; after {@link AofLoad.Failed} the node is not running
   */
  public AofLoad start() {
    freeze();
    Optional<String> users = acl.users().hasFile() ? acl.users().load() : Optional.empty();
    if (users.isPresent()) {
      return new AofLoad.Failed(
          List.of("Aborting Redis startup because of ACL errors: " + users.get()));
    }
    AofLoad loaded = persistence.start(replay());
    if (!(loaded instanceof AofLoad.Failed)) {
      following.start();
      if (cluster != null) {
        cluster.start();
      }
      cronLater();
    }
    return loaded;
  }

  /** Does once more what the log says was done. */
  private Aof.Replay replay() {
    return new Aof.Replay() {
      @Override
      public boolean run(byte[][] argv) {
        return replay(argv);
      }

      @Override
      public boolean knows(byte[] name) {
        return commands.named(Bytes.text(name)).isPresent();
      }
    };
  }

  private boolean replay(byte[][] argv) {
    String name = Bytes.text(argv[0]);
    if (commands.named(name).isEmpty()) {
      return false;
    }
    if (dispatcher.execute(log, argv) instanceof Reply.Error(String text) && probe.logs()) {
      String line = LoadingErrors.line(text, name.toLowerCase(Locale.ROOT));
      probe.emit(new NodeEvent.Logged("warning", line));
    }
    return true;
  }

  /** What CONFIG SET changed takes effect where a part of the node keeps it for itself. */
  private void changed(String parameter) {
    if (parameter.equals("notify-keyspace-events")) {
      heedNotices();
    }
    if (parameter.equals("maxmemory")) {
      keyspace.memory().limitBytes = settings.maxMemoryBytes;
      if (settings.maxMemoryBytes == 0) {
        keyspace.memory().stopKeeping();
      }
      dispatcher.eviction().limitChanged();
    }
    if (parameter.startsWith("lazyfree-")) {
      freeAsSet();
    }
    if (parameter.equals("requirepass")) {
      acl.users().password(settings.password);
    }
    if (cluster != null) {
      cluster.changed(parameter);
    }
    persistence.changed(parameter);
    dispatcher.replicas().changed(parameter);
  }

  /** Ends the cron, and writes and syncs what is left of the log. */
  public void stop() {
    cron.cancel();
    if (cluster != null) {
      cluster.stop();
    }
    persistence.stop();
  }

  private void cronLater() {
    settings.fitHz(clients.count());
    cron = timers.after(MICROS_PER_SECOND / settings.runningHz, this::cron);
  }

  private ExpirySnapshot.Pace pace() {
    return KeyspaceCron.pace(settings.activeExpireEffort, settings.runningHz);
  }

  private void cron() {
    if (settings.cronPaused) {
      cronLater();
      return;
    }
    freeze();
    keyspace.tick();
    stats.sample(keyspace.nowMillis());
    clientsCron.run(keyspace.nowMillis());
    dispatcher.cron();
    replicate();
    long begun = dispatcher.times().begin();
    keyspaceCron.run(
        settings.activeExpire && !keyspace.paused && !keyspace.follows && !dispatcher.isBusy(),
        pace(),
        settings.activeRehashing);
    dispatcher.times().worked("expire-cycle", begun);
    persistence.cron();
    beforeSleep();
    cronLater();
  }

  /** Has the keyspace say what happens to keys as long as somebody may want notices of it. */
  private void heedNotices() {
    keyspace.heed =
        settings.notices == 0
            ? keyspace.heed & ~KeyListener.NOTIFIED
            : keyspace.heed | KeyListener.NOTIFIED;
  }

  private void freeze() {
    keyspace.freeze(clock.nowMillis());
  }

  /** A new client, known to the lab by this name. */
  public Session connect(String clientName) {
    return connect(clientName, "127.0.0.1:" + (50_000 + clients.received() % 10_000));
  }

  /** A new client with the address that CLIENT LIST is to show. */
  public Session connect(String clientName, String address) {
    Session session = clients.connect(clientName, address, clock.nowMicros());
    session.localAddress = "127.0.0.1:" + settings.port;
    acl.users().welcome(session);
    return session;
  }

  /** Forgets a client that has left. */
  public void disconnect(Session session) {
    clients.leave(session);
  }

  /**
   * Runs a request; the time does not move meanwhile.
   *
   * @param argv the words, at least one, not changed afterwards
   */
  public Reply execute(Session session, byte[][] argv) {
    long nowMicros = clock.nowMicros();
    keyspace.freeze(nowMicros / 1000);
    session.lastCommandMicros = nowMicros;
    return dispatcher.execute(session, argv);
  }

  /** To be called after each batch of requests and before their replies are handed out. */
  public void beforeSleep() {
    if (settings.activeExpire && !keyspace.paused && !keyspace.follows && !dispatcher.isBusy()) {
      long nowMicros = clock.nowMicros();
      keyspace.freeze(nowMicros / 1000);
      long begun = dispatcher.times().begin();
      keyspaceCron.beforeSleep(pace(), nowMicros);
      dispatcher.times().worked("expire-cycle", begun);
    }
    if (cluster != null) {
      cluster.endTurn();
    }
    dispatcher.endTurn();
    persistence.flush();
    turnEnd.run();
  }

  /** What is due between servers once a second. */
  private void replicate() {
    long second = clock.nowMicros() / MICROS_PER_SECOND;
    if (second != repliedSecond) {
      repliedSecond = second;
      following.cron();
      dispatcher.replicas().cron();
    }
  }

  /** The stream of changes that goes on behind a file of all data, if there is one. */
  private Optional<RdbFile.Stream> stream() {
    Replicas replicas = dispatcher.replicas();
    return replicas.firstKept() > 0
        ? Optional.of(new RdbFile.Stream(replicas.streamDb(), replicas.id(), replicas.offset()))
        : Optional.empty();
  }

  /** Says by which network other servers are reached; without one, none is. */
  public void network(Network network) {
    following.network(network);
    migration.network(network);
    if (cluster != null) {
      cluster.network(network);
    }
  }

  /** Says what is to be done at the end of each turn, once the log is written. */
  public void turnsEndWith(Runnable last) {
    turnEnd = last;
  }

  /** What it knows of its cluster; empty when it is part of none. */
  public Optional<ClusterSnapshot> cluster() {
    return Optional.ofNullable(cluster).map(Cluster::snapshot);
  }

  /** The nodes of its cluster that it knows; none when it is part of none. */
  public List<ClusterSnapshot.Node> clusterNodes() {
    return Optional.ofNullable(cluster).map(Cluster::nodes).orElse(List.of());
  }

  /** By which its stream of changes is known. */
  public String streamId() {
    return dispatcher.replicas().id();
  }

  /** The number of the last byte of its stream, -1 while it keeps none. */
  public long streamOffset() {
    return dispatcher.replicas().firstKept() > 0 ? dispatcher.replicas().offset() : -1;
  }

  /** Whether it follows another and gets all that changes there. */
  public boolean followsUp() {
    return settings.isReplica() && following.isUp();
  }

  /** How this server stands among others. */
  public ReplicationSnapshot replication() {
    return following.snapshot();
  }

  /** Its way to the server that it follows, if it has one. */
  public Optional<Network.Connection> upstreamConnection() {
    return following.connection();
  }

  /** At most so many of the clients, with what each of them waits for or has in hand. */
  public ClientsSnapshot clientsSnapshot(int most) {
    return dispatcher.snapshot(most);
  }

  /** The log; empty when {@code appendonly} is no. */
  public Optional<Aof> aof() {
    return Optional.of(persistence.aof()).filter(each -> each.state() != Aof.State.OFF);
  }

  /** The copy of the process that saves or rewrites, and what the last ones cost. */
  public ForkSnapshot fork() {
    return persistence.fork();
  }

  /** How far the log is on its way to the disk. */
  public AofSnapshot aofSnapshot() {
    return persistence.aofSnapshot();
  }

  /** What the databases hold, with up to so many keys of each. */
  public KeyspaceSnapshot snapshot(int keysPerDb) {
    return KeyspaceSnapshot.of(keyspace, keysPerDb, clock.nowMillis());
  }

  /** The times to live of a database, and how the expired are removed. */
  public ExpirySnapshot expiry(int db) {
    return ExpirySnapshot.of(keyspace, db, settings.activeExpire, pace(), clock.nowMillis());
  }

  /** A figure of INFO by its name, {@code evicted_keys}; empty when there is none. */
  public Optional<String> info(String name) {
    return info.line(name);
  }

  /** The counter of uses of a key, or the seconds since the last; -1 where it is not kept. */
  public long age(int db, byte[] key, boolean uses) {
    Value value = keyspace.db(db).peek(key);
    Ageing ageing = keyspace.ageing();
    if (value == null || uses != ageing.countsUses) {
      return -1;
    }
    return uses ? ageing.frequency(value) : ageing.idleSeconds(value);
  }

  /** How many keys of a database match a pattern, as KEYS has it. */
  public long countLike(int db, Blob pattern) {
    return KeyspaceSearch.countLike(keyspace.db(db), pattern.bytes());
  }

  /** How it stands to its limit of memory, and who would go. */
  public EvictionSnapshot evictionSnapshot() {
    freeze();
    return dispatcher.eviction().snapshot();
  }

  /** The hash tables of a database's keys, with the way of one key, and the buckets of others. */
  public DictSnapshot keysDict(int db, Optional<Blob> key, Collection<Blob> marked) {
    return DictSnapshot.keys(keyspace.db(db), key, marked);
  }

  /** The hash tables of a value, with the way of one field; empty when it has none. */
  public Optional<DictSnapshot> valueDict(int db, Blob key, Optional<Blob> field) {
    return DictSnapshot.value(keyspace.db(db), key, field);
  }

  /** At most so many keys that begin with these bytes, in order, each with its type's name. */
  public SequencedMap<Blob, String> keys(int db, byte[] prefix, int most) {
    return KeyspaceSearch.keys(keyspace.db(db), prefix, most);
  }

  /** At most so many fields or members of a key that begin with these bytes, in order. */
  public List<Blob> elements(int db, byte[] key, byte[] prefix, int most) {
    return KeyspaceSearch.elements(keyspace.db(db), key, prefix, most);
  }

  /** A stream, the first by name when none is asked for; empty when there is no such stream. */
  public Optional<StreamSnapshot> stream(int db, Optional<Blob> key) {
    return KeyspaceSearch.stream(keyspace.db(db), key);
  }

  /** The groups of a stream, or the consumers of all of them; none for other types. */
  public List<Blob> groups(int db, byte[] key, boolean consumers) {
    return KeyspaceSearch.groups(keyspace.db(db), key, consumers);
  }

  /** What a key holds, word by word, at most so many, in an order that does not change. */
  public List<Blob> contents(int db, byte[] key, int most) {
    return KeyspaceSearch.contents(keyspace.db(db), key, most);
  }

  /**
   * A key with its value as it lies in memory; empty when it is not in the database. Looking
   * touches nothing: a key whose time has passed is shown while it is there.
   */
  public Optional<ValueSnapshot> value(int db, byte[] key) {
    if (db < 0 || db >= keyspace.databases()) {
      return Optional.empty();
    }
    return KeyspaceSnapshot.value(keyspace.db(db), key);
  }

  /** The bucket in which a key hangs; empty when it is not in the database. */
  public Optional<KeyspaceSnapshot.Bucket> bucket(int db, byte[] key) {
    return KeyspaceSnapshot.bucket(keyspace.db(db), key);
  }

  /** Takes the keys of a database, one by one. */
  public interface KeyVisitor {
    /**
     * A key with its value, neither to be changed.
     *
     * @param expireAtMillis Unix time at which it dies, or -1
     */
    void visit(byte[] key, Value value, long expireAtMillis);
  }

  /** Shows all keys of a database, in the order of their table; touches nothing. */
  public void eachKey(int db, KeyVisitor visitor) {
    Db keys = keyspace.db(db);
    keys.keys()
        .forEach(
            entry ->
                visitor.visit(entry.key, entry.get(), keys.expireAtMillisUntouched(entry.key)));
  }

  /** Unix time by its clock. */
  public long nowMillis() {
    return clock.nowMillis();
  }

  /** The limits at which its values change their encoding. To be read. */
  public Shaping shaping() {
    return keyspace.shaping();
  }

  /** The bytes that it takes, as {@code used_memory} of INFO tells them. */
  public long usedMemoryBytes() {
    return Info.usedBytes(keyspace);
  }

  /** What a key holds, whatever its encoding; empty when it is not there. Touches nothing. */
  public Optional<SequencedMap<Blob, Blob>> content(int db, byte[] key) {
    return Optional.ofNullable(keyspace.db(db).peek(key)).map(Content::of);
  }

  public CommandTable commands() {
    return commands;
  }

  /** What the node was started with; {@link #settings} says what it runs with. */
  public RedisConfig config() {
    return config;
  }

  /** The parameters as they are now. */
  public Settings settings() {
    return settings;
  }

  private void expired(int db, byte[] key) {
    dispatcher.expired(db, key);
  }

  /** Says where a figure of INFO comes from that the node cannot know; see {@link Info#figure}. */
  public void figure(String name, LongSupplier value) {
    info.figure(name, value);
  }

  /** Says who ends the process when a client wants it ended; see {@link RoleCommands#endBy}. */
  public void endBy(Predicate<RoleCommands.Shutdown> ending) {
    roles.endBy(wish -> persistence.mayEnd(wish.save(), wish.force()) && ending.test(wish));
  }

  /**
   * Has the time of scripts told by a stopwatch in µs, where time does not stand still meanwhile.
   */
  public void timeScriptsBy(LongSupplier stopwatch) {
    scripting.measureBy(new ScriptPace.Timed(stopwatch));
  }

  /** Has scripts ended that have run for so many µs, also those that have written. */
  public void boundScripts(LongPredicate patienceEnds) {
    scripting.bound(patienceEnds);
  }

  /** Has scripts fail that would hold more than so many bytes. */
  public void boundScriptMemory(long bytes) {
    scripting.boundMemory(bytes);
  }

  /** Has it reckoned what commands cost a real server, by what they did; see CommandCosts. */
  public void reckonCosts() {
    dispatcher
        .times()
        .reckonBy(new CommandCosts(keyspace, scripting::stepsTaken, persistence::savedBytes));
  }

  /** What all that was reckoned cost since then, in nanoseconds. */
  public long reckonedNanos() {
    return dispatcher.times().reckonedNanos();
  }

  /** The scripts and functions. */
  public Scripting scripting() {
    return scripting;
  }

  private void propagate(int db, byte[][] argv) {
    persistence.append(db, argv);
  }
}
