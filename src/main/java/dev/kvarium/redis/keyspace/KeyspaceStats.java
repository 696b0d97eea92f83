package dev.kvarium.redis.keyspace;

import dev.kvarium.redis.value.Value;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What INFO's statistics tell of the keyspace; zeroed by CONFIG RESETSTAT. */
public final class KeyspaceStats {
  public long hits;
  public long misses;
  public long expired;

  /** Keys that were removed because memory was short. */
  public long evicted;

  /** Allocations that were freed with values since the start, about; none for a string. */
  public long freedElements;

  /** Keys that were removed with all of their database; since the start. */
  public long flushedKeys;

  /** Told of every value that is removed with its key, if anybody reckons what that costs. */
  public @Nullable Consumer<Value> onFreed;

  /** Values that were freed in the background. */
  public long lazilyFreed;

  /**
   * The share of stale keys among those that can expire, in percent, as the active cycle sees it.
   */
  public double expiredStalePercent;

  /** How often the active cycle stopped because its time was used up. */
  public long expiredTimeCapReached;

  /** How long the active cycle took in all, µs. */
  public long expireCycleMicros;

  /** Keys removed because somebody touched them too late; since the start of the node. */
  public long removedLazily;

  /** Keys that the active cycle removed; since the start of the node. */
  public long removedActively;

  /** The last active cycle that looked at a key. */
  public Optional<ExpirySnapshot.Cycle> lastCycle = Optional.empty();

  /** Forgets what CONFIG RESETSTAT does; what only pictures show stays. */
  public void reset() {
    hits = 0;
    misses = 0;
    expired = 0;
    evicted = 0;
    lazilyFreed = 0;
    expiredStalePercent = 0;
    expiredTimeCapReached = 0;
    expireCycleMicros = 0;
  }
}
