package dev.kvarium.lab;

import dev.kvarium.wire.Reply;

/**
 * What clients of a lab ask instead of a node: a proxy, a sentinel, a client with a slot map. It
 * may ask others in its turn, so its answers take time.
 */
interface Asked {
  String name();

  /** Whether it runs. */
  default boolean isUp() {
    return true;
  }

  /** Whether a client has not been answered yet. */
  boolean isAwaited(String client);

  /** Asks, and lets time pass until there is an answer, but not for ever; none: it comes later. */
  Reply ask(String client, byte[][] argv);
}
