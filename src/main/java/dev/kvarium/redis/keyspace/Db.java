package dev.kvarium.redis.keyspace;

import dev.kvarium.base.Blob;
import dev.kvarium.base.Bytes;
import dev.kvarium.event.KeyEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.redis.value.Value;
import dev.kvarium.redis.value.ValueType;
import dev.kvarium.structure.Dict;
import dev.kvarium.structure.DictRules;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One database: its keys with their values, and when some of them expire. States what happens to
 * its keys.
 *
 * <p>A key whose time has passed is removed by the lookup that meets it. Arrays handed over as keys
 * are kept, not copied.
 */
public final class Db {
  /** How many keys RANDOMKEY looks at while none may be removed. */
  private static final int MOST_TRIES = 100;

  private final Keyspace keyspace;
  private final Probe probe;
  private final KeyspaceStats stats;
  private final Ageing ageing;
  private final int number;
  private Dict<Value> keys;
  private Dict<Boolean> expires;
  private RehashWatch keysWatch;
  private RehashWatch expiresWatch;
  private final long[] counts = new long[ValueType.values().length];
  private byte[] hashedKey = Bytes.EMPTY;
  private int hash;

  /** The keys by slot, if somebody wants to know. */
  private @Nullable SlotKeys slots;

  /** Where the active cycle goes on in the expires. */
  long expiresCursor;

  /** The mean time to live in ms as the active cycle estimates it, for INFO. */
  long averageTtlMillis;

  Db(Keyspace keyspace, int number, DictRules rules) {
    this.keyspace = keyspace;
    this.number = number;
    this.probe = keyspace.probe();
    this.stats = keyspace.stats();
    this.ageing = keyspace.ageing();
    this.keys = new Dict<>(rules);
    this.expires = new Dict<>(rules);
    this.hash = keys.hash(hashedKey);
    this.keysWatch = new RehashWatch("db" + number + ".keys", keys, keyspace.memory(), probe);
    this.expiresWatch =
        new RehashWatch("db" + number + ".expires", expires, keyspace.memory(), probe);
  }

  /** Keeps the keys by slot from now on, while there are none yet. */
  public SlotKeys keepSlots() {
    SlotKeys kept = new SlotKeys();
    slots = kept;
    return kept;
  }

  public int number() {
    return number;
  }

  /** How many keys there are, expired ones that nobody met included. */
  public int size() {
    return keys.size();
  }

  /** How many keys hold a value of this type. */
  public long count(ValueType type) {
    return counts[type.ordinal()];
  }

  /** How many keys have a time to live. */
  public int expiring() {
    return expires.size();
  }

  /** The keys with their values. To be read; changes go through this class, which states them. */
  public Dict<Value> keys() {
    return keys;
  }

  /** The keys that expire, each entry's number the Unix time in ms. To be read. */
  public Dict<Boolean> expires() {
    return expires;
  }

  /** The mean time to live in ms that INFO shows; an estimate of the active cycle. */
  public long averageTtlMillis() {
    return averageTtlMillis;
  }

  private int hash(byte[] key) {
    if (key != hashedKey) {
      hash = keys.hash(key);
      hashedKey = key;
    }
    return hash;
  }

  /**
   * The value to be read, or null. Counts a hit or miss, notes the use, and removes the key when
   * its time has passed.
   */
  public @Nullable Value read(byte[] key) {
    Value value = live(key);
    if (value == null) {
      missed(key);
      return null;
    }
    ageing.touch(value);
    stats.hits++;
    if (probe.listening()) {
      probe.emit(new KeyEvent.Hit(Blob.of(key), number));
    }
    return value;
  }

  private void missed(byte[] key) {
    stats.misses++;
    if (probe.listening()) {
      probe.emit(new KeyEvent.Missed(Blob.of(key), number));
    }
    if (keyspace.heed != 0) {
      keyspace.listener().missed(this, key);
    }
  }

  /**
   * The value to be changed, or null; counts neither hit nor miss. Conversions that follow are
   * stated under this key.
   */
  public @Nullable Value write(byte[] key) {
    if (keyspace.keepsExpired() && isExpired(key)) {
      expire(key, KeyEvent.Cause.LAZY);
    }
    Value value = live(key);
    prepared();
    keyspace.shaping().at(number, key);
    if (value != null) {
      ageing.touch(value);
      keyspace.memory().touched(value);
    }
    return value;
  }

  /** The value as read finds it, but without noting a use, as TYPE and OBJECT look at it. */
  public @Nullable Value readUntouched(byte[] key) {
    Value value = live(key);
    if (value == null) {
      missed(key);
      return null;
    }
    stats.hits++;
    if (probe.listening()) {
      probe.emit(new KeyEvent.Hit(Blob.of(key), number));
    }
    return value;
  }

