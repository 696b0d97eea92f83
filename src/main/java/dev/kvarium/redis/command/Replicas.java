package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;
import dev.kvarium.redis.keyspace.Keyspace;
import dev.kvarium.wire.Reply;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The clients that said SYNC: each is sent all data as it is, and from then on every command that
 * changes it, in the very bytes of the log.
 *
 * <pre>
 *   SYNC  ──►  $176\r\n REDIS0010… (176 bytes)   *2\r\n$6\r\nSELECT… *3\r\n$3\r\nSET…
 *                                                 └ byte 1 of the {@link Backlog}
 * </pre>
 *
 * <p>They say every second which byte they have, by REPLCONF ACK, and at once when they are asked;
 * WAIT waits for that.
 */
final class Replicas {
  private static final byte[] SELECT = Bytes.latin1("SELECT");
  private static final byte[] CRLF = {'\r', '\n'};
  private static final byte[][] PING = {Bytes.latin1("PING")};
  private static final byte[][] GETACK = {
    Bytes.latin1("REPLCONF"), Bytes.latin1("GETACK"), Bytes.latin1("*")
  };

  /** A client in WAIT. */
  private record Waiting(Session session, long offset, long wanted) {}

  private final Settings settings;
  private final Keyspace keyspace;
  private final Waits waits;
  private final Backlog backlog = new Backlog();
  private final List<Session> online = new ArrayList<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private int selectedDb = -1;
  private boolean asks;
  private long pingedMillis;
  private long full;
  private long partial;
  private long refused;

  Replicas(Settings settings, Keyspace keyspace, Waits waits) {
    this.settings = settings;
    this.keyspace = keyspace;
    this.waits = waits;
  }

  /** Whether nobody is fed, nor anything kept for somebody who may come back. */
  boolean isEmpty() {
    return !backlog.isActive();
  }

  /** Those that are fed, in the order in which they came. */
  List<Session> all() {
    return List.copyOf(online);
  }

  /** The number of the last byte that was sent. */
  long offset() {
    return backlog.offset();
  }

  /** What is known of a client as a replica. */
  static Replica facts(Session session) {
    Replica known = session.replicaFacts;
    if (known == null) {
      known = new Replica();
      session.replicaFacts = known;
    }
    return known;
  }

  /** Sends a client all data and feeds it from now on. */
  void add(Session session, byte[] data) {
    full++;
    ByteArrayOutputStream out = new ByteArrayOutputStream(data.length + 16);
    header(out, '$', data.length);
    out.writeBytes(data);
    session.front.stream(out.toByteArray());
    backlog.begin(Long.parseLong(settings.get("repl-backlog-size")));
    selectedDb = -1;
    begin(session);
  }

  /** Sends a client what it missed from a byte on and feeds it further; whether that can be. */
  boolean goOn(Session session, long from, String runId) {
    if (!backlog.has(from)) {
      refused++;
      return false;
    }
    partial++;
    boolean withId = facts(session).knowsContinue;
    session.front.send(new Reply.Simple(withId ? "CONTINUE " + runId : "CONTINUE"));
    byte[] missed = backlog.from(from);
    if (missed.length > 0) {
      session.front.stream(missed);
    }
    begin(session);
    return true;
  }

  /** A replica wanted to go on from data of another master. */
  void refuse() {
    refused++;
  }

  private void begin(Session session) {
    session.replica = true;
    facts(session).heardMillis = keyspace.nowMillis();
    online.add(session);
  }

  void forget(Session session) {
    waiting.removeIf(each -> each.session() == session);
    if (session.replica) {
      session.replica = false;
      online.remove(session);
    }
  }

  /** Sends a command that was run in a database. */
  void feed(int db, byte[][] argv) {
    if (!backlog.isActive()) {
      return;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (db != selectedDb) {
      encode(out, new byte[][] {SELECT, Numbers.toBytes(db)});
      selectedDb = db;
    }
    encode(out, argv);
    send(out.toByteArray());
  }

  private void feed(byte[][] argv) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    encode(out, argv);
    send(out.toByteArray());
  }

  private void send(byte[] bytes) {
    backlog.add(bytes);
    for (Session each : List.copyOf(online)) {
      each.front.stream(bytes);
    }
  }

  // What they have.

  /** A replica says which byte it has. */
  void acknowledged(Session session, long offset) {
    Replica replica = facts(session);
    replica.acknowledged = Math.max(replica.acknowledged, offset);
    replica.heardMillis = keyspace.nowMillis();
    for (Waiting each : List.copyOf(waiting)) {
      Waits.Wait wait = each.session().wait;
      int have = having(each.offset());
      if (wait != null && have >= each.wanted()) {
        waiting.remove(each);
        waits.end(wait, Reply.of(have));
      }
    }
  }

  /** How many have all up to a byte. */
  int having(long offset) {
    return (int) online.stream().filter(each -> facts(each).acknowledged >= offset).count();
  }

  /** How many were heard of as lately as {@code min-replicas-max-lag} wants it. */
  int good() {
    long most = Long.parseLong(settings.get("min-replicas-max-lag"));
    return (int) online.stream().filter(each -> lagSeconds(each) <= most).count();
  }

  /** For how long a replica has said nothing. */
  long lagSeconds(Session session) {
    return (keyspace.nowMillis() - facts(session).heardMillis) / 1_000;
  }

  /** A client waits until so many have all up to a byte; they are asked when the turn ends. */
  void await(Session session, long offset, long wanted) {
    waiting.removeIf(each -> each.session().wait == null || each.session() == session);
    waiting.add(new Waiting(session, offset, wanted));
    asks = true;
  }

  /** What is due when a turn ends. */
  void endTurn() {
    if (asks) {
      asks = false;
      if (!online.isEmpty()) {
        feed(GETACK);
      }
    }
  }

  /** Lets replicas that hear of nothing know that there is somebody. */
  void cron() {
    long now = keyspace.nowMillis();
    long period = Long.parseLong(settings.get("repl-ping-replica-period")) * 1_000;
    if (online.isEmpty()) {
      pingedMillis = now;
    } else if (now - pingedMillis >= period) {
      pingedMillis = now;
      feed(PING);
    }
  }

  ReplicationCounts counts() {
    return new ReplicationCounts(
        all(), offset(), good(), full, partial, refused, backlog.first(), backlog.kept());
  }

  private static void encode(ByteArrayOutputStream out, byte[][] argv) {
    header(out, '*', argv.length);
    for (byte[] word : argv) {
      header(out, '$', word.length);
      out.writeBytes(word);
      out.writeBytes(CRLF);
    }
  }

  private static void header(ByteArrayOutputStream out, char sign, int number) {
    out.write(sign);
    out.writeBytes(Numbers.toBytes(number));
    out.writeBytes(CRLF);
  }
}
