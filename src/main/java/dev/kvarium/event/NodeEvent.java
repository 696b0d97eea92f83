package dev.kvarium.event;

/** The life of a node. */
public sealed interface NodeEvent extends Event {
  record Started(String node) implements NodeEvent {}

  record Stopped(String node, String reason) implements NodeEvent {}
}
