package dev.kvarium.app;

/**
 * A database as views see it.
 *
 * @param running queries that run now
 * @param waiting queries that wait for a connection
 * @param most the most that there were of both at the same time
 * @param queries all that ever came, changes included
 * @param changes of these, those that changed a row
 * @param busyMicros the time that all queries ran, added up
 */
public record DatabaseSnapshot(
    String name,
    DatabaseSettings settings,
    int running,
    int waiting,
    int most,
    long queries,
    long changes,
    long busyMicros) {}
