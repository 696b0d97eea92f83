package dev.kvarium.redis.command;

import dev.kvarium.redis.command.EvictionSnapshot.By;
import dev.kvarium.redis.keyspace.Ageing;
import dev.kvarium.redis.keyspace.Db;
import dev.kvarium.redis.value.Value;
import dev.kvarium.structure.Dict;

/**
 * A value of {@code maxmemory-policy}: among which keys one is looked for, and what speaks for it.
 */
public enum EvictionPolicy {
  NOEVICTION(false, By.NOTHING),
  ALLKEYS_LRU(false, By.LAST_USE),
  ALLKEYS_LFU(false, By.USES),
  ALLKEYS_RANDOM(false, By.CHANCE),
  VOLATILE_LRU(true, By.LAST_USE),
  VOLATILE_LFU(true, By.USES),
  VOLATILE_RANDOM(true, By.CHANCE),
  VOLATILE_TTL(true, By.END);

  private final boolean expiring;
  private final By by;

  EvictionPolicy(boolean expiring, By by) {
    this.expiring = expiring;
    this.by = by;
  }

  /** The policy of a name, {@code allkeys-lru}. */
  static EvictionPolicy named(String name) {
    return valueOf(name.replace('-', '_').toUpperCase(java.util.Locale.ROOT));
  }

  /** Its name, {@code allkeys-lru}. */
  public String text() {
    return name().replace('_', '-').toLowerCase(java.util.Locale.ROOT);
  }

  /** Whether only keys that have a time to live may go. */
  public boolean takesExpiringOnly() {
    return expiring;
  }

  public By by() {
    return by;
  }

  /** The keys of a database that may go. */
  Dict<?> candidates(Db db) {
    return expiring ? db.expires() : db.keys();
  }

  /** How much a key deserves to go: more is sooner. */
  long merit(Db db, byte[] key, Value value, Ageing ageing) {
    return switch (by) {
      case LAST_USE -> ageing.idleSeconds(value);
      case USES -> 255 - ageing.frequency(value);
      case END -> -1 - db.expireAtMillis(key);
      case NOTHING, CHANCE -> 0;
    };
  }

  /** A merit in the unit in which facts state it: seconds unused, uses, milliseconds to the end. */
  long score(long merit, long nowMillis) {
    return switch (by) {
      case LAST_USE, NOTHING, CHANCE -> merit;
      case USES -> 255 - merit;
      case END -> -1 - merit - nowMillis;
    };
  }
}
