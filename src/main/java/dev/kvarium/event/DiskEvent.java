package dev.kvarium.event;

/** What the disk of a node did. */
public sealed interface DiskEvent extends Event {
  /** Bytes that were in the page cache alone are gone with the power. */
  record Dropped(String file, long bytes) implements DiskEvent {}

  /**
   * A sync took this long, whoever asked for it: a server, or the kernel of its own accord.
   *
   * @param bytes how many bytes of the file are on the disk now
   */
  record SyncTook(String file, long micros, long bytes) implements DiskEvent {}

  /**
   * A sync failed. The bytes that it was to bring onto the disk are in the page cache and stay
   * there: the kernel does not try them again.
   *
   * @param reason in the words of strerror(3)
   */
  record SyncFailed(String file, String reason) implements DiskEvent {}

  /** Bytes of a file from an offset on were put in the place of others, by somebody's hand. */
  record Corrupted(String file, long offset, int bytes) implements DiskEvent {}
}
