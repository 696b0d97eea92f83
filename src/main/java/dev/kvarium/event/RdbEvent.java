package dev.kvarium.event;

/** A database as a whole being written to a file, or read from one. */
public sealed interface RdbEvent extends Event {
  /** A copy of the process began to write all keys as they are at this moment. */
  record SaveStarted(long keys) implements RdbEvent {}

  /**
   * All keys are in a file.
   *
   * @param background whether a copy of the process wrote it
   */
  record Saved(String file, long keys, long bytes, boolean background) implements RdbEvent {}

  /**
   * A copy of the process ended, and so many pages had to be copied while it was at work.
   *
   * @param keys how many keys the server wrote to meanwhile
   * @param bytes of the pages and of what the copy needed for itself
   */
  record PagesCopied(long keys, long pages, long bytes) implements RdbEvent {}

  /** Writing did not come to its end; why. */
  record SaveFailed(String reason) implements RdbEvent {}

  /**
   * A file was read into the databases.
   *
   * @param expired how many keys were left out because their time had passed
   */
  record Loaded(String file, long keys, long expired, long bytes) implements RdbEvent {}
}
