package dev.kvarium.event;

import dev.kvarium.base.Blob;

/** Facts of a ring by which a client finds the node of a key. */
public sealed interface RingEvent extends Event {
  /**
   * A ring was made, or has other servers than before.
   *
   * @param method library, distribution and hash
   * @param servers their names with commas between them
   */
  record Changed(String ring, String method, String servers) implements RingEvent {}

  /**
   * A client asked a ring for the node of a key, and sent its command there.
   *
   * @param place of the key on the circle, from 0 to 2^32 - 1
   */
  record Routed(String ring, Blob key, long place, String server) implements RingEvent {}
}
