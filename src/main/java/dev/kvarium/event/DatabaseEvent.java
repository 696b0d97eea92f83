package dev.kvarium.event;

/** What a database behind an application did. */
public sealed interface DatabaseEvent extends Event {
  /**
   * A query came.
   *
   * @param running how many run now, this one included if it does
   * @param waiting how many wait for one of the connections
   */
  record Queried(String database, String key, boolean write, int running, int waiting)
      implements DatabaseEvent {}

  /**
   * A query is answered.
   *
   * @param version of the row; 0 for no row
   * @param waitedMicros until it ran
   * @param micros in all
   */
  record Answered(String database, String key, long version, long waitedMicros, long micros)
      implements DatabaseEvent {}

  /** A row is another from now on. */
  record Changed(String database, String key, long version) implements DatabaseEvent {}
}
