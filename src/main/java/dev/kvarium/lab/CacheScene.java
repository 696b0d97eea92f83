package dev.kvarium.lab;

import dev.kvarium.base.Blob;
import dev.kvarium.event.EventLog;
import dev.kvarium.memcached.CacheSnapshot;
import dev.kvarium.memcached.MemcachedNode;
import dev.kvarium.redis.aof.AofSnapshot;
import dev.kvarium.redis.keyspace.DictSnapshot;
import dev.kvarium.redis.keyspace.ExpirySnapshot;
import dev.kvarium.redis.keyspace.KeyspaceSnapshot;
import dev.kvarium.redis.value.ValueSnapshot;
import dev.kvarium.sharding.RingSnapshot;
import dev.kvarium.sim.LedgerSnapshot;
import dev.kvarium.view.Scene;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A Memcached node of a lab as views see it: it has slabs, and nothing of what Redis has. */
record CacheScene(World world, CacheMachine machine, int sinceInput) implements Scene {
  @Override
  public String node() {
    return machine.name();
  }

  @Override
  public String models() {
    return "memcached " + MemcachedNode.VERSION;
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
    return 0;
  }

  @Override
  public KeyspaceSnapshot keyspace(int keysPerDatabase) {
    return new KeyspaceSnapshot(nowMicros() / 1_000, 0, List.of());
  }

  @Override
  public Optional<ValueSnapshot> value(int db, Blob key) {
    return Optional.empty();
  }

  @Override
  public Optional<KeyspaceSnapshot.Bucket> bucket(int db, Blob key) {
    return Optional.empty();
  }

  @Override
  public Optional<DictSnapshot> keysDict(int db, Optional<Blob> key, Collection<Blob> marked) {
    return Optional.empty();
  }

  @Override
  public Optional<DictSnapshot> valueDict(int db, Blob key, Optional<Blob> field) {
    return Optional.empty();
  }

  @Override
  public Optional<ExpirySnapshot> expiry(int db) {
    return Optional.empty();
  }

  @Override
  public Optional<RingSnapshot> ring(Optional<String> name, Optional<Blob> key) {
    return world.ring(name, key);
  }

  @Override
  public EventLog events() {
    return world.events();
  }

  @Override
  public AofSnapshot aof() {
    return AofSnapshot.off(nowMicros());
  }

  @Override
  public LedgerSnapshot ledger() {
    return world.noLedger(machine.name());
  }

  @Override
  public Optional<CacheSnapshot> cache(int itemsPerList) {
    return machine.node().map(node -> node.snapshot(itemsPerList));
  }
}
