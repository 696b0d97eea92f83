package dev.kvarium.sentinel;

import dev.kvarium.event.NodeEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.event.SentinelEvent;
import dev.kvarium.world.Clock;
import dev.kvarium.world.Disk;
import dev.kvarium.world.Network;
import dev.kvarium.world.Randomness;
import dev.kvarium.world.Timers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/** A sentinel process: whom it knows, and what it does some ten to twenty times a second. */
public final class Sentinel {
  private static final int ID_BYTES = 20;
  private static final int LEAST_HZ = 10;
  private static final long TILT_TRIGGER_MILLIS = 2_000;
  private static final long TILT_MILLIS = 30_000;

  private SentinelSettings settings;
  private final Network network;
  private final Clock clock;
  private final Timers timers;
  private final Randomness chance;
  private final Memory memory;
  private final Probe probe;
  private final SentinelPort port;
  private final Watch watch;
  private final Failover failover;
  private final Quorum quorum;
  private final SequencedMap<String, Instance> replicas = new LinkedHashMap<>();
  private final SequencedMap<String, Instance> sentinels = new LinkedHashMap<>();
  private final SequencedMap<String, Long> set = new LinkedHashMap<>();
  private Instance primary;
  private String id;
  private long epoch;
  private long configEpoch;
  private boolean tilted;
  private long tiltedAt;
  private long turnAt;

  /** A sentinel that knows what its disk holds; nothing happens before {@link #start}. */
  public Sentinel(
      SentinelSettings settings,
      Network network,
      Clock clock,
      Timers timers,
      Randomness chance,
      Disk disk,
      Probe probe) {
    this.settings = settings;
    this.network = network;
    this.clock = clock;
    this.timers = timers;
    this.chance = chance;
    this.probe = probe;
    this.memory = new Memory(disk);
    this.port = new SentinelPort(this);
    this.failover = new Failover(this);
    this.watch = new Watch(this);
    Memory.Kept kept = memory.read().orElseGet(() -> fresh(settings));
    kept.set().forEach(this::apply);
    this.id = kept.id();
    this.epoch = kept.epoch();
    this.configEpoch = kept.configEpoch();
    this.quorum = new Quorum(this, kept.leaderEpoch());
    this.primary = instance(Instance.Kind.MASTER, kept.primary());
    for (String each : kept.replicas()) {
      replicas.put(each, instance(Instance.Kind.REPLICA, each));
    }
    kept.sentinels()
        .forEach(
            (otherId, address) -> {
              Instance other = instance(Instance.Kind.SENTINEL, address);
              other.id = otherId;
              sentinels.put(otherId, other);
            });
  }

