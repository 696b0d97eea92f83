package dev.kvarium.redis.command;

import dev.kvarium.base.Blob;
import dev.kvarium.base.Bytes;
import dev.kvarium.event.EvictionEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.redis.keyspace.Db;
import dev.kvarium.redis.keyspace.Keyspace;
import dev.kvarium.redis.value.Jemalloc;
import dev.kvarium.redis.value.Sds;
import dev.kvarium.redis.value.Value;
import dev.kvarium.structure.Dict;
import dev.kvarium.world.Clock;
import dev.kvarium.world.Timers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes room when the data takes more than {@code maxmemory}.
 *
 * <p>No list of all keys by their age is kept. A few are drawn, by default 5, and the best of them
 * goes; the next best are remembered in a pool of 16, where they compete with those that are drawn
 * the next time. So the choice is nearly as good as a list's, for 16 places of memory.
 *
 * <pre>
 *   drawn:  k7 3 s   k2 91 s   k9 40 s         pool (unused for):  k7 3  k9 40  k2 91  k5 300
 *                                              goes: ───────────────────────────────── k5
 * </pre>
 *
 * <p>It happens before a command runs, while what the command brought is counted already. After
 * every 16 keys it looks at the clock: {@code maxmemory-eviction-tenacity} gives it 50 µs for each
 * point up to 10, then 15 % more for each, and any time at 100. When that is up the command runs
 * although memory is short, and a timer goes on; only when there is nobody left to evict are
 * commands refused that take memory.
 *
 * <p>In the lab, where time stands still, a key takes {@value #NANOS_PER_KEY} ns and each of its
 * elements 164 ns. Source: the behaviour of evict.c in 7.0.15.
 */
public final class Eviction {
  /** How it ended. */
  enum Result {
    /** There is room, or this is not the time to make it. */
    DONE,
    /** There is none yet, and a timer goes on. */
    GOES_ON,
    /** There is none, and no key may go. */
    FAILED
  }

  /** Who is told of a key that was evicted. */
  interface Gone {
    void evicted(int db, byte[] key);
  }

  /** What the eviction of a small key takes, as measured on a redis-server. */
  static final long NANOS_PER_KEY = 1_250;

  private static final long NANOS_PER_ELEMENT = 164;
  private static final int KEYS_BETWEEN_LOOKS = 16;
  private static final int OBJECT_BYTES = 16;
  private static final int EMBEDDED_BYTES = 44;
  private static final int EMBEDDED_HEADER_BYTES = 3;

  private final Keyspace keyspace;
  private final Settings settings;
  private final Gone gone;
  private final Clock clock;
  private final Timers timers;
  private final Probe probe;
  private final EvictionPool pool = new EvictionPool();
  private final EvictionRegret regret;
  private Runnable over = () -> {};
  private boolean goesOn;
  private int nextDb;
  private byte[] chosen = Bytes.EMPTY;
  private long chosenMerit;
  private long shortSinceMicros = -1;
  private long shortMicros;

  Eviction(
      Keyspace keyspace, Settings settings, Gone gone, Clock clock, Timers timers, Probe probe) {
    this.keyspace = keyspace;
    this.settings = settings;
    this.gone = gone;
    this.clock = clock;
    this.timers = timers;
    this.probe = probe;
    this.regret = new EvictionRegret(keyspace);
  }

  /** Says what ends a turn that the timer has begun. */
  void whenOver(Runnable end) {
    over = end;
  }

  /** {@code maxmemory} was changed: looks soon whether keys have to go. */
  public void limitChanged() {
    if (settings.maxMemoryBytes != 0) {
      goOnAfter(0);
    }
  }

  private void goOnAfter(long micros) {
    if (!goesOn) {
      goesOn = true;
      timers.after(micros, this::goOn);
    }
  }

  private void goOn() {
    goesOn = false;
    keyspace.freeze(clock.nowMillis());
    makeRoom(0);
    over.run();
  }

  /** Removes keys before a command of these words runs. */
  Result makeRoom(byte[][] argv) {
    long used = usedBytes();
    long most = 64;
    for (byte[] word : argv) {
      most += word.length + (word.length >> 1) + 64;
    }
    return used + most <= settings.maxMemoryBytes ? enough() : makeRoom(wordBytes(argv));
  }

  /** What the words of a request take as objects, and the array that holds them. */
  private static long wordBytes(byte[][] argv) {
    long bytes = Jemalloc.usable(8L * argv.length);
    for (byte[] word : argv) {
      bytes +=
          word.length <= EMBEDDED_BYTES
              ? Jemalloc.usable(OBJECT_BYTES + EMBEDDED_HEADER_BYTES + word.length + 1)
              : OBJECT_BYTES + Sds.newBytes(word.length);
    }
    return bytes;
  }

  private long usedBytes() {
    keyspace.memory().keep();
    return keyspace.memory().total();
  }

  private Result makeRoom(long argvBytes) {
    if (settings.maxMemoryBytes == 0
        || keyspace.paused
        || keyspace.loading
        || settings.isReplica() && settings.get("replica-ignore-maxmemory").equals("yes")) {
      return Result.DONE;
    }
    long limit = settings.maxMemoryBytes - argvBytes;
    if (usedBytes() <= limit) {
      return enough();
    }
    if (shortSinceMicros < 0) {
      shortSinceMicros = clock.nowMicros();
    }
    EvictionPolicy policy = settings.evictionPolicy;
    return policy == EvictionPolicy.NOEVICTION ? Result.FAILED : evictDownTo(limit, policy);
  }

  private Result enough() {
    if (shortSinceMicros >= 0) {
      shortMicros += clock.nowMicros() - shortSinceMicros;
      shortSinceMicros = -1;
    }
    return Result.DONE;
  }

  private Result evictDownTo(long limit, EvictionPolicy policy) {
    long mostMicros = mostMicros();
    long stopwatch = clock.stopwatchNanos();
    long freedBefore = keyspace.stats().freedElements;
    int evicted = 0;
    while (usedBytes() > limit) {
      int db = policy.by() == EvictionSnapshot.By.CHANCE ? drawAny(policy) : drawBest(policy);
      if (db < 0) {
        return Result.FAILED;
      }
      evict(db, policy);
      evicted++;
      if (evicted % KEYS_BETWEEN_LOOKS == 0) {
        long freed = keyspace.stats().freedElements - freedBefore;
        long reckoned = evicted * NANOS_PER_KEY + freed * NANOS_PER_ELEMENT;
        long micros = (stopwatch >= 0 ? clock.stopwatchNanos() - stopwatch : reckoned) / 1_000;
        if (micros > mostMicros) {
          postpone(evicted, limit, stopwatch >= 0 ? 0 : micros);
          break;
        }
      }
    }
    return goesOn ? Result.GOES_ON : enough();
  }

  private void postpone(int evicted, long limit, long laterMicros) {
    long missing = usedBytes() - limit;
    if (missing > 0) {
      if (probe.listening()) {
        probe.emit(new EvictionEvent.Postponed(evicted, missing));
      }
      goOnAfter(laterMicros);
    }
  }

  /** How long it may go on at a time. */
  private long mostMicros() {
    int tenacity = settings.evictionTenacity;
    if (tenacity <= 10) {
      return 50L * tenacity;
    }
    return tenacity < 100 ? (long) (500 * StrictMath.pow(1.15, tenacity - 10)) : Long.MAX_VALUE;
  }

  private void evict(int number, EvictionPolicy policy) {
    Db db = keyspace.db(number);
    byte[] key = chosen;
    if (probe.listening()) {
      Value value = db.peek(key);
      if (value != null) {
        long bytes = keyspace.memory().of(key, value);
        probe.emit(regret.of(db, key, value, policy, chosenMerit, bytes));
      }
    }
    db.delete(key, settings.lazyEviction);
    keyspace.stats().evicted++;
    gone.evicted(number, key);
  }

  /** Chooses any key, the databases by turns; the database, -1 when there is none. */
  private int drawAny(EvictionPolicy policy) {
    for (int i = 0; i < keyspace.databases(); i++) {
      nextDb = (nextDb + 1) % keyspace.databases();
      Dict<?> keys = policy.candidates(keyspace.db(nextDb));
      if (!keys.isEmpty()) {
        chosen = keys.randomEntry(keyspace.randomness()).key;
        chosenMerit = 0;
        return nextDb;
      }
    }
    return -1;
  }

  /** Chooses the best of the pool, once some more were drawn into it; its database, or -1. */
  private int drawBest(EvictionPolicy policy) {
    while (true) {
      boolean any = false;
      for (int i = 0; i < keyspace.databases(); i++) {
        Dict<?> keys = policy.candidates(keyspace.db(i));
        if (!keys.isEmpty()) {
          any = true;
          draw(i, keys, policy);
        }
      }
      if (!any) {
        return -1;
      }
      while (pool.size() > 0) {
        pool.takeBest();
        Db db = keyspace.db(pool.db(pool.size()));
        byte[] key = pool.key(pool.size());
        Dict.Entry<?> there = policy.candidates(db).find(key);
        if (there != null) {
          chosen = there.key;
          chosenMerit = pool.score(pool.size());
          return db.number();
        }
      }
    }
  }

  private <V> void draw(int number, Dict<V> keys, EvictionPolicy policy) {
    Db db = keyspace.db(number);
    Dict.@Nullable Entry<V>[] drawn = Dict.newSample(settings.evictionSamples);
    int count = keys.sample(drawn, drawn.length, keyspace.randomness());
    List<EvictionEvent.Candidate> seen = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Dict.Entry<V> entry = drawn[i];
      Value value = entry == null ? null : db.peek(entry.key);
      if (entry != null && value != null) {
        long merit = policy.merit(db, entry.key, value, keyspace.ageing());
        pool.enter(number, entry.key, merit);
        if (probe.listening()) {
          seen.add(candidate(number, entry.key, merit, policy));
        }
      }
    }
    if (probe.listening()) {
      probe.emit(new EvictionEvent.Sampled(number, policy.text(), List.copyOf(seen), pool()));
    }
  }

  private EvictionEvent.Candidate candidate(int db, byte[] key, long merit, EvictionPolicy policy) {
    return new EvictionEvent.Candidate(Blob.of(key), db, policy.score(merit, keyspace.nowMillis()));
  }

  /** Those in the pool, the next to go last. */
  List<EvictionEvent.Candidate> pool() {
    List<EvictionEvent.Candidate> all = new ArrayList<>(pool.size());
    for (int i = 0; i < pool.size(); i++) {
      all.add(candidate(pool.db(i), pool.key(i), pool.score(i), settings.evictionPolicy));
    }
    return List.copyOf(all);
  }

  /** By how much the choices were worse than those of who looks at all keys, so far. */
  EvictionRegret regret() {
    return regret;
  }

  /** How the node stands now. */
  public EvictionSnapshot snapshot() {
    return EvictionSnapshot.of(keyspace, settings, this, goesOn);
  }

  /** For how long memory has been short by now, µs; 0 when it is not. */
  public long shortNowMicros() {
    return shortSinceMicros < 0 ? 0 : clock.nowMicros() - shortSinceMicros;
  }

  /** For how long memory was short in all, µs. */
  public long shortMicros() {
    return shortMicros + shortNowMicros();
  }

  /** Forgets what CONFIG RESETSTAT does. */
  public void resetStats() {
    shortMicros = 0;
    shortSinceMicros = -1;
  }
}
