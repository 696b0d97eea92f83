package dev.kvarium.app;

/**
 * How a database behaves.
 *
 * @param latency how long a query runs
 * @param connections how many run at the same time
 * @param rows how many rows are there from the start
 */
public record DatabaseSettings(Latency latency, int connections, long rows) {
  /** What is taken when nothing is said: 20 ms, 100 connections, a million rows. */
  public static final DatabaseSettings USUAL =
      new DatabaseSettings(Latency.constant(20_000), 100, 1_000_000);
}
