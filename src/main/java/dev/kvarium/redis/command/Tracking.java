package dev.kvarium.redis.command;

import dev.kvarium.base.Blob;
import dev.kvarium.base.Bytes;
import dev.kvarium.event.ClientEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.redis.keyspace.KeyListener;
import dev.kvarium.redis.keyspace.Keyspace;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who may have which keys in a cache of its own, and is to be told when they change.
 *
 * <p>By default the node remembers for each key the clients that read it; the first change tells
 * them and forgets them. In broadcasting mode it remembers nothing but prefixes, and tells of every
 * change beneath them, once a turn. Databases are not told apart: a key of the same name in another
 * one invalidates as well.
 *
 * <pre>
 *   table      user:1 → clients 3, 7        SET user:1   invalidate user:1 to 3 and 7, entry gone
 *   prefixes   "cart:" → client 9           SET cart:5   invalidate cart:5 to 9 when the turn ends
 * </pre>
 */
final class Tracking {
  private static final Reply INVALIDATE = Reply.of("invalidate");
  private static final Reply MESSAGE = Reply.of("message");
  private static final Reply CHANNEL = Reply.of("__redis__:invalidate");
  private static final Reply BROKEN = Reply.of("tracking-redir-broken");
  private static final int EFFORT = 100;

  /** What one client asked for. */
  static final class Mode {
    long redirect;
    boolean broadcasts;
    boolean optIn;
    boolean optOut;
    boolean noLoop;

    /** Whether CLIENT CACHING spoke of the next command. */
    boolean caching;

    boolean redirectBroken;
    final SequencedSet<Blob> prefixes = new LinkedHashSet<>();
  }

  /** Those who listen to a prefix, and what changed beneath it in this turn, by whom last. */
  private static final class Prefix {
    final SequencedSet<Session> clients = new LinkedHashSet<>();
    final TreeMap<Blob, Long> keys = new TreeMap<>();
  }

  private final Keyspace keyspace;
  private final Clients clients;
  private final Settings settings;
  private final Probe probe;
  private final SequencedMap<Blob, SequencedSet<Long>> table = new LinkedHashMap<>();
  private final TreeMap<Blob, Prefix> prefixes = new TreeMap<>();

  /** The keys of which the client whose command runs is to be told behind its reply. */
  private final List<Reply> pending = new ArrayList<>();

  private @Nullable Session current;
  private int tracking;
  private long items;
  private int vainly;

  Tracking(Keyspace keyspace, Clients clients, Settings settings, Probe probe) {
    this.keyspace = keyspace;
    this.clients = clients;
    this.settings = settings;
    this.probe = probe;
  }

  /** How many clients track. */
  int clients() {
    return tracking;
  }

  long keys() {
    return table.size();
  }

  long items() {
    return items;
  }

  int prefixes() {
    return prefixes.size();
  }

  void begin(Session session, Mode mode) {
    Mode before = session.tracking;
    if (before == null) {
      tracking++;
    } else {
      mode.prefixes.addAll(before.prefixes);
      mode.caching = before.caching;
    }
    session.tracking = mode;
    session.lastTracking = mode;
    for (Blob each : mode.prefixes) {
      prefixes.computeIfAbsent(each, none -> new Prefix()).clients.add(session);
    }
    keyspace.heed |= KeyListener.CACHED;
  }

  void end(Session session) {
    Mode mode = session.tracking;
    if (mode == null) {
      return;
    }
    for (Blob each : mode.prefixes) {
      Prefix prefix = prefixes.get(each);
      if (prefix != null && prefix.clients.remove(session) && prefix.clients.isEmpty()) {
        prefixes.remove(each);
      }
    }
    session.tracking = null;
    tracking--;
    heed();
  }

  private void heed() {
    if (tracking == 0 && table.isEmpty()) {
      keyspace.heed &= ~KeyListener.CACHED;
    }
  }

  /** A command of a client begins: messages to it wait until it has its reply. */
  void begin(Session session) {
    current = session;
  }

  /** The command is over; what the client is to be told behind the reply. */
  List<Reply> end() {
    Session told = current;
    current = null;
    if (pending.isEmpty()) {
      return List.of();
    }
    List<Reply> keys = List.copyOf(pending);
    pending.clear();
    List<Reply> messages = new ArrayList<>();
    // as the real server does, by what it asked for last, even if it tracks no more
    Mode mode = told == null ? null : told.lastTracking;
    if (told != null && mode != null) {
      keys.forEach(each -> message(told, mode, each, messages::add));
    }
    return messages;
  }

  /** A client has read the keys of these words. */
  void read(Session session, CommandRow row, byte[][] argv) {
    Mode mode = session.tracking;
    if (mode == null
        || mode.broadcasts
        || mode.optIn && !mode.caching
        || mode.optOut && mode.caching) {
      return;
    }
    for (KeySpec spec : row.keys()) {
      if (!spec.flags().startsWith("NOT_KEY")) {
        for (int position : spec.positions(argv)) {
          Blob key = Blob.of(argv[position]);
          if (table.computeIfAbsent(key, none -> new LinkedHashSet<>()).add(session.id())) {
            items++;
          }
        }
      }
    }
  }

