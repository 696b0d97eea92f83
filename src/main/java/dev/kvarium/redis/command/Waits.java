package dev.kvarium.redis.command;

import dev.kvarium.base.Blob;
import dev.kvarium.event.ClientEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.redis.keyspace.Db;
import dev.kvarium.redis.keyspace.KeyListener;
import dev.kvarium.redis.keyspace.Keyspace;
import dev.kvarium.redis.value.Value;
import dev.kvarium.redis.value.ValueType;
import dev.kvarium.wire.Reply;
import dev.kvarium.world.Clock;
import dev.kvarium.world.Timers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * The clients that wait for keys, and the keys that came while somebody waited for them.
 *
 * <p>A key that appears is only noted. When the command is over, or the transaction or script that
 * it was part of, the notes are gone through in their order, and for each key the clients that wait
 * for it, the longest waiting first. What serving one makes ready in turn (BLMOVE does) is noted
 * behind the others.
 *
 * <pre>
 *   RPUSH b 1 ─► noted: b ─┐                    b: worker-1, worker-2      worker-1 gets 1
 *   RPUSH a 2 ─► noted: a ─┴─ EXEC is over ─►   a: worker-2                worker-2 gets 2
 * </pre>
 */
final class Waits {
  /** One client's wait. */
  static final class Wait {
    final Session session;
    final Command command;
    final byte[][] argv;
    final int db;
    final List<Blob> keys;
    final Waiter waiter;
    final long sinceMicros;
    Timers.Timer timer = () -> {};
    boolean limited;

    Wait(Call call, List<Blob> keys, Waiter waiter, long sinceMicros) {
      this.session = call.session();
      this.command = call.command();
      this.argv = call.argv();
      this.db = call.db().number();
      this.keys = keys;
      this.waiter = waiter;
      this.sinceMicros = sinceMicros;
    }
  }

  private record Ready(int db, Blob key) {}

  private final Keyspace keyspace;
  private final Clock clock;
  private final Timers timers;
  private final Probe probe;
  private final SequencedMap<Ready, List<Wait>> byKey = new LinkedHashMap<>();
  private final SequencedSet<Ready> ready = new LinkedHashSet<>();
  private final int[] waitingFor = new int[Group.values().length];
  private int waiting;
  private int limited;

  /** Whether anybody waits for a key. */
  boolean anyForKeys() {
    return !byKey.isEmpty();
  }

  Waits(Keyspace keyspace, Clock clock, Timers timers, Probe probe) {
    this.keyspace = keyspace;
    this.clock = clock;
    this.timers = timers;
    this.probe = probe;
  }

  /** Whether this client waits. */
  boolean has(Session session) {
    return session.wait != null;
  }

  /** How many wait for a limited time. */
  int withTimeout() {
    return limited;
  }

  /** How many clients wait. */
  int waiting() {
    return waiting;
  }

  /** Lets the client of a command wait until one of the keys comes or the time is over. */
  void begin(Call call, List<byte[]> keys, long timeoutMillis, Waiter waiter) {
    SequencedSet<Blob> distinct = new LinkedHashSet<>();
    keys.forEach(key -> distinct.add(Blob.of(key)));
    Wait wait = new Wait(call, List.copyOf(distinct), waiter, clock.nowMicros());
    for (Blob key : wait.keys) {
      byKey.computeIfAbsent(new Ready(wait.db, key), none -> new ArrayList<>()).add(wait);
    }
    wait.session.wait = wait;
    waiting++;
    waitingFor[wait.command.row().group().ordinal()]++;
    keyspace.heed |= KeyListener.READY;
    if (timeoutMillis > 0) {
      limited++;
      wait.limited = true;
      long micros =
          timeoutMillis > Long.MAX_VALUE / 2000 ? Long.MAX_VALUE / 2 : timeoutMillis * 1000;
      wait.timer = timers.after(micros, () -> timeOut(wait));
    }
    if (probe.listening()) {
      probe.emit(
          new ClientEvent.Blocked(
              wait.session.label(), wait.command.name(), wait.db, wait.keys, timeoutMillis));
    }
  }

  private void timeOut(Wait wait) {
    if (wait.session.wait != wait) {
      return;
    }
    keyspace.freeze(clock.nowMillis());
    if (probe.listening()) {
      probe.emit(
          new ClientEvent.TimedOut(wait.session.label(), wait.command.name(), waitedMicros(wait)));
    }
    end(wait, wait.waiter.timedOut());
  }