  /** The value whatever its time, nothing touched, moved or counted: for pictures and checks. */
  public @Nullable Value peek(byte[] key) {
    Dict.Entry<Value> entry = keys.peek(key);
    return entry == null ? null : entry.value;
  }

  /** Where copied pages are counted, ready for a change; null while nobody counts them. */
  private @Nullable CopiedPages prepared() {
    CopiedPages copied = keyspace.copied();
    if (copied != null) {
      copied.heap();
    }
    return copied;
  }

  private @Nullable Value live(byte[] key) {
    if (keys.isEmpty()) {
      return null;
    }
    Dict.Entry<Value> entry = keys.find(key, hash(key));
    return entry == null || expireIfNeeded(key) ? null : entry.value;
  }

  /** Removes a key whose time has passed; whether it had. */
  public boolean expireIfNeeded(byte[] key) {
    if (!isExpired(key)) {
      return false;
    }
    if (keyspace.keepsExpired()) {
      return true;
    }
    expire(key, KeyEvent.Cause.LAZY);
    return true;
  }

  /** Whether the time of a key has passed. */
  public boolean isExpired(byte[] key) {
    if (expires.isEmpty()) {
      return false;
    }
    long at = expireAtMillis(key);
    return at >= 0 && !keyspace.loading && !keyspace.led && keyspace.nowMillis() > at;
  }

  /** Removes a key because its time has passed. */
  void expire(byte[] key, KeyEvent.Cause cause) {
    Value value = remove(key);
    if (value != null) {
      freed(value, keyspace.lazyExpire);
    }
    stats.expired++;
    if (cause == KeyEvent.Cause.LAZY) {
      stats.removedLazily++;
    } else {
      stats.removedActively++;
    }
    if (probe.listening()) {
      probe.emit(new KeyEvent.Expired(Blob.of(key), number, cause));
    }
    if (keyspace.heed != 0) {
      keyspace.listener().expired(this, key);
    }
    modified(key);
    keyspace.expirations().expired(number, key);
  }

  private void modified(byte[] key) {
    if (keyspace.heed != 0) {
      keyspace.listener().modified(this, key);
    }
  }

  private void appeared(byte[] key, Value value) {
    if (keyspace.heed != 0) {
      keyspace.listener().appeared(this, key, value);
      modified(key);
    }
  }

  private void vanished(byte[] key, Value value) {
    if (keyspace.heed != 0) {
      keyspace.listener().vanished(this, key, value);
    }
  }

  /** Adds a key that is not there. */
  public void add(byte[] key, Value value) {
    insert(key, value);
    counts[value.type().ordinal()]++;
    if (slots != null) {
      slots.added(key);
    }
    keyspace.memory().added(key, value);
    born(key, value);
    if (probe.listening()) {
      keyspace.exactOrder().changed(this, key);
      probe.emit(
          new KeyEvent.Created(
              Blob.of(key), number, value.type().redisName(), value.encoding().redisName()));
    }
    appeared(key, value);
  }

  private void insert(byte[] key, Value value) {
    CopiedPages copied = prepared();
    Dict.Entry<Value> entry = keys.insertNew(key, hash(key));
    entry.value = value;
    entry.number = keyspace.places().take();
    if (copied != null) {
      copied.added(number, key, hash(key), entry.number);
    }
  }

  /** Gives a key that is there another value; it expires when it did. */
  public void overwrite(byte[] key, Value value) {
    Value old = replace(key, value);
    succeed(key, value, old);
    freed(old, keyspace.lazyServerDel);
    if (probe.listening()) {
      probe.emit(
          new KeyEvent.Replaced(
              Blob.of(key), number, value.type().redisName(), value.encoding().redisName()));
    }
    vanished(key, old);
    modified(key);
  }

  private Value replace(byte[] key, Value value) {
    Dict.Entry<Value> entry = keys.find(key, hash(key));
    if (entry == null) {
      throw new IllegalArgumentException("no key to overwrite");
    }
    Value old = entry.get();
    CopiedPages copied = keyspace.copied();
    if (copied != null) {
      copied.replaced(number, key, entry.number, old, value);
    }
    keyspace.memory().removed(key, old);
    keyspace.memory().added(key, value);
    entry.value = value;
    counts[old.type().ordinal()]--;
    counts[value.type().ordinal()]++;
    return old;
  }

  /** Where uses are counted, a value that takes the place of another takes over its count. */
  private void succeed(byte[] key, Value value, Value old) {
    born(key, value);
    if (ageing.countsUses) {
      value.lru = old.lru;
    }
  }