  /** A key was changed. */
  void changed(byte[] name) {
    if (tracking == 0 && table.isEmpty()) {
      return;
    }
    Blob key = Blob.of(name);
    for (var each : prefixes.entrySet()) {
      if (startsWith(name, each.getKey().bytes())) {
        each.getValue().keys.put(key, current == null ? 0 : current.id());
      }
    }
    invalidate(key);
  }

  private static boolean startsWith(byte[] name, byte[] prefix) {
    return name.length >= prefix.length
        && java.util.Arrays.equals(name, 0, prefix.length, prefix, 0, prefix.length);
  }

  private void invalidate(Blob key) {
    SequencedSet<Long> readers = table.remove(key);
    if (readers == null) {
      return;
    }
    items -= readers.size();
    Reply keys = Reply.of(Reply.of(key.bytes()));
    for (long id : readers) {
      Session session = clients.byId(id).orElse(null);
      Mode mode = session == null ? null : session.tracking;
      if (session != null
          && mode != null
          && !mode.broadcasts
          && !(mode.noLoop && session == current)) {
        tell(session, mode, keys);
        if (probe.listening()) {
          probe.emit(new ClientEvent.Invalidated(session.label(), List.of(key)));
        }
      }
    }
    heed();
  }

  /** Tells a client, after its reply if it is the one whose command runs. */
  private void tell(Session session, Mode mode, Reply keys) {
    if (session == current) {
      pending.add(keys);
    } else {
      message(session, mode, keys, session::push);
    }
  }

  private interface Sending {
    void send(Reply message);
  }

  private void message(Session session, Mode mode, Reply keys, Sending toItself) {
    Session to = session;
    Sending sending = toItself;
    if (mode.redirect != 0) {
      Session other = clients.byId(mode.redirect).orElse(null);
      if (other == null) {
        mode.redirectBroken = true;
        if (session.resp3()) {
          toItself.send(new Reply.Push(List.of(BROKEN, Reply.of(mode.redirect))));
        }
        return;
      }
      to = other;
      sending = other::push;
    }
    if (to.resp3()) {
      sending.send(new Reply.Push(List.of(INVALIDATE, keys)));
    } else if (mode.redirect != 0 && to.subscribed) {
      sending.send(new Reply.Push(List.of(MESSAGE, CHANNEL, keys)));
    }
  }

  /** All keys are gone from a database: nobody's cache holds. */
  void flushed() {
    if (tracking > 0) {
      for (Session each : clients.all()) {
        Mode mode = each.tracking;
        if (mode != null) {
          tell(each, mode, Reply.Nil.STRING);
          if (probe.listening()) {
            probe.emit(new ClientEvent.Invalidated(each.label(), List.of()));
          }
        }
      }
    }
    table.clear();
    items = 0;
    heed();
  }

  /** At the end of a turn those who listen to prefixes are told what changed. */
  void broadcast() {
    if (tracking == 0) {
      return;
    }
    for (Prefix each : prefixes.values()) {
      if (!each.keys.isEmpty()) {
        for (Session session : List.copyOf(each.clients)) {
          broadcast(session, each.keys);
        }
        each.keys.clear();
      }
    }
  }

  private void broadcast(Session session, TreeMap<Blob, Long> changed) {
    Mode mode = session.tracking;
    if (mode == null) {
      return;
    }
    List<Reply> keys = new ArrayList<>();
    List<Blob> names = new ArrayList<>();
    for (var each : changed.entrySet()) {
      if (!mode.noLoop || each.getValue() != session.id()) {
        keys.add(Reply.of(each.getKey().bytes()));
        names.add(each.getKey());
      }
    }
    if (!keys.isEmpty()) {
      message(session, mode, new Reply.Array(keys), session::push);
      if (probe.listening()) {
        probe.emit(new ClientEvent.Invalidated(session.label(), names));
      }
    }
  }

  /** Forgets keys, the longest known first, while there are more than the table may hold. */
  void limit() {
    long most = settings.trackingTableMaxKeys;
    if (most == 0 || table.size() <= most) {
      vainly = 0;
      return;
    }
    for (int effort = EFFORT * (vainly + 1); effort > 0 && table.size() > most; effort--) {
      invalidate(table.firstEntry().getKey());
    }
    vainly = table.size() > most ? vainly + 1 : 0;
  }

  /** A prefix that would tell of the same key as this one; null when there is none. */
  static @Nullable Blob overlapping(byte[] prefix, Iterable<Blob> others) {
    for (Blob each : others) {
      int length = Math.min(prefix.length, each.length());
      if (Bytes.equals(
          java.util.Arrays.copyOf(prefix, length), java.util.Arrays.copyOf(each.bytes(), length))) {
        return each;
      }
    }
    return null;
  }
}
