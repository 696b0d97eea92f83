package dev.kvarium.event;

/** The life of a node. */
public sealed interface NodeEvent extends Event {
  record Started(String node) implements NodeEvent {}

  record Stopped(String node, String reason) implements NodeEvent {}

  /**
   * A node wrote a line to its own log, in the words of the server that it models.
   *
   * @param level {@code notice} or {@code warning}
   */
  record Logged(String level, String text) implements NodeEvent {}
}