  private void born(byte[] key, Value value) {
    if (value.isShared()) {
      ageing.bornAtStart(value);
    } else {
      ageing.born(value);
    }
    keyspace.shaping().at(number, key);
  }

  /**
   * Lets the value of a key take another form, in which it goes on: an integer that becomes text to
   * be edited. States the conversion when the encoding is another; the change itself is the
   * caller's to state.
   *
   * @param why what forced it, in the words of {@link dev.kvarium.event.EncodingEvent.Converted}
   */
  public void become(byte[] key, Value value, String why) {
    Value old = replace(key, value);
    succeed(key, value, old);
    if (probe.listening() && old.encoding() != value.encoding()) {
      keyspace
          .shaping()
          .converted(
              value.type(),
              old.encoding(),
              value.encoding(),
              why,
              0,
              0,
              old.memoryBytes(0),
              value.memoryBytes(0));
    }
  }

  /** Gives a key a value, whether it is there or not; it expires no more. */
  public void set(byte[] key, Value value) {
    if (write(key) == null) {
      add(key, value);
    } else {
      overwrite(key, value);
      persist(key);
    }
  }

  /** States that the value of a key was changed in place. */
  public void changed(byte[] key) {
    changed(key, 0, Integer.MAX_VALUE);
  }

  /** States the same of a string of which so many bytes were written to, from an offset on. */
  public void changed(byte[] key, long from, long bytes) {
    CopiedPages copied = keyspace.copied();
    if (copied != null) {
      Dict.Entry<Value> entry = keys.peek(key);
      if (entry != null) {
        copied.changed(number, key, entry.number, entry.get(), from, bytes);
      }
    }
    if (probe.listening()) {
      probe.emit(new KeyEvent.Changed(Blob.of(key), number));
    }
    modified(key);
  }

  /** Removes a key with its time to live; whether it was there. */
  public boolean delete(byte[] key) {
    return delete(key, false);
  }

  /**
   * The same.
   *
   * @param lazily whether a value that is much work to free is left to a thread of the server
   */
  public boolean delete(byte[] key, boolean lazily) {
    Value value = remove(key);
    if (value == null) {
      return false;
    }
    freed(value, lazily);
    if (probe.listening()) {
      probe.emit(new KeyEvent.Deleted(Blob.of(key), number));
    }
    modified(key);
    return true;
  }

  /** Takes a key out, with its time to live; its value, which lives on. */
  private @Nullable Value remove(byte[] key) {
    if (!expires.isEmpty()) {
      expires.remove(key, hash(key));
    }
    CopiedPages copied = prepared();
    Dict.Entry<Value> entry = keys.remove(key, hash(key));
    if (entry == null) {
      return null;
    }
    Value value = entry.get();
    keyspace.places().give(entry.number);
    if (copied != null) {
      copied.removed(number, key, hash(key), entry.number, value);
    }
    if (slots != null) {
      slots.removed(key);
    }
    keyspace.memory().removed(key, value);
    counts[value.type().ordinal()]--;
    vanished(key, value);
    return value;
  }

  /** A value is let go of: at once, or by a thread of the server where that is worth it. */
  private void freed(Value value, boolean lazily) {
    if (lazily && FreeEffort.isWorthAThread(value)) {
      stats.lazilyFreed++;
    } else {
      stats.freedElements += value.type() == ValueType.STRING ? 0 : FreeEffort.of(value);
      Consumer<Value> told = stats.onFreed;
      if (told != null) {
        told.accept(value);
      }
    }
  }

  /**
   * Moves a key that is there, with its value and time to live, to a name, maybe in another
   * database, that is not.
   */
  public void rename(byte[] key, Db toDb, byte[] to) {
    Value value = peek(key);
    if (value == null) {
      throw new IllegalArgumentException("no key to rename");
    }
    long at = expireAtMillis(key);
    toDb.insert(to, value);
    toDb.counts[value.type().ordinal()]++;
    if (toDb.slots != null) {
      toDb.slots.added(to);
    }
    if (at >= 0) {
      toDb.expires.findOrInsert(to, toDb.hash(to)).number = at;
    }
    remove(key);
    keyspace.memory().added(to, value);
    if (probe.listening()) {
      keyspace.exactOrder().changed(toDb, to);
      probe.emit(new KeyEvent.Renamed(Blob.of(key), number, Blob.of(to), toDb.number));
    }
    modified(key);
    toDb.appeared(to, value);
  }

