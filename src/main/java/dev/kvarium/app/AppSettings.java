package dev.kvarium.app;

/**
 * How an application keeps entries; each figure is for the strategies that use it.
 *
 * @param strategy its name in the catalogue
 * @param writes what becomes of an entry when its row is changed
 * @param processes among which its clients are shared out
 * @param ttlMillis how long an entry is kept
 * @param jitterPercent by how much of that, at most, an entry is kept shorter by chance
 * @param lockMillis after which a lock is free again whatever becomes of its owner
 * @param waitMillis how long one that did not get the lock waits before it looks again
 * @param beta how eagerly entries are made anew before their time, 1 as the paper has it
 * @param aheadPercent in which last part of its time an entry is made anew in the background
 * @param staleMillis how long an entry is kept beyond its time
 * @param negativeMillis how long it is remembered that there is no row
 */
public record AppSettings(
    String strategy,
    WritePolicy writes,
    int processes,
    long ttlMillis,
    int jitterPercent,
    long lockMillis,
    long waitMillis,
    double beta,
    int aheadPercent,
    long staleMillis,
    long negativeMillis) {
  /** What is taken when nothing is said. */
  public static final AppSettings USUAL =
      new AppSettings("none", WritePolicy.DELETE, 1, 60_000, 20, 10_000, 50, 1, 20, 30_000, 5_000);
}
