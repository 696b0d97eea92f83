package dev.kvarium.event;

import dev.kvarium.base.Blob;
import java.util.List;

/**
 * What becomes of keys when memory is short.
 *
 * <p>Scores are in the unit of the policy: seconds for which a key was not used ({@code -lru}), its
 * counter of uses from 0 to 255 ({@code -lfu}), milliseconds to its end ({@code -ttl}); 0 where a
 * key is only drawn ({@code -random}).
 */
public sealed interface EvictionEvent extends Event {
  /** A key that may go, with its score at the time when it was drawn. */
  record Candidate(Blob key, int db, long score) {
    @Override
    public String toString() {
      return key + "=" + score;
    }
  }

  /**
   * Some keys of a database were drawn, and the best of them to go entered the pool.
   *
   * @param drawn in the order of the hash table
   * @param pool all that are in it now, the next to go last
   */
  record Sampled(int db, String policy, List<Candidate> drawn, List<Candidate> pool)
      implements EvictionEvent {}

  /**
   * A key was removed to make room.
   *
   * @param policy by which it was chosen, {@code allkeys-lru}
   * @param score when it was drawn
   * @param freedBytes what it had taken
   * @param scoreNow when it went: it may have been used since it was drawn
   * @param best the key that would have gone had all been looked at; itself where chance decides
   * @param bestScore of that key
   * @param regret by how much the scores of the two differ, 0 when no better one was there
   * @param regretSoFar of all evictions by this policy
   */
  record Evicted(
      Blob key,
      int db,
      String policy,
      long score,
      long freedBytes,
      long scoreNow,
      Blob best,
      long bestScore,
      long regret,
      long regretSoFar)
      implements EvictionEvent {}

  /**
   * Eviction stopped before there was room, since its time was up; it goes on between commands.
   *
   * @param evicted so many keys this time
   * @param missingBytes what is still too much
   */
  record Postponed(int evicted, long missingBytes) implements EvictionEvent {}
}