  private Memory.Kept fresh(SentinelSettings of) {
    byte[] bytes = new byte[ID_BYTES];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) chance.nextLong();
    }
    String address = of.primaryHost() + ":" + of.primaryPort();
    String made = HexFormat.of().formatHex(bytes);
    return new Memory.Kept(made, 0, 0, 0, address, List.of(), none(), none());
  }

  private static <K, V> SequencedMap<K, V> none() {
    return new LinkedHashMap<>();
  }

  private Instance instance(Instance.Kind kind, String address) {
    int colon = address.lastIndexOf(':');
    int number = Integer.parseInt(address.substring(colon + 1));
    return new Instance(kind, address.substring(0, colon), number, now());
  }

  /** Listens and begins to watch. */
  public void start() {
    keep();
    network.listen(settings.port(), port);
    turnAt = now();
    tell(new SentinelEvent.Found(Instance.Kind.MASTER.word, primary.address()));
    turn();
  }

  /** Takes a client that is not in the network. */
  public Network.Peer accepted(Network.Connection connection) {
    return port.accepted(connection);
  }

  private void turn() {
    long now = now();
    if (now - turnAt > TILT_TRIGGER_MILLIS) {
      tilted = true;
      tiltedAt = now;
      tell(new SentinelEvent.Tilted(true));
    }
    turnAt = now;
    handle(primary);
    List.copyOf(replicas.values()).forEach(this::handle);
    List.copyOf(sentinels.values()).forEach(this::handle);
    if (failover.isEnding()) {
      Instance next = failover.successor().orElse(primary);
      switchTo(next.host, next.port);
    }
    timers.after(1_000_000L / (LEAST_HZ + chance.below(LEAST_HZ)), this::turn);
  }

  private void handle(Instance each) {
    watch.turn(each);
    if (tilted) {
      if (now() - tiltedAt < TILT_MILLIS) {
        return;
      }
      tilted = false;
      tell(new SentinelEvent.Tilted(false));
    }
    watch.judge(each);
    if (each == primary) {
      quorum.judge();
      if (failover.beginIfDue()) {
        quorum.ask(true);
      }
      failover.turn();
      quorum.ask(false);
    }
  }

  // Whom it knows.

  void addReplica(String host, int ownPort) {
    String address = host + ":" + ownPort;
    if (!replicas.containsKey(address)) {
      replicas.put(address, instance(Instance.Kind.REPLICA, address));
      tell(new SentinelEvent.Found(Instance.Kind.REPLICA.word, address));
      keep();
    }
  }

  /** Another sentinel has told who it is and what it knows. */
  void told(String text) {
    Hello.of(text)
        .filter(hello -> !hello.id().equals(id) && hello.master().equals(settings.master()))
        .ifPresent(this::told);
  }

  private void told(Hello hello) {
    String address = hello.host() + ":" + hello.port();
    Instance other = sentinels.get(hello.id());
    if (other == null || !other.address().equals(address)) {
      if (other != null) {
        other.hangUp();
      }
      sentinels.values().removeIf(each -> each.address().equals(address));
      other = instance(Instance.Kind.SENTINEL, address);
      other.id = hello.id();
      sentinels.put(hello.id(), other);
      tell(new SentinelEvent.Found(Instance.Kind.SENTINEL.word, address));
      keep();
    }
    sawEpoch(hello.epoch());
    if (configEpoch < hello.configEpoch()) {
      configEpoch = hello.configEpoch();
      if (!primary.address().equals(hello.primaryHost() + ":" + hello.primaryPort())) {
        tell(new SentinelEvent.Learned(address, configEpoch));
        switchTo(hello.primaryHost(), hello.primaryPort());
      }
    }
    other.helloAt = now();
  }

  /** There is another primary; the one before is a replica, if it is heard of again. */
  private void switchTo(String host, int ownPort) {
    String from = primary.address();
    String to = host + ":" + ownPort;
    tell(new SentinelEvent.Switched(from, to, configEpoch));
    List<String> others = new ArrayList<>(replicas.keySet());
    others.add(from);
    others.remove(to);
    primary.hangUp();
    replicas.values().forEach(Instance::hangUp);
    replicas.clear();
    primary = instance(Instance.Kind.MASTER, to);
    failover.forget();
    quorum.forget();
    for (String each : others) {
      addReplica(each.substring(0, each.lastIndexOf(':')), portOf(each));
    }
    keep();
  }

  private static int portOf(String address) {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  boolean primaryLooksSane() {
    return primary.role == Instance.Kind.MASTER
        && !primary.suspected
        && !quorum.isDown()
        && now() - primary.infoAt < Watch.INFO_MILLIS * 2;
  }

  // What it is told by SENTINEL SET and RESET.

  private void apply(String option, long value) {
    settings = settings.with(option, value);
    set.put(option, value);
  }

  void set(String option, long value) {
    apply(option.toLowerCase(Locale.ROOT), value);
    tell(new SentinelEvent.Changed(option, Long.toString(value)));
    keep();
  }

  /** Forgets replicas, other sentinels and what was under way; it finds them anew. */
  void reset() {
    replicas.values().forEach(Instance::hangUp);
    replicas.clear();
    sentinels.values().forEach(Instance::hangUp);
    sentinels.clear();
    primary.hangUp();
    primary = instance(Instance.Kind.MASTER, primary.address());
    failover.forget();
    quorum.forget();
    tell(new SentinelEvent.Reset(primary.address()));
    keep();
  }

  // What it keeps.

  void keep() {
    SequencedMap<String, String> others = new LinkedHashMap<>();
    sentinels.forEach((otherId, each) -> others.put(otherId, each.address()));
    memory.keep(
        new Memory.Kept(
            id,
            epoch,
            configEpoch,
            quorum.leaderEpoch(),
            failover.successor().orElse(primary).address(),
            List.copyOf(replicas.keySet()),
            others,
            set));
  }

  long raiseEpoch() {
    sawEpoch(epoch + 1);
    return epoch;
  }

  void sawEpoch(long seen) {
    if (seen > epoch) {
      epoch = seen;
      keep();
      tell(new SentinelEvent.EpochRaised(epoch));
    }
  }

  void configEpoch(long won) {
    configEpoch = won;
    keep();
  }

  /** Everybody is told the newest address with the next turn. */
  void helloSoon() {
    List<Instance> all = new ArrayList<>(replicas.values());
    all.addAll(sentinels.values());
    all.add(primary);
    for (Instance each : all) {
      each.publishedAt -= Watch.HELLO_MILLIS + 1;
    }
  }

  Hello hello() {
    Instance told = failover.successor().orElse(primary);
    return new Hello(
        settings.host(),
        settings.port(),
        id,
        epoch,
        settings.master(),
        told.host,
        told.port,
        configEpoch);
  }

  // What there is to be seen.

  /** Where clients find the primary: {@code host:port}. */
  public String address() {
    return failover.successor().orElse(primary).address();
  }

  /** What it knows, as it is now. */
  public SentinelSnapshot snapshot() {
    List<SentinelSnapshot.Seen> seen = new ArrayList<>();
    seen.add(seen(primary));
    replicas.values().forEach(each -> seen.add(seen(each)));
    sentinels.values().forEach(each -> seen.add(seen(each)));
    return new SentinelSnapshot(settings, id, address(), epoch, configEpoch, tilted, seen);
  }

  private SentinelSnapshot.Seen seen(Instance each) {
    long silent =
        each.awaitedSince != 0
            ? now() - each.awaitedSince
            : each.isConnected() ? 0 : now() - each.availableAt;
    return new SentinelSnapshot.Seen(
        each.kind.word,
        each.address(),
        each.suspected,
        each == primary && quorum.isDown(),
        silent,
        each.kind == Instance.Kind.REPLICA ? each.follows : "",
        each.priority,
        each.offset);
  }

  /** The id of the sentinel at an address. */
  String idAt(String address) {
    for (Instance each : sentinels.values()) {
      if (each.address().equals(address)) {
        return each.id;
      }
    }
    return address;
  }

  /** The name by which people know a sentinel, of an id. */
  String nameOf(String sentinelId) {
    Instance other = sentinels.get(sentinelId);
    return sentinelId.equals(id) ? settings.host() : other == null ? sentinelId : other.host;
  }

  void tell(SentinelEvent event) {
    probe.emit(event);
    Announcement told = Announcement.of(event, this);
    probe.emit(new NodeEvent.Logged(told.level(), told.line()));
    port.publish(told.channel(), told.text());
  }

  // What it works with.

  SentinelSettings settings() {
    return settings;
  }

  Network network() {
    return network;
  }

  long now() {
    return clock.nowMillis();
  }

  int chance(int bound) {
    return chance.below(bound);
  }

  String id() {
    return id;
  }

  long epoch() {
    return epoch;
  }

  long configEpoch() {
    return configEpoch;
  }

  boolean isTilted() {
    return tilted;
  }

  Instance primary() {
    return primary;
  }

  Collection<Instance> replicas() {
    return List.copyOf(replicas.values());
  }

  Collection<Instance> sentinels() {
    return List.copyOf(sentinels.values());
  }

  Failover failover() {
    return failover;
  }

  Quorum quorum() {
    return quorum;
  }
}
