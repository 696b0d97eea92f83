package dev.kvarium.memcached;

import dev.kvarium.base.Blob;
import dev.kvarium.event.ItemEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.world.Clock;
import dev.kvarium.world.Timers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One Memcached server. Whoever drives it hands it what clients send, by {@link
 * MemcachedSession#receive}, and takes what they are answered; it calls itself back by its timers.
 */
public final class MemcachedNode {
  /** The version that is modelled. */
  public static final String VERSION = "1.6.18";

  private static final int BUFFERS_OF_SERVED = 2;
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int DESCRIPTORS_OF_SERVER = 6;
  private static final int DESCRIPTORS_OF_THREAD = 4;

  private final Settings settings;
  private final Clock world;
  private final Timers timers;
  private final Probe probe;
  private final NodeClock clock;
  private final NodeStats stats = new NodeStats();
  private final Items items;
  private final Store store;
  private final Crawler crawler;
  private final PageMover mover;
  private final Maintainer maintainer;
  private final PrefixStats prefixes;
  private final Watch watch;
  private final TextCommands text;
  private final BinaryCommands binary;
  private final Authentication authentication;
  private final List<MemcachedSession> sessions = new ArrayList<>();
  private int mostSessions;
  private int served;
  private Runnable onShutdown = () -> {};
  private String listenAddress = "127.0.0.1:11211";
  private long processId;
  private boolean accepting = true;
  private long timesNotAccepting;
  private long notAcceptingSinceMicros;
  private long notAcceptingMicros;
  private Timers.Timer ticking = () -> {};
  private long startedSeconds;
  private int holding;
  private int mostBuffers;

  /** A node that has not started. */
  public MemcachedNode(Settings settings, Clock world, Timers timers, Probe probe) {
    this(settings, world, timers, probe, List.of());
  }

  /**
   * A node that has not started.
   *
   * @param users who may come in where {@code -Y} is set, {@code user:password} each
   */
  public MemcachedNode(
      Settings settings, Clock world, Timers timers, Probe probe, List<String> users) {
    this.settings = settings;
    this.world = world;
    this.timers = timers;
    this.probe = probe;
    this.clock = new NodeClock(world);
    Slabs slabs = new Slabs(settings, SlabTable.of(settings), probe);
    this.items = new Items(settings, slabs, stats, clock, probe);
    this.store = new Store(items);
    this.crawler = new Crawler(items, clock, timers);
    this.mover = new PageMover(items, clock, timers, probe);
    Automover automover = new Automover(items, clock, mover, this::systemEvent);
    CrawlSchedule schedule = new CrawlSchedule(items, crawler, clock, this::systemEvent);
    this.maintainer = new Maintainer(items, clock, timers, schedule, automover);
    this.prefixes = new PrefixStats(settings);
    this.watch = new Watch(world, stats, settings.watcherLogbufBytes);
    this.text = new TextCommands(this);
    this.binary = new BinaryCommands(this);
    this.authentication = new Authentication(stats, users);
    items.onEviction(this::evicted);
    items.onFetch(this::fetched);
    if (settings.trackSizes) {
      items.sizes.begin(items.nextCas());
    }
  }

  /** Starts the clock and the background work. */
  public void start() {
    stats.totalConnections++;
    startedSeconds = clock.now();
    tickLater();
    if (settings.lruMaintainer) {
      maintainer.start();
    }
  }

  /** Ends them. */
  public void stop() {
    ticking.cancel();
    maintainer.stop();
    crawler.stop();
    mover.stop();
  }

  private void tickLater() {
    ticking = timers.after(MICROS_PER_SECOND, this::tick);
  }

  private void tick() {
    clock.tick(world);
    if (settings.idleTimeoutSeconds != 0) {
      for (MemcachedSession each : List.copyOf(sessions)) {
        if (!each.stateName().equals("conn_watch")
            && clock.now() - each.lastCommandSeconds() > settings.idleTimeoutSeconds) {
          stats.idleKicks++;
          each.close("idle_timeout");
          each.send(new byte[0]);
        }
      }
    }
    tickLater();
  }

  private void evicted(Item item) {
    if (watch.watches(Watch.Kind.EVICTIONS)) {
      watch.log(
          Watch.Kind.EVICTIONS,
          "type=eviction key="
              + Watch.encoded(item.key)
              + " fetch="
              + (item.fetched ? "yes" : "no")
              + " ttl="
              + (item.expires > 0 ? item.expires - clock.now() : -1)
              + " la="
              + (clock.now() - item.time)
              + " clsid="
              + item.classId
              + " size="
              + item.length());
    }
    if (settings.slabAutomove == 2) {
      mover.move(-1, item.classId);
    }
  }

  /** Tells watchers what the node did by itself. */
  private void systemEvent(Supplier<String> line) {
    if (watch.watches(Watch.Kind.SYSEVENTS)) {
      watch.log(Watch.Kind.SYSEVENTS, line.get());
    }
  }

  // Clients

  /** A new client, known by this address. */
  public MemcachedSession connect(String address) {
    int descriptor = listenDescriptor() + 1;
    while (isTaken(descriptor)) {
      descriptor++;
    }
    MemcachedSession session = new MemcachedSession(this, descriptor, address);
    sessions.add(session);
    mostSessions = Math.max(mostSessions, sessions.size());
    stats.totalConnections++;
    if (watch.watches(Watch.Kind.CONNEVENTS)) {
      watch.log(
          Watch.Kind.CONNEVENTS,
          "type=conn_new " + endpoint(session) + " transport=tcp cfd=" + session.descriptor());
    }
    return session;
  }

  /** The descriptor that listens, after those of the threads and of the server itself. */
  int listenDescriptor() {
    return DESCRIPTORS_OF_SERVER + DESCRIPTORS_OF_THREAD * settings.threads;
  }

  private boolean isTaken(int descriptor) {
    for (MemcachedSession each : sessions) {
      if (each.descriptor() == descriptor) {
        return true;
      }
    }
    return false;
  }

  private static String endpoint(MemcachedSession session) {
    int colon = session.address().lastIndexOf(':');
    return colon < 0
        ? "rip=" + session.address() + " rport=0"
        : "rip="
            + session.address().substring(0, colon)
            + " rport="
            + session.address().substring(colon + 1);
  }

  /** A client has left. */
  public void disconnect(MemcachedSession session) {
    if (sessions.remove(session)) {
      holds(session, false);
      watch.remove(session);
      if (watch.watches(Watch.Kind.CONNEVENTS)) {
        watch.log(
            Watch.Kind.CONNEVENTS,
            "type=conn_close "
                + endpoint(session)
                + " transport=tcp reason="
                + session.closeReason()
                + " cfd="
                + session.descriptor());
      }
    }
  }

  /** Whether there is no room for one more client. */
  public boolean isFull() {
    return sessions.size() >= settings.maxConnections - 1;
  }

  /** One client more than there is room for was turned away. */
  public void turnedAway() {
    stats.rejectedConnections++;
  }

  /** Whoever listens has stopped accepting clients, or begun again. */
  public void accepting(boolean accepts) {
    if (accepting == accepts) {
      return;
    }
    accepting = accepts;
    if (accepts) {
      notAcceptingMicros += world.nowMicros() - notAcceptingSinceMicros;
    } else {
      timesNotAccepting++;
      notAcceptingSinceMicros = world.nowMicros();
    }
  }

  /** What is to be done when a client asks for the end. */
  public void onShutdown(Runnable action) {
    onShutdown = action;
  }

  /** Where it listens, and as which process, for {@code stats}. */
  public void listening(String address, long process) {
    listenAddress = address;
    processId = process;
  }

  // What the commands share

  /** The item of a key that a client asks for, held; null when there is none. */
  @Nullable Item fetch(byte[] key, boolean bump) {
    return fetch(key, 0, key.length, bump);
  }

  /** As above, where a word of a line is the key. */
  @Nullable Item fetch(Tokens line, int word, boolean bump) {
    return fetch(line.array(word), line.start(word), line.end(word), bump);
  }

  /** As above, where a part of an array is the key. */
  @Nullable Item fetch(byte[] bytes, int from, int to, boolean bump) {
    Item item = items.get(bytes, from, to, bump);
    if (probe.listening()) {
      Blob key = Blob.of(Arrays.copyOfRange(bytes, from, to));
      probe.emit(
          item == null
              ? new ItemEvent.Missed(key)
              : new ItemEvent.Hit(key, item.classId, item.segment.shown()));
    }
    return item;
  }

  /** The client whose input is looked at now. */
  void serves(MemcachedSession session) {
    served = session.descriptor();
    holds(session, false);
    mostBuffers = Math.max(mostBuffers, holding + BUFFERS_OF_SERVED);
  }

  /**
   * Whether a client keeps a read buffer while others are served, as one does of which a part of a
   * command has come, or that watches.
   */
  void holds(MemcachedSession session, boolean holds) {
    if (holds != session.holdsBuffer) {
      session.holdsBuffer = holds;
      holding += holds ? 1 : -1;
    }
  }

  /** Read buffers that are in use while a client is served: its own, that of answers, others'. */
  int buffersInUse() {
    return BUFFERS_OF_SERVED + holding;
  }

  private void fetched(byte[] bytes, int from, int to, String status, @Nullable Item item) {
    if (watch.watches(Watch.Kind.FETCHERS)) {
      watch.log(
          Watch.Kind.FETCHERS,
          "type=item_get key="
              + Watch.encoded(Arrays.copyOfRange(bytes, from, to))
              + " status="
              + status
              + " clsid="
              + (item == null ? 0 : item.classId)
              + " cfd="
              + served
              + " size="
              + (item == null ? 0 : item.length()));
    }
  }

  /** Tells watchers how storing went. */
  void stored(MemcachedSession session, Item item, Store.Mode mode, Store.Stored stored) {
    if (watch.watches(Watch.Kind.MUTATIONS)) {
      logStore(session, item.key, stored.name(), mode, item.expires, item.classId, item.length());
    }
  }

  /** An item was refused: too large, or no room for it. */
  void refusedItem(MemcachedSession session, byte[] key, Store.Mode mode, boolean fits) {
    if (fits) {
      stats.storeNoMemory++;
    } else {
      stats.storeTooLarge++;
    }
    if (watch.watches(Watch.Kind.MUTATIONS)) {
      logStore(session, key, fits ? "no_memory" : "too_large", mode, 0, 0, 0);
    }
  }

  private void logStore(
      MemcachedSession session,
      byte[] key,
      String status,
      Store.Mode mode,
      long expires,
      int classId,
      int length) {
    watch.log(
        Watch.Kind.MUTATIONS,
        "type=item_store key="
            + Watch.encoded(key)
            + " status="
            + status.toLowerCase(Locale.ROOT)
            + " cmd="
            + mode.name().toLowerCase(Locale.ROOT)
            + " ttl="
            + expires
            + " clsid="
            + classId
            + " cfd="
            + session.descriptor()
            + " size="
            + length);
  }

  /** Declares all items gone that are there now, or will be there after so many seconds. */
  void flushAll(long delaySeconds) {
    long oldest = delaySeconds > 0 ? clock.expiry(delaySeconds) : clock.now();
    if (settings.useCas) {
      settings.oldestLive = oldest - 1;
      if (settings.oldestLive <= clock.now()) {
        settings.oldestCas = items.nextCas();
      }
    } else {
      settings.oldestLive = oldest;
    }
  }

  void resetStats() {
    stats.reset();
    items.resetCounts();
    prefixes.reset();
  }

  void shutdown() {
    onShutdown.run();
  }

  /** Its memory as it is now, with up to so many items from the tail of each list. */
  public CacheSnapshot snapshot(int itemsPerList) {
    return CacheSnapshot.of(this, itemsPerList);
  }

  /** What a read of this key would find; nobody notices that it was looked at. */
  public Optional<HeldItem> peek(byte[] key) {
    return items.peek(key);
  }

  /** The names of up to so many items that begin with these bytes. */
  public List<Blob> keys(byte[] prefix, int most) {
    return items.keys(prefix, most);
  }

  /** How many slab classes there are. */
  public int slabClasses() {
    return items.slabs.table().classes().size();
  }

  /** A figure of {@code stats}, {@code stats slabs} or {@code stats items}; empty if none. */
  public Optional<String> stat(String which, String name) {
    StatsReport report = new StatsReport(this);
    List<String> found = new ArrayList<>();
    StatLines lines =
        new StatLines(
            (each, value) -> {
              if (each.equals(name)) {
                found.add(value);
              }
            });
    switch (which) {
      case "slabs" -> report.slabs(lines);
      case "items" -> report.items(lines);
      case "settings" -> report.settings(lines);
      default -> report.general(lines);
    }
    return found.stream().findFirst();
  }

  // Its parts

  /** What it runs with. */
  public Settings settings() {
    return settings;
  }

  NodeClock clock() {
    return clock;
  }

  NodeStats stats() {
    return stats;
  }

  Items items() {
    return items;
  }

  Store store() {
    return store;
  }

  Crawler crawler() {
    return crawler;
  }

  PageMover mover() {
    return mover;
  }

  PrefixStats prefixes() {
    return prefixes;
  }

  Watch watch() {
    return watch;
  }

  TextCommands text() {
    return text;
  }

  BinaryCommands binary() {
    return binary;
  }

  Authentication authentication() {
    return authentication;
  }

  /** The clients that are connected. */
  public List<MemcachedSession> sessions() {
    return sessions;
  }

  int mostSessions() {
    return mostSessions;
  }

  String listenAddress() {
    return listenAddress;
  }

  /** When it started; a second of its clock. */
  long startedSeconds() {
    return startedSeconds;
  }

  /** The most read buffers that were in use at once: they are kept. */
  int mostBuffers() {
    return mostBuffers;
  }

  long processId() {
    return processId;
  }

  boolean accepting() {
    return accepting;
  }

  long timesNotAccepting() {
    return timesNotAccepting;
  }

  long notAcceptingMicros() {
    return notAcceptingMicros;
  }
}
