package dev.kvarium.event;

import dev.kvarium.base.Blob;

/** What becomes of keys when memory is short. */
public sealed interface EvictionEvent extends Event {
  /**
   * A key was removed to make room.
   *
   * @param policy by which it was chosen, {@code allkeys-lru}
   * @param score what made it the best of those that were drawn: seconds unused, 255 less its
   *     counter of uses, or the nearness of its end; 0 where it was only drawn
   * @param freedBytes what it had taken
   */
  record Evicted(Blob key, int db, String policy, long score, long freedBytes)
      implements EvictionEvent {}
}
