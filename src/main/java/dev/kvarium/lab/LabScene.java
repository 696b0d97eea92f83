package dev.kvarium.lab;

import dev.kvarium.app.AppSnapshot;
import dev.kvarium.base.Blob;
import dev.kvarium.client.SlotClientSnapshot;
import dev.kvarium.event.EventLog;
import dev.kvarium.loop.LoopSnapshot;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.aof.AofSnapshot;
import dev.kvarium.redis.cluster.ClusterSnapshot;
import dev.kvarium.redis.command.ClientsSnapshot;
import dev.kvarium.redis.command.EvictionSnapshot;
import dev.kvarium.redis.keyspace.DictSnapshot;
import dev.kvarium.redis.keyspace.ExpirySnapshot;
import dev.kvarium.redis.keyspace.KeyspaceSnapshot;
import dev.kvarium.redis.rdb.ForkSnapshot;
import dev.kvarium.redis.replication.ReplicationSnapshot;
import dev.kvarium.redis.value.StreamSnapshot;
import dev.kvarium.redis.value.ValueSnapshot;
import dev.kvarium.sharding.RingSnapshot;
import dev.kvarium.sim.DiskSnapshot;
import dev.kvarium.sim.LedgerReach;
import dev.kvarium.sim.LedgerSnapshot;
import dev.kvarium.sim.NetworkSnapshot;
import dev.kvarium.view.Scene;
import dev.kvarium.view.WorldsApart;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** A node of a lab as views see it. */
final class LabScene implements Scene {
  private static final int RECENT = 64;

  private final Optional<Lab> lab;
  private final WorldSpec spec;
  private final World world;
  private final Machine machine;
  private final String client;
  private final int sinceInput;

  /**
   * A node.
   *
   * @param client whose database is looked at
   * @param sinceInput the number of the first fact since the last input
   */
  LabScene(WorldSpec spec, World world, Machine machine, String client, int sinceInput) {
    this(Optional.empty(), spec, world, machine, client, sinceInput);
  }

  /** A node of the world at hand of a lab, which may have others beside it. */
  LabScene(Lab lab, Machine machine, int sinceInput) {
    this(Optional.of(lab), lab.spec(), lab.world(), machine, lab.client(), sinceInput);
  }

  private LabScene(
      Optional<Lab> lab,
      WorldSpec spec,
      World world,
      Machine machine,
      String client,
      int sinceInput) {
    this.lab = lab;
    this.spec = spec;
    this.world = world;
    this.machine = machine;
    this.client = client;
    this.sinceInput = sinceInput;
  }

  @Override
  public List<String> otherWorlds() {
    return others(lab);
  }

  /** The worlds of a lab beside the one at hand. */
  static List<String> others(Optional<Lab> lab) {
    return lab.stream()
        .flatMap(at -> at.worlds().stream().filter(each -> !each.equals(at.worldName())))
        .toList();
  }

  @Override
  public WorldsApart apart(String other) {
    return WorldDifference.apart(lab.orElseThrow(), other);
  }

  @Override
  public String node() {
    return machine.name();
  }

  @Override
  public String models() {
    return spec.kind().equals(World.MEMCACHED)
        ? WorldSpec.DEFAULT.kind() + " " + WorldSpec.DEFAULT.version()
        : spec.kind() + " " + spec.version();
  }

  @Override
  public long nowMicros() {
    return world.nowMicros();
  }

  @Override
  public long startMicros() {
    return world.startMicros();
  }

  @Override
  public int db() {
    return machine.session(client).map(session -> session.db).orElse(0);
  }

  @Override
  public KeyspaceSnapshot keyspace(int keysPerDatabase) {
    return machine
        .node()
        .map(node -> node.snapshot(keysPerDatabase))
        .orElseGet(() -> new KeyspaceSnapshot(nowMicros() / 1_000, 0, List.of()));
  }

  @Override
  public Optional<ValueSnapshot> value(int db, Blob key) {
    return machine.node().flatMap(node -> node.value(db, key.bytes()));
  }

  @Override
  public Optional<KeyspaceSnapshot.Bucket> bucket(int db, Blob key) {
    return machine.node().flatMap(node -> node.bucket(db, key.bytes()));
  }

  @Override
  public Optional<DictSnapshot> keysDict(int db, Optional<Blob> key, Collection<Blob> marked) {
    return machine.node().map(node -> node.keysDict(db, key, marked));
  }

  @Override
  public Optional<DictSnapshot> valueDict(int db, Blob key, Optional<Blob> field) {
    return machine.node().flatMap(node -> node.valueDict(db, key, field));
  }

  @Override
  public Optional<ExpirySnapshot> expiry(int db) {
    return machine.node().map(node -> node.expiry(db));
  }

  @Override
  public Optional<EvictionSnapshot> eviction() {
    return machine.node().map(each -> each.evictionSnapshot());
  }

  @Override
  public Optional<StreamSnapshot> stream(int db, Optional<Blob> key) {
    return machine.node().flatMap(node -> node.stream(db, key));
  }

  @Override
  public Optional<ClientsSnapshot> clients(int most) {
    return machine.node().map(node -> node.clientsSnapshot(most));
  }

  @Override
  public Optional<LoopSnapshot> loop() {
    return machine.loopSnapshot();
  }

  @Override
  public Optional<ReplicationSnapshot> replication() {
    return machine.node().map(RedisNode::replication);
  }

  @Override
  public LedgerReach reach() {
    return world.reach(machine);
  }

  @Override
  public Optional<NetworkSnapshot> network() {
    return Optional.of(world.network().snapshot());
  }

  @Override
  public List<String> nodes() {
    return world.nodes();
  }

  @Override
  public List<String> watchers() {
    return world.watchers();
  }

  @Override
  public Optional<RingSnapshot> ring(Optional<String> name, Optional<Blob> key) {
    return world.ring(name, key);
  }

  @Override
  public Optional<ClusterSnapshot> cluster() {
    return machine.node().flatMap(RedisNode::cluster);
  }

  @Override
  public SequencedMap<String, ClusterSnapshot> clusters() {
    SequencedMap<String, ClusterSnapshot> all = new LinkedHashMap<>();
    for (Machine each : world.machines()) {
      each.node().flatMap(RedisNode::cluster).ifPresent(seen -> all.put(each.name(), seen));
    }
    return all;
  }

  @Override
  public List<SlotClientSnapshot> slotClients() {
    return world.cluster().snapshots();
  }

  @Override
  public List<AppSnapshot> applications() {
    return world.apps().snapshots();
  }

  @Override
  public EventLog events() {
    return world.events();
  }

  @Override
  public int sinceInput() {
    return sinceInput;
  }

  @Override
  public AofSnapshot aof() {
    return machine.aofSnapshot();
  }

  @Override
  public LedgerSnapshot ledger() {
    return world.ledger(machine, RECENT);
  }

  @Override
  public Optional<ForkSnapshot> fork() {
    return machine.node().map(RedisNode::fork);
  }

  @Override
  public Optional<DiskSnapshot> disk() {
    return Optional.of(machine.diskSnapshot());
  }
}
