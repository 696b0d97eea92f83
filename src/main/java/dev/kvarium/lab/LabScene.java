package dev.kvarium.lab;

import dev.kvarium.base.Blob;
import dev.kvarium.event.EventLog;
import dev.kvarium.redis.aof.AofSnapshot;
import dev.kvarium.redis.keyspace.DictSnapshot;
import dev.kvarium.redis.keyspace.ExpirySnapshot;
import dev.kvarium.redis.keyspace.KeyspaceSnapshot;
import dev.kvarium.redis.value.ValueSnapshot;
import dev.kvarium.sim.LedgerSnapshot;
import dev.kvarium.view.Scene;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A node of a lab as views see it. */
final class LabScene implements Scene {
  private static final int RECENT = 64;

  private final Lab lab;
  private final Machine machine;

  LabScene(Lab lab, Machine machine) {
    this.lab = lab;
    this.machine = machine;
  }

  @Override
  public String node() {
    return machine.name();
  }

  @Override
  public String models() {
    return lab.spec().kind() + " " + lab.spec().version();
  }

  @Override
  public long nowMicros() {
    return lab.nowMicros();
  }

  @Override
  public long startMicros() {
    return lab.startMicros();
  }

  @Override
  public int db() {
    return lab.db();
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
  public EventLog events() {
    return lab.events();
  }

  @Override
  public int sinceInput() {
    return lab.sinceInput();
  }

  @Override
  public AofSnapshot aof() {
    return machine.aofSnapshot();
  }

  @Override
  public LedgerSnapshot ledger() {
    return lab.world().ledger(machine, RECENT);
  }
}
