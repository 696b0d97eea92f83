package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.Reply;
import dev.kvarium.world.Clock;
import java.util.ArrayList;
import java.util.List;

/** The clients in MONITOR: each gets a line for every command that runs. */
final class Monitors {
  private static final long MICROS = 1_000_000;

  private final Settings settings;
  private final Clock clock;
  private final List<Session> watching = new ArrayList<>();

  Monitors(Settings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  boolean isEmpty() {
    return watching.isEmpty();
  }

  /** Whether it was not one already. */
  boolean add(Session session) {
    return !session.monitors && watching.add(session) && (session.monitors = true);
  }

  void forget(Session session) {
    if (session.monitors) {
      session.monitors = false;
      watching.remove(session);
    }
  }

  /** Tells of a command. */
  void feed(Session from, int db, byte[][] argv) {
    long now = clock.nowMicros();
    StringBuilder line = new StringBuilder();
    line.append(now / MICROS).append('.');
    String micros = Long.toString(now % MICROS);
    line.append("0".repeat(6 - micros.length())).append(micros);
    line.append(" [").append(db).append(' ');
    line.append(from.address().isEmpty() ? "lua" : from.address()).append(']');
    for (byte[] word : Secrets.hidden(argv, settings)) {
      line.append(' ').append(Bytes.repr(word));
    }
    Reply reply = new Reply.Simple(line.toString());
    for (Session each : List.copyOf(watching)) {
      each.push(reply);
    }
  }
}
