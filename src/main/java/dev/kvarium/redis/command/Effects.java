package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * What one unit of execution leaves to be repeated: a command by itself, EXEC with what was queued,
 * a script with what it called. Handed over when the unit is over, and if it is more than one
 * command, as one transaction.
 */
final class Effects {
  /**
   * One command to be repeated.
   *
   * @param logged whether by the log too, and not by replicas alone
   */
  record Effect(int db, byte[][] argv, boolean logged) {}

  private static final byte[][] MULTI = {Bytes.latin1("MULTI")};
  private static final byte[][] EXEC = {Bytes.latin1("EXEC")};

  private final Propagation log;
  private final Replicas replicas;
  private final List<Effect> pending = new ArrayList<>();

  Effects(Propagation log, Replicas replicas) {
    this.log = log;
    this.replicas = replicas;
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  void add(int db, byte[][] argv) {
    pending.add(new Effect(db, argv, true));
  }

  /** Adds what replicas are to repeat but the log need not know. */
  void addForReplicas(int db, byte[][] argv) {
    if (!replicas.isEmpty()) {
      pending.add(new Effect(db, argv, false));
    }
  }

  /** What there is by now, for a unit that goes on later. */
  List<Effect> setAside() {
    List<Effect> aside = List.copyOf(pending);
    pending.clear();
    return aside;
  }

  /** A unit goes on. */
  void putBack(List<Effect> aside) {
    pending.addAll(0, aside);
  }

  /** The one effect of a unit that has no other. */
  void single(int db, byte[][] argv) {
    log.propagate(db, argv);
    replicas.feed(db, argv);
  }

  /** The unit is over. */
  void handOver(boolean together) {
    handOver(pending.stream().filter(Effect::logged).toList(), together, log);
    handOver(pending, together, replicas::feed);
    pending.clear();
  }

  private static void handOver(List<Effect> effects, boolean together, Propagation to) {
    boolean transaction = together && effects.size() > 1;
    if (transaction) {
      to.propagate(effects.getFirst().db(), MULTI);
    }
    for (Effect each : effects) {
      to.propagate(each.db(), each.argv());
    }
    if (transaction) {
      to.propagate(effects.getLast().db(), EXEC);
    }
  }
}
