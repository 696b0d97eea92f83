package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.command.Subscriptions.Kind;

/** A client as CLIENT LIST tells of it, in one line. */
final class ClientLine {
  private static final int BUFFER_BYTES = 20_474;
  private static final int CLIENT_BYTES = 1_800;
  private static final int POINTER_BYTES = 8;

  private static final byte[][] NOTHING = {};

  private ClientLine() {}

  /** The line, without a line feed, as the client of {@code call} is told it now. */
  static String of(Call call, Session session) {
    boolean asks = call.session() == session;
    return of(call.keyspace().nowMillis(), session, asks ? call.argv() : NOTHING);
  }

  /** The line about a client that is having these words executed, or none. */
  static String of(long nowMillis, Session session, byte[][] argv) {
    long now = nowMillis / 1000;
    boolean asks = argv.length > 0;
    long idle = now - session.lastCommandMicros / 1_000_000;
    long words = asks ? wordBytes(argv) : 0;
    ClientBuffers buffers = session.buffers;
    long request = asks ? requestBytes(argv) : 0;
    long room = asks || idle <= 2 ? BUFFER_BYTES - request : 0;
    if (buffers.isObserved()) {
      request = buffers.queryLength();
      room = buffers.queryFree();
    }
    long replies = buffers.replySize();
    Transaction transaction = session.transaction;
    long queued = transaction == null ? 0 : queuedBytes(transaction);
    Tracking.Mode tracking = session.tracking;
    return "id="
        + session.id()
        + " addr="
        + session.address()
        + " laddr="
        + session.localAddress
        + " fd="
        + (session.id() + 7)
        + " name="
        + Bytes.latin1Text(session.name)
        + " age="
        + (now - session.connectedMicros() / 1_000_000)
        + " idle="
        + idle
        + " flags="
        + flags(session)
        + " db="
        + session.db
        + " sub="
        + subscribed(session, Kind.CHANNEL)
        + " psub="
        + subscribed(session, Kind.PATTERN)
        + " ssub="
        + subscribed(session, Kind.SHARD)
        + " multi="
        + (transaction == null ? -1 : transaction.size())
        + " qbuf="
        + request
        + " qbuf-free="
        + room
        + " argv-mem="
        + words
        + " multi-mem="
        + queued
        + " rbs="
        + replies
        + " rbp="
        + buffers.replyPeak()
        + " obl="
        + buffers.replyLength()
        + " oll=0 omem=0 tot-mem="
        + (CLIENT_BYTES + request + room + words + queued + replies)
        + " events=r cmd="
        + session.lastCommand
        + " user="
        + (session.user == null ? "(superuser)" : session.user.name())
        + " redir="
        + (tracking == null ? -1 : tracking.redirect)
        + " resp="
        + session.resp;
  }

  private static int subscribed(Session session, Kind kind) {
    Subscriptions own = session.subscriptions;
    return own == null ? 0 : own.of(kind).size();
  }

  private static String flags(Session session) {
    StringBuilder flags = new StringBuilder();
    Tracking.Mode tracking = session.tracking;
    flag(flags, session.monitors, 'O');
    flag(flags, session.replica, 'S');
    flag(flags, session.primary, 'M');
    flag(flags, session.subscribed, 'P');
    flag(flags, session.transaction != null, 'x');
    flag(flags, session.isWaiting(), 'b');
    flag(flags, tracking != null, 't');
    flag(flags, tracking != null && tracking.redirectBroken, 'R');
    flag(flags, tracking != null && tracking.broadcasts, 'B');
    flag(flags, session.watchBroken, 'd');
    flag(flags, session.closing, 'c');
    flag(flags, session.noEvict, 'e');
    return flags.isEmpty() ? "N" : flags.toString();
  }

  private static void flag(StringBuilder flags, boolean set, char letter) {
    if (set) {
      flags.append(letter);
    }
  }

  private static long wordBytes(byte[][] argv) {
    long bytes = 0;
    for (byte[] each : argv) {
      bytes += each.length;
    }
    return bytes;
  }

  private static long queuedBytes(Transaction transaction) {
    long bytes = 0;
    for (Transaction.Queued each : transaction.queued()) {
      bytes += wordBytes(each.argv()) + (long) POINTER_BYTES * each.argv().length;
    }
    return bytes;
  }

  /** How many bytes the words were on their way here. */
  private static long requestBytes(byte[][] argv) {
    long bytes = 3 + digits(argv.length);
    for (byte[] each : argv) {
      bytes += 5 + digits(each.length) + each.length;
    }
    return bytes;
  }

  private static int digits(int number) {
    return Integer.toString(number).length();
  }
}
