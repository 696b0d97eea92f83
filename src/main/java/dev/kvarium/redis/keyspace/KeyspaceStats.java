package dev.kvarium.redis.keyspace;

/** What INFO's statistics tell of the keyspace; zeroed by CONFIG RESETSTAT. */
public final class KeyspaceStats {
  public long hits;
  public long misses;
  public long expired;

  /**
   * The share of stale keys among those that can expire, in percent, as the active cycle sees it.
   */
  public double expiredStalePercent;

  /** How often the active cycle stopped because its time was used up. */
  public long expiredTimeCapReached;

  /** Forgets all. */
  public void reset() {
    hits = 0;
    misses = 0;
    expired = 0;
    expiredStalePercent = 0;
    expiredTimeCapReached = 0;
  }
}
