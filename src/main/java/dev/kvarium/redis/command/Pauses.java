package dev.kvarium.redis.command;

import dev.kvarium.event.ClientEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.redis.keyspace.Keyspace;
import dev.kvarium.world.Clock;
import dev.kvarium.world.Timers;
import java.util.ArrayList;
import java.util.List;

/**
 * CLIENT PAUSE: commands are held until the pause is over, all of them or those that write. Keys do
 * not expire meanwhile, so that the data stands still.
 */
final class Pauses {
  /** What is held. */
  enum Mode {
    NONE,
    WRITE,
    ALL
  }

  private final Keyspace keyspace;
  private final Clock clock;
  private final Timers timers;
  private final Probe probe;
  private final List<Session> held = new ArrayList<>();
  private final List<Session> released = new ArrayList<>();
  private Mode mode = Mode.NONE;
  private long endMillis;
  private Timers.Timer timer = () -> {};
  private Runnable whenOver = () -> {};

  Pauses(Keyspace keyspace, Clock clock, Timers timers, Probe probe) {
    this.keyspace = keyspace;
    this.clock = clock;
    this.timers = timers;
    this.probe = probe;
  }

  Mode mode() {
    return mode;
  }

  int held() {
    return held.size();
  }

  /** Pauses, or makes the pause stricter and longer. */
  void begin(Session by, Mode wanted, long forMillis) {
    long end = clock.nowMillis() + forMillis;
    mode = wanted.compareTo(mode) > 0 ? wanted : mode;
    endMillis = Math.max(endMillis, end);
    keyspace.paused = true;
    timer.cancel();
    timer = timers.after((endMillis - clock.nowMillis()) * 1000, this::isOver);
    if (probe.listening()) {
      probe.emit(new ClientEvent.Paused(by.label(), mode == Mode.ALL ? "all" : "write", forMillis));
    }
  }

  private void isOver() {
    end();
    whenOver.run();
  }

  /** Says what runs the commands that were held when the time of a pause is over. */
  void whenOver(Runnable goingOn) {
    whenOver = goingOn;
  }

  /** The pause is over. */
  void end() {
    if (mode == Mode.NONE) {
      return;
    }
    timer.cancel();
    mode = Mode.NONE;
    endMillis = 0;
    keyspace.paused = false;
    released.addAll(held);
    held.clear();
    if (probe.listening()) {
      probe.emit(new ClientEvent.PauseEnded("", released.size()));
    }
  }

  /** What was held for another reason than a pause goes on. */
  void release() {
    if (mode == Mode.NONE) {
      released.addAll(held);
      held.clear();
    }
  }

  /** Whether a command has to wait that is called with these flags. */
  boolean holds(Session session, Command command, int called) {
    if (mode == Mode.ALL) {
      return true;
    }
    int flags = called;
    if (session.transaction != null && command.name().equals("exec")) {
      flags |= session.transaction.flags();
    }
    return (flags & (Flags.WRITE | Flags.MAY_REPLICATE)) != 0;
  }

  /** Keeps a command until the pause is over. */
  void hold(Session session, byte[][] argv) {
    session.held = argv;
    held.add(session);
  }

  void forget(Session session) {
    if (session.held != null) {
      session.held = null;
      held.remove(session);
      released.remove(session);
    }
  }

  boolean anyReleased() {
    return !released.isEmpty();
  }

  /** The next client whose command may run now. */
  Session nextReleased() {
    return released.removeFirst();
  }
}
