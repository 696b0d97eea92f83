package dev.kvarium.app;

import java.util.function.Consumer;

/**
 * A cache as strategies use it, whatever store it is. All times to live are in milliseconds; a
 * Memcached counts in whole seconds, so that they are rounded up there.
 */
public interface Cache {
  /** Reads an entry. */
  void get(String key, Consumer<Found> then);

  /** Keeps an entry for a time; calls back whether the store took it. */
  void set(String key, Entry entry, long ttlMillis, Consumer<Boolean> then);

  /** Removes an entry; calls back whether the store answered. */
  void delete(String key, Consumer<Boolean> then);

  /**
   * Takes a lock if nobody has it; calls back whether it is taken now.
   *
   * @param token by which its owner is known
   * @param ttlMillis after which it is free again whatever becomes of its owner
   */
  void lock(String key, String token, long ttlMillis, Consumer<Boolean> then);

  /** Gives a lock up if it has this token; calls back whether it had. */
  void unlock(String key, String token, Consumer<Boolean> then);

  /**
   * Reads an entry that may be past its time, and finds one of those who ask then to get it anew.
   *
   * @param staleMillis how long an entry is kept beyond the time up to which it is fresh
   * @param winMillis for how long nobody else is asked to get it
   */
  void getOrWin(String key, long staleMillis, long winMillis, Consumer<Found> then);

  /** Keeps an entry for a time, and for {@code staleMillis} more as stale. */
  void setWithGrace(
      String key, Entry entry, long ttlMillis, long staleMillis, Consumer<Boolean> then);

  /** Lets an entry be stale from now on, but still be there. */
  void invalidate(String key, long staleMillis, Consumer<Boolean> then);

  /**
   * Reads an entry; of those who find none, one gets a lease.
   *
   * @param token a name for the lease that nobody else uses; where the store makes one, it is that
   * @param leaseMillis after which another may get one
   */
  void getOrLease(String key, String token, long leaseMillis, Consumer<Leased> then);

  /** Keeps an entry if nobody took the lease away since; calls back whether it did. */
  void setLeased(String key, Entry entry, long ttlMillis, String lease, Consumer<Boolean> then);

  /** Removes an entry, and the lease that somebody may have; calls back whether it answered. */
  void deleteWithLease(String key, Consumer<Boolean> then);
}
