package dev.kvarium.redis.command;

import dev.kvarium.base.Blob;
import dev.kvarium.event.ClientEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.redis.keyspace.Db;
import dev.kvarium.redis.keyspace.KeyListener;
import dev.kvarium.redis.keyspace.Keyspace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys that clients watch for their next EXEC.
 *
 * <p>Whoever changes a watched key marks those who watch it, at once; EXEC only looks at the mark
 * and, since a key whose time has passed is as good as gone, at the clock. A key that had expired
 * already when it was watched was gone for the watcher: that it is removed afterwards is no change.
 */
final class Watches {
  /** A key as one client watches it. */
  private static final class Watch {
    final Session session;
    final Place place;
    boolean expired;

    Watch(Session session, Place place, boolean expired) {
      this.session = session;
      this.place = place;
      this.expired = expired;
    }
  }

  private record Place(int db, Blob key) {}

  private final Keyspace keyspace;
  private final Probe probe;
  private final SequencedMap<Place, List<Watch>> byKey = new LinkedHashMap<>();
  private final SequencedMap<Long, List<Watch>> byClient = new LinkedHashMap<>();

  Watches(Keyspace keyspace, Probe probe) {
    this.keyspace = keyspace;
    this.probe = probe;
  }

  boolean isEmpty() {
    return byKey.isEmpty();
  }

  /** How many keys a client watches. */
  int count(Session session) {
    List<Watch> own = byClient.get(session.id());
    return own == null ? 0 : own.size();
  }

  void add(Session session, Db db, byte[] key) {
    Place place = new Place(db.number(), Blob.of(key));
    List<Watch> own = byClient.computeIfAbsent(session.id(), none -> new ArrayList<>());
    if (own.stream().anyMatch(each -> each.place.equals(place))) {
      return;
    }
    Watch watch = new Watch(session, place, db.isExpired(key));
    own.add(watch);
    byKey.computeIfAbsent(place, none -> new ArrayList<>()).add(watch);
    keyspace.heed |= KeyListener.WATCHED;
    if (probe.listening()) {
      probe.emit(new ClientEvent.Watched(session.label(), place.db(), place.key()));
    }
  }

  /** The client watches nothing any more. */
  void forget(Session session) {
    List<Watch> own = byClient.remove(session.id());
    if (own == null) {
      return;
    }
    for (Watch each : own) {
      List<Watch> there = byKey.get(each.place);
      if (there != null && there.remove(each) && there.isEmpty()) {
        byKey.remove(each.place);
      }
    }
    if (byKey.isEmpty()) {
      keyspace.heed &= ~KeyListener.WATCHED;
    }
  }

  /** Whether the time of a key has passed since the client began to watch it. */
  boolean anyExpired(Session session) {
    for (Watch each : byClient.getOrDefault(session.id(), List.of())) {
      Db db = keyspace.db(each.place.db());
      if (!each.expired && db.isExpired(each.place.key().bytes())) {
        broken(each);
        return true;
      }
    }
    return false;
  }

  /** A key was changed. */
  void touched(Db db, byte[] key) {
    List<Watch> there = byKey.get(new Place(db.number(), Blob.of(key)));
    if (there == null) {
      return;
    }
    for (Watch each : List.copyOf(there)) {
      if (each.expired && db.peek(key) == null) {
        each.expired = false;
      } else if (each.expired) {
        return;
      } else {
        broken(each);
        forget(each.session);
      }
    }
  }

  private void broken(Watch watch) {
    watch.session.watchBroken = true;
    if (probe.listening()) {
      probe.emit(
          new ClientEvent.WatchBroken(watch.session.label(), watch.place.db(), watch.place.key()));
    }
  }

  /**
   * A database is about to be emptied, or to hold what another held.
   *
   * @param other what takes its place, if anything does
   */
  void replacing(Db db, @Nullable Db other) {
    for (var each : List.copyOf(byKey.entrySet())) {
      byte[] key = each.getKey().key().bytes();
      boolean was = each.getKey().db() == db.number() && db.peek(key) != null;
      boolean is = each.getKey().db() == db.number() && other != null && other.peek(key) != null;
      if (was || is) {
        each.getValue().forEach(watch -> replaced(watch, was, other, key));
      }
    }
  }

  private void replaced(Watch watch, boolean was, @Nullable Db other, byte[] key) {
    boolean isExpired = other != null && other.isExpired(key);
    if (watch.expired) {
      if (other == null || other.peek(key) == null) {
        watch.expired = false;
        return;
      }
      if (isExpired) {
        return;
      }
    } else if (!was && isExpired) {
      watch.expired = true;
      return;
    }
    broken(watch);
  }
}
