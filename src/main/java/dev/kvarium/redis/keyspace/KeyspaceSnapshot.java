package dev.kvarium.redis.keyspace;

import dev.kvarium.base.Blob;
import dev.kvarium.redis.value.Inspection;
import dev.kvarium.redis.value.Value;
import dev.kvarium.redis.value.ValueSnapshot;
import dev.kvarium.redis.value.ValueType;
import dev.kvarium.structure.Dict;
import dev.kvarium.structure.DictIterator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;

/**
 * The databases at one moment, those that hold nothing left out.
 *
 * @param nowMillis the moment, Unix time
 * @param databases how many there are, empty ones included
 */
public record KeyspaceSnapshot(long nowMillis, int databases, List<Database> filled) {
  private static final int SAMPLES = 5;

  /**
   * One database.
   *
   * @param keys how many keys it has, expired ones that nobody met included
   * @param expiring how many of them have a time to live
   * @param keyTable the table of the keys
   * @param expiryTable the table of the times to live
   * @param countByType how many keys there are of each type that there is, by TYPE's name
   * @param page some of the keys by name; all when {@link #isWhole}
   */
  public record Database(
      int number,
      long keys,
      long expiring,
      Table keyTable,
      Table expiryTable,
      SequencedMap<String, Long> countByType,
      List<Key> page) {
    /** Whether the page has all keys. */
    public boolean isWhole() {
      return page.size() == keys;
    }
  }

  /**
   * A hash table, or two while entries move from one to the other.
   *
   * @param buckets of the first table
   * @param used entries in it
   * @param newBuckets of the second table, 0 when there is none
   * @param newUsed entries in the second
   * @param rehashIndex the next bucket of the first to be moved, or -1
   */
  public record Table(long buckets, long used, long newBuckets, long newUsed, long rehashIndex) {
    /** Whether entries are being moved. */
    public boolean isRehashing() {
      return rehashIndex >= 0;
    }
  }

  /**
   * A key.
   *
   * @param bytes what MEMORY USAGE with 5 samples says
   * @param expireAtMillis Unix time at which it dies
   */
  public record Key(
      Blob name,
      String type,
      String encoding,
      long length,
      long bytes,
      OptionalLong expireAtMillis) {
    /** Whether its time has passed although it is still there. */
    public boolean isStale(long nowMillis) {
      return expireAtMillis.isPresent() && nowMillis > expireAtMillis.getAsLong();
    }
  }

  /**
   * Where a key hangs in the table of keys, or in the second while entries move.
   *
   * @param buckets of that table
   */
  public record Bucket(long index, long buckets) {}

  /** The bucket of a key; empty when it is not there. */
  public static Optional<Bucket> bucket(Db db, byte[] name) {
    Dict<Value> keys = db.keys();
    if (keys.peek(name) == null) {
      return Optional.empty();
    }
    int index = keys.bucketOf(name, 0);
    return Optional.of(
        index < keys.rehashIndex()
            ? new Bucket(keys.bucketOf(name, 1), keys.buckets(1))
            : new Bucket(index, keys.buckets(0)));
  }

  /** The databases of a keyspace at a Unix time, with up to so many keys of each. */
  public static KeyspaceSnapshot of(Keyspace keyspace, int keysPerDb, long nowMillis) {
    List<Database> filled = new ArrayList<>();
    for (int i = 0; i < keyspace.databases(); i++) {
      Db db = keyspace.db(i);
      if (db.size() > 0) {
        filled.add(
            new Database(
                i,
                db.size(),
                db.expiring(),
                table(db.keys()),
                table(db.expires()),
                counts(db),
                page(db, keysPerDb)));
      }
    }
    return new KeyspaceSnapshot(nowMillis, keyspace.databases(), List.copyOf(filled));
  }

  /** One key of a database, or empty when it is not there. */
  public static Optional<Key> key(Db db, byte[] name) {
    Value value = db.peek(name);
    return value == null ? Optional.empty() : Optional.of(key(db, name, value));
  }

  /** One key of a database with the bytes of its value, or empty when it is not there. */
  public static Optional<ValueSnapshot> value(Db db, byte[] name) {
    Value value = db.peek(name);
    if (value == null) {
      return Optional.empty();
    }
    Key key = key(db, name, value);
    return Optional.of(Inspection.of(name, value, key.bytes(), key.expireAtMillis()));
  }

  private static Table table(Dict<?> dict) {
    return new Table(
        dict.buckets(0), dict.used(0), dict.buckets(1), dict.used(1), dict.rehashIndex());
  }

  private static SequencedMap<String, Long> counts(Db db) {
    SequencedMap<String, Long> counts = new LinkedHashMap<>();
    for (ValueType type : ValueType.values()) {
      if (db.count(type) > 0) {
        counts.put(type.redisName(), db.count(type));
      }
    }
    return Collections.unmodifiableSequencedMap(counts);
  }

  private static List<Key> page(Db db, int limit) {
    List<Key> keys = new ArrayList<>();
    try (DictIterator<Value> iterator = db.keys().iterator()) {
      while (keys.size() < limit && iterator.advance()) {
        keys.add(key(db, iterator.entry().key, iterator.entry().get()));
      }
    }
    keys.sort(Comparator.comparing(Key::name));
    return List.copyOf(keys);
  }

  private static Key key(Db db, byte[] name, Value value) {
    Dict.Entry<Boolean> expiry = db.expires().peek(name);
    return new Key(
        Blob.of(name),
        value.type().redisName(),
        value.encoding().redisName(),
        value.length(),
        KeyMemory.bytes(name, value, SAMPLES),
        expiry == null ? OptionalLong.empty() : OptionalLong.of(expiry.number));
  }
}
