package dev.kvarium.loop;

import java.util.ArrayList;
import java.util.List;

/**
 * A database beside the store, as slow as its disk: a query takes some time on one of four
 * processors, and one page from the disk, which reads so many pages at the same time.
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
  private static final int PROCESSORS = 4;

  private final long[] processors = new long[PROCESSORS];
  private final long[] disk;

  Database(Kind kind) {
    this.kind = kind;
    this.disk = new long[kind.atOnce()];
  }

  /** When a query is answered that comes at an instant. */
  private long answered(long nanos) {
    return taken(disk, taken(processors, nanos, kind.queryNanos()), kind.pageNanos());
  }

  /** When something is done that takes so long on the first of these that is free. */
  private static long taken(long[] freeNanos, long nanos, long takes) {
    int first = 0;
    for (int i = 1; i < freeNanos.length; i++) {
      first = freeNanos[i] < freeNanos[first] ? i : first;
    }
    freeNanos[first] = StrictMath.max(nanos, freeNanos[first]) + takes;
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
