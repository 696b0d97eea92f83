package dev.kvarium.event;

/** What the disk of a node did. */
public sealed interface DiskEvent extends Event {
  /** Bytes that were in the page cache alone are gone with the power. */
  record Dropped(String file, long bytes) implements DiskEvent {}

  /** A sync took this long. */
  record SyncTook(String file, long micros) implements DiskEvent {}
}
