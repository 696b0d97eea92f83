package dev.kvarium.lab;

import dev.kvarium.app.AppSnapshot;
import dev.kvarium.base.Blob;
import dev.kvarium.event.EventLog;
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

/** What there is to be seen of a node that has no keys as Redis has them: next to nothing. */
interface BareScene extends Scene {
  World world();

  @Override
  default long nowMicros() {
    return world().nowMicros();
  }

  @Override
  default long startMicros() {
    return world().startMicros();
  }

  @Override
  default List<AppSnapshot> applications() {
    return world().apps().snapshots();
  }

  @Override
  default int db() {
    return 0;
  }

  @Override
  default KeyspaceSnapshot keyspace(int keysPerDatabase) {
    return new KeyspaceSnapshot(nowMicros() / 1_000, 0, List.of());
  }

  @Override
  default Optional<ValueSnapshot> value(int db, Blob key) {
    return Optional.empty();
  }

  @Override
  default Optional<KeyspaceSnapshot.Bucket> bucket(int db, Blob key) {
    return Optional.empty();
  }

  @Override
  default Optional<DictSnapshot> keysDict(int db, Optional<Blob> key, Collection<Blob> marked) {
    return Optional.empty();
  }

  @Override
  default Optional<DictSnapshot> valueDict(int db, Blob key, Optional<Blob> field) {
    return Optional.empty();
  }

  @Override
  default Optional<ExpirySnapshot> expiry(int db) {
    return Optional.empty();
  }

  @Override
  default Optional<RingSnapshot> ring(Optional<String> name, Optional<Blob> key) {
    return world().ring(name, key);
  }

  @Override
  default EventLog events() {
    return world().events();
  }

  @Override
  default AofSnapshot aof() {
    return AofSnapshot.off(nowMicros());
  }

  @Override
  default LedgerSnapshot ledger() {
    return world().noLedger(node());
  }
}
