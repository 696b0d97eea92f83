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
  private record Effect(int db, byte[][] argv) {}

  private static final byte[][] MULTI = {Bytes.latin1("MULTI")};
  private static final byte[][] EXEC = {Bytes.latin1("EXEC")};

  private final Propagation to;
  private final List<Effect> pending = new ArrayList<>();

  Effects(Propagation to) {
    this.to = to;
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  void add(int db, byte[][] argv) {
    pending.add(new Effect(db, argv));
  }

  /** The one effect of a unit that has no other. */
  void single(int db, byte[][] argv) {
    to.propagate(db, argv);
  }

  /** The unit is over. */
  void handOver(boolean together) {
    boolean transaction = together && pending.size() > 1;
    if (transaction) {
      to.propagate(pending.getFirst().db(), MULTI);
    }
    for (Effect each : pending) {
      to.propagate(each.db(), each.argv());
    }
    if (transaction) {
      to.propagate(pending.getLast().db(), EXEC);
    }
    pending.clear();
  }
}
