package dev.kvarium.event;

/**
 * What an application did that has a cache before its database.
 *
 * <p>{@code request} numbers the requests of clients of one application from 1; one that a client
 * did not ask for, since a process does it by itself, has the number of the request that led to it.
 */
public sealed interface AppEvent extends Event {
  /**
   * A process asked a store or the database.
   *
   * @param of whom: the name of a node, a ring, a proxy or a database
   * @param what the command, as it could be typed, or {@code read KEY}, {@code write KEY}
   */
  record Asked(String app, long request, String client, String of, String what)
      implements AppEvent {}

  /**
   * It was answered.
   *
   * @param micros since it asked
   */
  record Answered(String app, long request, String client, String of, String answer, long micros)
      implements AppEvent {}

  /**
   * A client got what it had asked for.
   *
   * @param from where the value came from: {@code cache}, {@code stale} for a cache's value past
   *     its time, {@code database}, {@code shared} for what another client's query gave
   * @param version of the row that it got; 0 for no row
   * @param versionAtStart the version that the database held when the client asked; one that is
   *     lower than this was read stale
   * @param versionAtEnd the version that it holds now
   * @param micros since the client asked
   */
  record Read(
      String app,
      long request,
      String client,
      String key,
      String from,
      long version,
      long versionAtStart,
      long versionAtEnd,
      long micros)
      implements AppEvent {}

  /**
   * A client's change is done: in the database, and as the policy has it in the cache.
   *
   * @param policy {@code delete}, {@code update} or {@code through}
   */
  record Wrote(
      String app, long request, String client, String key, String policy, long version, long micros)
      implements AppEvent {}

  /**
   * A row was read from the database to be put into the cache.
   *
   * @param why {@code miss}, {@code early}, {@code ahead}, {@code stale}, {@code waited} when
   *     another should have done it and did not
   * @param micros that the database took
   */
  record Loaded(
      String app, long request, String client, String key, String why, long version, long micros)
      implements AppEvent {}

  /** A client took the lock under which a key is loaded. */
  record LockTaken(String app, long request, String client, String key, String token)
      implements AppEvent {}

  /**
   * A client gave its lock up.
   *
   * @param own false when the lock had run out meanwhile, and is free or another's
   */
  record LockFreed(String app, long request, String client, String key, boolean own)
      implements AppEvent {}

  /**
   * A process of the application ended, in the middle of all that it did, and another took its
   * place.
   *
   * @param requests how many were not answered
   */
  record ProcessEnded(String app, String process, int requests) implements AppEvent {}

  /** Clients began to ask. */
  record WorkloadBegan(String app, int clients, long requests, long seed) implements AppEvent {}

  /** The last of them is answered. */
  record WorkloadEnded(String app, long requests, long micros) implements AppEvent {}
}
