package dev.kvarium.redis.command;

/** Where the commands go that changed the data, in the form in which they are to be repeated. */
@FunctionalInterface
public interface Propagation {
  /**
   * Takes a command to be repeated.
   *
   * @param db the database it ran in
   * @param argv its words, not changed afterwards
   */
  void propagate(int db, byte[][] argv);
}
