package dev.kvarium.lab;

/** An input that reaches the world. */
public sealed interface Step {
  /** A client sends a command to a node. */
  record Command(String client, String node, byte[][] argv) implements Step {}

  /**
   * Time passes up to an instant.
   *
   * @param toMicros Unix time in microseconds; the world may end up later, when a sync takes longer
   * @param wished whether somebody asked for it, rather than the clock on the wall moving it
   */
  record Advance(long toMicros, boolean wished) implements Step {}

  /** A node dies: its process, or with the power all that its disk had not got yet. */
  record Crash(String node, boolean power) implements Step {}

  /** A node that is down starts again from its disk. */
  record Restart(String node) implements Step {}
}
