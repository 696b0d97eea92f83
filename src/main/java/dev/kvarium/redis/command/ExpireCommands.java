package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.FAST;
import static dev.kvarium.redis.command.Flags.READONLY;
import static dev.kvarium.redis.command.Flags.WRITE;
import static dev.kvarium.redis.command.KeyCommands.row;

import dev.kvarium.base.Numbers;
import dev.kvarium.redis.keyspace.Db;
import dev.kvarium.wire.Reply;
import java.util.List;

/** The commands that say when a key expires, and that tell it. */
final class ExpireCommands {
  private static final Reply.Int NO_KEY = new Reply.Int(-2);
  private static final Reply.Int NO_EXPIRY = new Reply.Int(-1);
  private static final String CONDITIONS = " [NX | XX | GT | LT]";

  private ExpireCommands() {}

  static List<CommandRow> rows() {
    return List.of(
        expire("expire", "seconds", "1.0.0", new Expiry(2, true, true)),
        expire("pexpire", "milliseconds", "2.6.0", new Expiry(2, false, true)),
        expire("expireat", "unix-time-seconds", "1.2.0", new Expiry(2, true, false)),
        expire("pexpireat", "unix-time-milliseconds", "2.6.0", new Expiry(2, false, false)),
        ttl("ttl", "1.0.0", "Says in how many seconds a key expires", false, false),
        ttl("pttl", "2.6.0", "Says in how many milliseconds a key expires", true, false),
        ttl("expiretime", "7.0.0", "Says at which second a key expires", false, true),
        ttl("pexpiretime", "7.0.0", "Says at which millisecond a key expires", true, true),
        row(
            "persist",
            "key",
            WRITE | FAST,
            "2.2.0",
            "Lets a key expire no more",
            KeySpec.UPDATE,
            ExpireCommands::persist));
  }

  private static CommandRow expire(String name, String unit, String since, Expiry expiry) {
    String when = expiry.relative() ? "after " : "at ";
    return row(
        name,
        "key " + unit + CONDITIONS,
        WRITE | FAST,
        since,
        "Lets a key expire " + when + unit.replace('-', ' '),
        KeySpec.UPDATE,
        call -> expire(call, expiry));
  }

  private static CommandRow ttl(
      String name, String since, String summary, boolean inMillis, boolean absolute) {
    return row(
        name,
        "key",
        READONLY | FAST,
        since,
        summary,
        KeySpec.READ,
        call -> ttl(call, inMillis, absolute));
  }

  private record Conditions(boolean nx, boolean xx, boolean gt, boolean lt) {
    static final Conditions NONE = new Conditions(false, false, false, false);

    static Conditions from(Call call) throws CommandError {
      if (call.argc() == 3) {
        return NONE;
      }
      boolean nx = false;
      boolean xx = false;
      boolean gt = false;
      boolean lt = false;
      for (int i = 3; i < call.argc(); i++) {
        if (call.is(i, "NX")) {
          nx = true;
        } else if (call.is(i, "XX")) {
          xx = true;
        } else if (call.is(i, "GT")) {
          gt = true;
        } else if (call.is(i, "LT")) {
          lt = true;
        } else {
          throw new CommandError("ERR Unsupported option " + call.text(i));
        }
      }
      if (nx && (xx || gt || lt)) {
        throw new CommandError(
            "ERR NX and XX, GT or LT options at the same time are not compatible");
      }
      if (gt && lt) {
        throw new CommandError("ERR GT and LT options at the same time are not compatible");
      }
      return new Conditions(nx, xx, gt, lt);
    }

    /** Whether a key that expires now at {@code old}, or never at -1, may expire at {@code at}. */
    boolean allow(long old, long at) {
      boolean never = old == -1;
      return !(nx && !never)
          && !(xx && never)
          && !(gt && (at <= old || never))
          && !(lt && !never && at >= old);
    }
  }

  private static Reply expire(Call call, Expiry expiry) throws CommandError {
    Conditions conditions = Conditions.from(call);
    long at = expiry.millis(call);
    byte[] key = call.arg(1);
    Db db = call.db();
    if (db.write(key) == null || !conditions.allow(db.expireAtMillis(key), at)) {
      return Reply.ZERO;
    }
    if (Expiry.hasPassed(call.keyspace(), at)) {
      db.delete(key);
      call.notice(Notice.GENERIC, "del", key);
      call.propagate(call.expiredDeletion(), key);
    } else {
      db.expireAt(key, at);
      call.notice(Notice.GENERIC, "expire", key);
      byte[][] words = call.argv().clone();
      if (expiry.seconds() || expiry.relative()) {
        words[0] = StringCommands.PEXPIREAT;
        words[2] = Numbers.toBytes(at);
      }
      call.propagate(words);
    }
    call.dirty(1);
    return Reply.ONE;
  }

  private static Reply ttl(Call call, boolean inMillis, boolean absolute) {
    byte[] key = call.arg(1);
    if (call.db().readUntouched(key) == null) {
      return NO_KEY;
    }
    long at = call.db().expireAtMillis(key);
    if (at == -1) {
      return NO_EXPIRY;
    }
    long millis = Math.max(0, absolute ? at : at - call.keyspace().nowMillis());
    // unsigned, as compiled in the real server: the furthest times do not turn negative
    return Reply.of(inMillis ? millis : Long.divideUnsigned(millis + 500, 1000));
  }

  private static Reply persist(Call call) {
    byte[] key = call.arg(1);
    if (call.db().write(key) == null || !call.db().persist(key)) {
      return Reply.ZERO;
    }
    call.notice(Notice.GENERIC, "persist", key);
    call.dirty(1);
    return Reply.ONE;
  }
}
