package dev.kvarium.redis.command;

import dev.kvarium.base.Blob;
import dev.kvarium.base.Bytes;
import dev.kvarium.base.Glob;
import dev.kvarium.base.Numbers;
import dev.kvarium.event.ClientEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.redis.command.Subscriptions.Kind;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Channels, patterns and shard channels, and who listens to them.
 *
 * <p>A message goes to those who listen now and is kept nowhere: first to the subscribers of the
 * channel, then, pattern by pattern, to those whose pattern it matches; a client with both gets it
 * twice. Channels have nothing to do with databases.
 */
final class PubSub {
  private static final byte[] KEYSPACE = Bytes.latin1("__keyspace@");
  private static final byte[] KEYEVENT = Bytes.latin1("__keyevent@");
  private static final byte[] BEHIND_DB = Bytes.latin1("__:");

  private final Map<Kind, SequencedMap<Blob, SequencedSet<Session>>> listeners =
      new EnumMap<>(Kind.class);
  private final Map<Kind, Reply> words = new EnumMap<>(Kind.class);
  private final Settings settings;
  private final Probe probe;

  private @Nullable MessageCarrier carrier;

  PubSub(Settings settings, Probe probe) {
    this.settings = settings;
    this.probe = probe;
    for (Kind each : Kind.values()) {
      listeners.put(each, new LinkedHashMap<>());
      words.put(each, Reply.of(each.message));
    }
  }

  /** Who listens, by name. */
  SequencedMap<Blob, SequencedSet<Session>> listeners(Kind kind) {
    return listeners.getOrDefault(kind, new LinkedHashMap<>());
  }

  /** How many channels of a kind somebody listens to. */
  int count(Kind kind) {
    return listeners(kind).size();
  }

  /** Subscribes a client; the message that says so. */
  Reply subscribe(Session session, Kind kind, byte[] name) {
    Subscriptions own = session.subscriptions;
    if (own == null) {
      own = new Subscriptions();
      session.subscriptions = own;
    }
    Blob channel = Blob.of(name);
    if (own.of(kind).add(channel)) {
      listeners(kind).computeIfAbsent(channel, none -> new LinkedHashSet<>()).add(session);
      if (probe.listening()) {
        probe.emit(new ClientEvent.Subscribed(session.label(), kind.began, channel));
      }
    }
    session.subscribed = true;
    return message(Reply.of(kind.began), Reply.of(name), Reply.of(own.counted(kind)));
  }

  /** Ends a client's subscription, if there is one; the message that says so. */
  Reply unsubscribe(Session session, Kind kind, byte[] name) {
    drop(session, kind, Blob.of(name));
    return unsubscribed(session, kind, Reply.of(name));
  }

  /** Ends all of a kind; the messages that say so, at least one. */
  Reply unsubscribeAll(Session session, Kind kind) {
    Subscriptions own = session.subscriptions;
    if (own == null || own.of(kind).isEmpty()) {
      return unsubscribed(session, kind, Reply.Nil.STRING);
    }
    List<Reply> messages = new ArrayList<>();
    for (Blob each : List.copyOf(own.of(kind))) {
      messages.add(unsubscribe(session, kind, each.bytes()));
    }
    return new Reply.Several(messages);
  }

  private Reply unsubscribed(Session session, Kind kind, Reply name) {
    Subscriptions own = session.subscriptions;
    if (own == null || own.isEmpty()) {
      session.subscribed = false;
    }
    return message(Reply.of(kind.ended), name, Reply.of(own == null ? 0 : own.counted(kind)));
  }

  private void drop(Session session, Kind kind, Blob name) {
    Subscriptions own = session.subscriptions;
    if (own == null || !own.of(kind).remove(name)) {
      return;
    }
    SequencedSet<Session> there = listeners(kind).get(name);
    if (there != null && there.remove(session) && there.isEmpty()) {
      listeners(kind).remove(name);
    }
    if (probe.listening()) {
      probe.emit(new ClientEvent.Unsubscribed(session.label(), kind.ended, name));
    }
  }

  /** The client has left, or is as it was when it came. */
  void forget(Session session) {
    Subscriptions own = session.subscriptions;
    if (own != null) {
      for (Kind kind : Kind.values()) {
        List.copyOf(own.of(kind)).forEach(name -> drop(session, kind, name));
      }
    }
    session.subscribed = false;
  }

  private static Reply message(Reply... parts) {
    return new Reply.Push(List.of(parts));
  }

  /** Has messages taken to other servers; replicas are not sent the commands then. */
  void carriedBy(MessageCarrier other) {
    carrier = other;
  }

  /** Whether messages are taken to other servers. */
  boolean isCarried() {
    return carrier != null;
  }

  /** Sends a message to all who listen here; how many got it. */
  int publish(@Nullable Session from, Kind kind, byte[] channel, byte[] text) {
    int receivers = 0;
    SequencedSet<Session> there = listeners(kind).get(Blob.of(channel));
    if (there != null) {
      Reply message =
          message(words.getOrDefault(kind, Reply.EMPTY_BULK), Reply.of(channel), Reply.of(text));
      for (Session each : List.copyOf(there)) {
        each.push(message);
        receivers++;
      }
    }
    if (kind == Kind.CHANNEL && !listeners(Kind.PATTERN).isEmpty()) {
      receivers += publishToPatterns(channel, text);
    }
    if (from != null && carrier != null) {
      carrier.carry(kind == Kind.SHARD, channel, text);
    }
    if (from != null && probe.listening()) {
      probe.emit(new ClientEvent.Published(from.label(), Blob.of(channel), receivers, isCarried()));
    }
    return receivers;
  }

  private int publishToPatterns(byte[] channel, byte[] text) {
    int receivers = 0;
    for (var each : listeners(Kind.PATTERN).entrySet()) {
      byte[] pattern = each.getKey().bytes();
      if (Glob.matches(pattern, channel)) {
        Reply message =
            message(
                words.getOrDefault(Kind.PATTERN, Reply.EMPTY_BULK),
                Reply.of(pattern),
                Reply.of(channel),
                Reply.of(text));
        for (Session session : List.copyOf(each.getValue())) {
          session.push(message);
          receivers++;
        }
      }
    }
    return receivers;
  }

  /**
   * Publishes what happened to a key, as far as {@code notify-keyspace-events} asks for it.
   *
   * @param type the bit of {@link Notice}
   */
  void notice(int type, String event, byte[] key, int db) {
    int wanted = settings.notices;
    if ((wanted & type) == 0) {
      return;
    }
    byte[] name = Bytes.latin1(event);
    if ((wanted & Notice.KEYSPACE) != 0) {
      publish(null, Kind.CHANNEL, channel(KEYSPACE, db, key), name);
    }
    if ((wanted & Notice.KEYEVENT) != 0) {
      publish(null, Kind.CHANNEL, channel(KEYEVENT, db, name), key);
    }
  }

  private static byte[] channel(byte[] prefix, int db, byte[] suffix) {
    byte[] front = Bytes.concat(Bytes.concat(prefix, Numbers.toBytes(db)), BEHIND_DB);
    return Bytes.concat(front, suffix);
  }
}
