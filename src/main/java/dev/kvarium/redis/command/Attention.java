package dev.kvarium.redis.command;

import dev.kvarium.redis.keyspace.Db;
import dev.kvarium.redis.keyspace.KeyListener;
import dev.kvarium.redis.value.Value;

/** Tells the clients that wait for keys, watch or cache them what becomes of those. */
final class Attention implements KeyListener {
  private final Waits waits;
  private final Watches watches;

  Attention(Waits waits, Watches watches) {
    this.waits = waits;
    this.watches = watches;
  }

  @Override
  public void modified(Db db, byte[] key) {
    watches.touched(db, key);
  }

  @Override
  public void appeared(Db db, byte[] key, Value value) {
    waits.ready(db, key);
  }

  @Override
  public void vanished(Db db, byte[] key, Value value) {
    if (Waits.isStream(value)) {
      waits.ready(db, key);
    }
  }

  @Override
  public void emptying(Db db) {
    waits.losing(db);
    watches.replacing(db, null);
  }

  @Override
  public void swapping(Db db, Db other) {
    waits.losing(db);
    waits.losing(other);
    watches.replacing(db, other);
    watches.replacing(other, db);
  }

  @Override
  public void swapped(Db db, Db other) {
    waits.rescan(db);
    waits.rescan(other);
  }
}