  /** Ends a client's wait with this reply, since somebody asked for it; it must wait. */
  void unblock(Session session, Reply reply, String reason) {
    Wait wait = session.wait;
    if (wait == null) {
      throw new IllegalStateException("the client does not wait");
    }
    if (probe.listening()) {
      probe.emit(
          new ClientEvent.Unblocked(
              session.label(), wait.command.name(), waitedMicros(wait), reason));
    }
    end(wait, reply);
  }

  /** What a client that waits is told when its time is over. */
  static Reply timeOutReply(Session session) {
    Wait wait = session.wait;
    return wait == null ? Reply.None.NONE : wait.waiter.timedOut();
  }

  long waitedMicros(Wait wait) {
    return clock.nowMicros() - wait.sinceMicros;
  }

  /** The client waits no longer and is told so. */
  void end(Wait wait, Reply reply) {
    forget(wait.session);
    Reply heard = Muting.heard(wait.session, reply);
    if (heard != Reply.None.NONE) {
      wait.session.front.send(heard);
    }
    wait.session.front.goOn();
  }

  /** The client waits no longer, or has left. */
  void forget(Session session) {
    Wait wait = session.wait;
    if (wait == null) {
      return;
    }
    session.wait = null;
    waitingFor[wait.command.row().group().ordinal()]--;
    wait.timer.cancel();
    limited -= wait.limited ? 1 : 0;
    for (Blob key : wait.keys) {
      Ready place = new Ready(wait.db, key);
      List<Wait> there = byKey.get(place);
      if (there != null && there.remove(wait) && there.isEmpty()) {
        byKey.remove(place);
      }
    }
    if (--waiting == 0) {
      keyspace.heed &= ~KeyListener.READY;
    }
  }

  /**
   * Notes a key if somebody waits for it, and anybody at all for its type.
   *
   * @param type of the value that came, or that was lost
   */
  void ready(Db db, byte[] key, ValueType type) {
    if (waiting > 0 && anybodyWaitsFor(type)) {
      Ready place = new Ready(db.number(), Blob.of(key));
      if (byKey.containsKey(place)) {
        ready.add(place);
      }
    }
  }

  private boolean anybodyWaitsFor(ValueType type) {
    return switch (type) {
      case LIST -> waitingFor[Group.LIST.ordinal()] > 0;
      case ZSET -> waitingFor[Group.SORTED_SET.ordinal()] > 0;
      case STREAM -> waitingFor[Group.STREAM.ordinal()] > 0;
      case STRING, HASH, SET -> false;
    };
  }

  /** Two databases were exchanged: notes what came to those who wait in this one. */
  void rescan(Db db) {
    for (Ready each : byKey.keySet()) {
      Value value = each.db() == db.number() ? db.peek(each.key().bytes()) : null;
      if (value != null) {
        ready(db, each.key().bytes(), value.type());
      }
    }
  }

  /** A database is to lose its streams, or to get the other's keys: notes them. */
  void losing(Db db) {
    for (Ready each : byKey.keySet()) {
      Value value = each.db() == db.number() ? db.peek(each.key().bytes()) : null;
      if (value != null && isStream(value)) {
        ready(db, each.key().bytes(), ValueType.STREAM);
      }
    }
  }

  static boolean isStream(Value value) {
    return value.type() == ValueType.STREAM;
  }

  boolean anyReady() {
    return !ready.isEmpty();
  }

  /** Serves one client, or none. */
  interface Serving {
    /** The reply, or none while it goes on waiting. */
    Reply serve(Wait wait, byte[] key, @Nullable Value value);
  }

  /** Goes through the keys that were noted, until none is left. */
  void serve(Serving serving) {
    while (!ready.isEmpty()) {
      Ready place = ready.removeFirst();
      Db db = keyspace.db(place.db());
      byte[] key = place.key().bytes();
      db.expireIfNeeded(key);
      List<Wait> there = byKey.get(place);
      if (there == null) {
        continue;
      }
      for (Wait each : List.copyOf(there)) {
        if (each.session.wait == each) {
          Reply reply = serving.serve(each, key, db.peek(key));
          if (reply != Reply.None.NONE) {
            end(each, reply);
          }
        }
      }
    }
  }
}
