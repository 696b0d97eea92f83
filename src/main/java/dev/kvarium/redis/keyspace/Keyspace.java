package dev.kvarium.redis.keyspace;

import dev.kvarium.event.Probe;
import dev.kvarium.redis.value.Shaping;
import dev.kvarium.structure.DictRules;
import dev.kvarium.world.Randomness;
import org.jspecify.annotations.Nullable;

/**
 * All databases of a node, and what they share: the frozen time, the ageing of values, the
 * statistics.
 *
 * <p>Time stands still between two calls of {@link #freeze}: every command sees one time from its
 * first lookup to its last.
 */
public final class Keyspace {
  private final Db[] dbs;
  private final Probe probe;
  private final Shaping shaping;
  private final Randomness randomness;
  private final Expirations expirations;
  private final KeyspaceStats stats = new KeyspaceStats();
  private long nowMillis;
  private final Ageing ageing;
  private final UsedMemory memory = new UsedMemory(this);
  private final ExactOrder exactOrder;

  /** Of what the listener is told: bits of {@link KeyListener}. */
  public int heed;

  /** Whether the data is to stand still: keys whose time has passed are gone but not removed. */
  public boolean paused;

  /** Whether the data is another server's, who says when a key is gone: none expires by itself. */
  public boolean follows;

  /** Whether a command of that server runs: to it no key is gone before it says so. */
  public boolean led;

  /** Whether keys whose time has passed are gone but not removed. */
  boolean keepsExpired() {
    return paused || follows;
  }

  private KeyListener listener = KeyListener.NOBODY;
  private @Nullable CopiedPages copied;
  private final Places places = new Places();

  /** Whether what expires is freed in the background: {@code lazyfree-lazy-expire}. */
  public boolean lazyExpire;

  /** Whether what is replaced is freed in the background: {@code lazyfree-lazy-server-del}. */
  public boolean lazyServerDel;

  /** Whether keys never expire now, as while the log is being read. */
  public boolean loading;

  public Keyspace(
      int databases,
      Probe probe,
      Shaping shaping,
      Ageing ageing,
      Randomness randomness,
      Expirations expirations) {
    this.probe = probe;
    this.shaping = shaping;
    this.ageing = ageing;
    this.randomness = randomness;
    this.expirations = expirations;
    this.dbs = new Db[databases];
    DictRules rules = shaping.dictRules();
    for (int i = 0; i < databases; i++) {
      dbs[i] = new Db(this, i, rules);
    }
    this.exactOrder = new ExactOrder(this);
  }

  public int databases() {
    return dbs.length;
  }

  /** The database of a number from 0 to {@link #databases()} - 1. */
  public Db db(int number) {
    return dbs[number];
  }

  /** Drops all keys of some databases; how many there were. */
  public long flush(int first, int last) {
    long removed = 0;
    for (int i = first; i <= last; i++) {
      listener.emptying(dbs[i]);
    }
    listener.emptied();
    exactOrder.forget();
    for (int i = first; i <= last; i++) {
      removed += dbs[i].flush();
    }
    return removed;
  }

  /** Exchanges all that two databases hold. */
  public void swap(int first, int second) {
    if (first != second) {
      listener.swapping(dbs[first], dbs[second]);
      exactOrder.forget();
      dbs[first].swap(dbs[second]);
      listener.swapped(dbs[first], dbs[second]);
    }
  }

  /** Sets the time that all lookups see until the next call. */
  public void freeze(long nowMillis) {
    this.nowMillis = nowMillis;
  }

  /** The frozen time, Unix milliseconds. */
  public long nowMillis() {
    return nowMillis;
  }

  /** Lets the clocks by which values age follow the time, as the cron does. */
  public void tick() {
    ageing.tick(nowMillis);
  }

  /** How values age. */
  public Ageing ageing() {
    return ageing;
  }

  /** What the data takes. */
  public UsedMemory memory() {
    return memory;
  }

  /** In which order the keys came. */
  Places places() {
    return places;
  }

  /** A database has no keys any more. */
  void emptied() {
    memory.emptied();
    for (Db db : dbs) {
      if (db.size() > 0) {
        return;
      }
    }
    places.clear();
  }

  /** Which key would go if all were looked at. */
  public ExactOrder exactOrder() {
    return exactOrder;
  }

  public KeyspaceStats stats() {
    return stats;
  }

  public Shaping shaping() {
    return shaping;
  }

  /** States how far the dicts that are being resized have come. */
  public void stateSteps() {
    for (Db db : dbs) {
      db.stateSteps();
    }
  }

  /** Chance behind RANDOMKEY, SPOP and their kind, and the samples of expiry. */
  public Randomness randomness() {
    return randomness;
  }

  Probe probe() {
    return probe;
  }

  /** Who is told what becomes of keys. */
  public void listener(KeyListener other) {
    listener = other;
  }

  /** Counts from now on the pages that a copy of the process makes the kernel copy. */
  public void copying(CopiedPages pages) {
    copied = pages;
  }

  /** Counts them no more. */
  public void copyingEnded() {
    copied = null;
  }

  /** Where they are counted; null while there is no copy. */
  @Nullable CopiedPages copied() {
    return copied;
  }

  KeyListener listener() {
    return listener;
  }

  Expirations expirations() {
    return expirations;
  }
}
