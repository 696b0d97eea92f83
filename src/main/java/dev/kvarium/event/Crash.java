package dev.kvarium.event;

/** The two deaths of a node. */
public sealed interface Crash extends Event {
  String node();

  /** The process was killed: its memory is gone, the kernel and its page cache live on. */
  record Process(String node) implements Crash {}

  /** The power was cut: all that was not synced to the disk is gone too. */
  record Power(String node) implements Crash {}
}
