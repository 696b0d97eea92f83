package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.Reply;
import dev.kvarium.world.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The clients in MONITOR: each gets a line for every command that runs. */
final class Monitors {
  private static final long MICROS = 1_000_000;

  private final Clock clock;
  private final List<Session> watching = new ArrayList<>();

  Monitors(Clock clock) {
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
    for (int i = 0; i < argv.length; i++) {
      line.append(' ').append(isSecret(argv, i) ? "\"(redacted)\"" : Bytes.repr(argv[i]));
    }
    Reply reply = new Reply.Simple(line.toString());
    for (Session each : List.copyOf(watching)) {
      each.push(reply);
    }
  }

  /** Whether a word is a name or password to log in with. */
  private static boolean isSecret(byte[][] argv, int i) {
    return switch (Bytes.latin1Text(argv[0]).toLowerCase(Locale.ROOT)) {
      case "auth" -> i > 0;
      case "hello" -> behindAuth(argv, i, 2);
      case "migrate" -> behindAuth(argv, i, 6);
      default -> false;
    };
  }

  private static boolean behindAuth(byte[][] argv, int i, int from) {
    for (int j = from; j < i; j++) {
      if (Bytes.equalsIgnoreCase(argv[j], "auth") && (i == j + 1 || i == j + 2 && from == 2)
          || Bytes.equalsIgnoreCase(argv[j], "auth2") && i <= j + 2) {
        return true;
      }
    }
    return false;
  }
}
