package dev.kvarium.loop;

import java.util.ArrayList;
import java.util.List;

/**
 * A database beside the store, as slow as its disk: a query takes some processor time and one page
 * from the disk, which reads so many pages at the same time.
 *
 * <p>The figures are not measured: they are those that vendors print for a disk of the kind, and a
 * query over a primary key.
 */
public final class Database {
  /**
   * What its pages lie on.
   *
   * @param queryNanos parsing, planning, protocol
   * @param pageNanos one page from the disk; 0 for memory
   * @param atOnce pages that the disk reads at the same time
   */
  public record Kind(String name, long queryNanos, long pageNanos, int atOnce) {
    /** No database. */
    public static final Kind NONE = new Kind("", 0, 0, 0);

    /** A solid-state disk. */
    public static final Kind SSD = new Kind("ssd", 50_000, 100_000, 32);

    /** A disk that turns. */
    public static final Kind HDD = new Kind("hdd", 50_000, 8_000_000, 1);
  }

  private final Kind kind;
  private final long[] freeNanos;

  Database(Kind kind) {
    this.kind = kind;
    this.freeNanos = new long[kind.atOnce()];
  }

  /** When a query is answered that comes at an instant. */
  long answered(long nanos) {
    int first = 0;
    for (int i = 1; i < freeNanos.length; i++) {
      first = freeNanos[i] < freeNanos[first] ? i : first;
    }
    long begins = StrictMath.max(nanos + kind.queryNanos(), freeNanos[first]);
    freeNanos[first] = begins + kind.pageNanos();
    return freeNanos[first];
  }

  /** Answers a batch, one query after the other. */
  void ask(Agenda agenda, Connection from, List<Request> batch, long nanos) {
    long at = nanos;
    for (Request each : batch) {
      each.arrived = at;
      each.started = at;
      at = answered(at);
      each.ended = at;
      each.replied = at;
    }
    long end = at;
    List<Request> done = new ArrayList<>(batch);
    agenda.at(end, () -> from.peer.replied(from, done, end));
  }
}