  /**
   * Copies what a key that is there holds, with its time to live, to a name, maybe in another
   * database, that is not.
   */
  public void copy(byte[] key, Db toDb, byte[] to) {
    Value value = peek(key);
    if (value == null) {
      throw new IllegalArgumentException("no key to copy");
    }
    toDb.add(to, value.copy(keyspace.shaping()));
    if (probe.listening()) {
      probe.emit(new KeyEvent.Copied(Blob.of(key), number, Blob.of(to), toDb.number));
    }
    long at = expireAtMillis(key);
    if (at >= 0) {
      toDb.expireAt(to, at);
    }
  }

  /** When a key expires, Unix milliseconds, or -1. */
  public long expireAtMillis(byte[] key) {
    if (expires.isEmpty()) {
      return -1;
    }
    Dict.Entry<Boolean> entry = expires.find(key, hash(key));
    return entry == null ? -1 : entry.number;
  }

  /** The same, nothing moved: for pictures and checks. */
  public long expireAtMillisUntouched(byte[] key) {
    Dict.Entry<Boolean> entry = expires.peek(key);
    return entry == null ? -1 : entry.number;
  }

  /** Sets when a key that is there expires, Unix milliseconds. */
  public void expireAt(byte[] key, long atMillis) {
    Dict.Entry<Value> entry = keys.find(key, hash(key));
    if (entry == null) {
      throw new IllegalArgumentException("no key to expire");
    }
    expires.findOrInsert(entry.key, hash(key)).number = atMillis;
    timed(key);
    if (probe.listening()) {
      keyspace.exactOrder().changed(this, key);
      probe.emit(new KeyEvent.ExpirySet(Blob.of(key), number, atMillis));
    }
    modified(key);
  }

  private void timed(byte[] key) {
    CopiedPages copied = keyspace.copied();
    if (copied != null) {
      Dict.Entry<Value> entry = keys.peek(key);
      if (entry != null) {
        copied.timed(number, key, entry.number);
      }
    }
  }

  /** Lets a key expire no more; whether it would have. */
  public boolean persist(byte[] key) {
    if (expires.isEmpty() || expires.remove(key, hash(key)) == null) {
      return false;
    }
    timed(key);
    if (probe.listening()) {
      probe.emit(new KeyEvent.ExpiryCleared(Blob.of(key), number));
    }
    modified(key);
    return true;
  }

  /** Makes room for so many keys, and so many that expire, before they come. */
  public void expand(long all, long expiring) {
    keys.resizeTo(all);
    expires.resizeTo(expiring);
  }

  /** Drops all keys; how many there were. */
  long flush() {
    long removed = keys.size();
    stats.flushedKeys += removed;
    keys.clear();
    expires.clear();
    if (slots != null) {
      slots.clear();
    }
    Arrays.fill(counts, 0);
    expiresCursor = 0;
    averageTtlMillis = 0;
    keyspace.emptied();
    if (probe.listening() && removed > 0) {
      probe.emit(new KeyEvent.Flushed(number, removed));
    }
    return removed;
  }

  /** A key at random that has not expired, or null when there is none. */
  public byte @Nullable [] randomKey() {
    for (int tries = 0;
        !keys.isEmpty() && (tries < MOST_TRIES || !keyspace.keepsExpired());
        tries++) {
      byte[] key = keys.fairRandomEntry(keyspace.randomness()).key;
      if (!expireIfNeeded(key)) {
        return key;
      }
    }
    return null;
  }

  /** Exchanges all that this database and another hold. */
  void swap(Db other) {
    final Dict<Value> otherKeys = other.keys;
    final Dict<Boolean> otherExpires = other.expires;
    final long[] otherCounts = other.counts.clone();
    final long otherCursor = other.expiresCursor;
    final long otherTtl = other.averageTtlMillis;
    other.keys = keys;
    other.expires = expires;
    System.arraycopy(counts, 0, other.counts, 0, counts.length);
    other.expiresCursor = expiresCursor;
    other.averageTtlMillis = averageTtlMillis;
    keys = otherKeys;
    expires = otherExpires;
    System.arraycopy(otherCounts, 0, counts, 0, counts.length);
    expiresCursor = otherCursor;
    averageTtlMillis = otherTtl;
    watch();
    other.watch();
    if (probe.listening()) {
      probe.emit(new KeyEvent.Swapped(number, other.number));
    }
  }

  private void watch() {
    keysWatch = new RehashWatch("db" + number + ".keys", keys, keyspace.memory(), probe);
    expiresWatch = new RehashWatch("db" + number + ".expires", expires, keyspace.memory(), probe);
  }

  void stateSteps() {
    keysWatch.stateSteps();
    expiresWatch.stateSteps();
  }
}
