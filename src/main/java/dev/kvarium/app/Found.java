package dev.kvarium.app;

import java.util.Optional;

/**
 * What a cache has under a key.
 *
 * @param entry empty when it has nothing, or what it has is no entry
 * @param stale whether the entry is past the time up to which it is fresh, or was made invalid
 * @param won whether whoever asked is the one that is to get it anew; only where the cache says so
 * @param reached false when the cache did not answer
 */
public record Found(Optional<Entry> entry, boolean stale, boolean won, boolean reached) {
  /** There is nothing. */
  public static final Found NOTHING = new Found(Optional.empty(), false, false, true);

  /** There is nothing, and whoever asked is to get it. */
  public static final Found WON = new Found(Optional.empty(), false, true, true);

  /** Nobody answered. */
  public static final Found UNREACHED = new Found(Optional.empty(), false, false, false);

  /** An entry that is fresh. */
  public static Found fresh(Entry entry) {
    return new Found(Optional.of(entry), false, false, true);
  }
}
