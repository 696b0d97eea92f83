package dev.kvarium.redis.command;

import dev.kvarium.redis.keyspace.Db;
import dev.kvarium.redis.keyspace.KeyListener;
import dev.kvarium.redis.value.Value;

/** Tells the clients that wait for keys, watch or cache them what becomes of those. */
final class Attention implements KeyListener {
  private final Waits waits;
  private final Watches watches;
  private final PubSub pubSub;
  private final Tracking tracking;

  Attention(Waits waits, Watches watches, PubSub pubSub, Tracking tracking) {
    this.tracking = tracking;
    this.waits = waits;
    this.watches = watches;
    this.pubSub = pubSub;
  }

  @Override
  public void modified(Db db, byte[] key) {
    watches.touched(db, key);
    tracking.changed(key);
  }

  @Override
  public void appeared(Db db, byte[] key, Value value) {
    waits.ready(db, key, value.type());
    pubSub.notice(Notice.NEW, "new", key, db.number());
  }

  @Override
  public void missed(Db db, byte[] key) {
    pubSub.notice(Notice.MISS, "keymiss", key, db.number());
  }

  @Override
  public void expired(Db db, byte[] key) {
    pubSub.notice(Notice.EXPIRED, "expired", key, db.number());
  }

  @Override
  public void vanished(Db db, byte[] key, Value value) {
    if (Waits.isStream(value)) {
      waits.ready(db, key, value.type());
    }
  }

  @Override
  public void emptying(Db db) {
    waits.losing(db);
    watches.replacing(db, null);
  }

  @Override
  public void emptied() {
    tracking.flushed();
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
