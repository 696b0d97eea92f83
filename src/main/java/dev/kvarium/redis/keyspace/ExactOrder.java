package dev.kvarium.redis.keyspace;

import dev.kvarium.base.Blob;
import dev.kvarium.redis.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Which key would go if all keys were looked at and not a few of them: what eviction is compared
 * with while somebody listens. A server keeps no such order.
 *
 * <p>Keys stand in a queue by the rank that they had when they entered it; a use moves nobody. Who
 * comes to its head is asked for its rank of now, and goes back by it if it has grown since: ranks
 * of keys that are used only grow. So a use costs nothing, and an eviction about as many moves as
 * keys at the head were used since the last one.
 *
 * <pre>
 *   queue by last use:  k3 12 s   k7 15 s   k1 40 s …     k3 was used at 50 s meanwhile:
 *                       k7 15 s   k1 40 s … k3 50 s       k7 would go
 * </pre>
 *
 * <p>A rank is the second of the last use (LRU), the minute at which the counter will have decayed
 * to nothing (LFU), the time of the end (TTL). Keys of one second are equal, as they are to the
 * server.
 */
public final class ExactOrder {
  /** The rank of a key now; the smaller goes first. Empty when the key may not go. */
  public interface Ranking {
    Optional<Long> rank(Db db, byte[] key, Value value);
  }

  /** A key in the queue. */
  public record Place(long rank, long number, int db, Blob key) {}

  private final Keyspace keyspace;
  private final PriorityQueue<Place> queue =
      new PriorityQueue<>(
          (a, b) ->
              a.rank != b.rank ? Long.compare(a.rank, b.rank) : Long.compare(a.number, b.number));
  private final List<Map<Blob, Place>> places = new ArrayList<>();
  private @Nullable Ranking ranking;
  private long number;

  ExactOrder(Keyspace keyspace) {
    this.keyspace = keyspace;
    for (int i = 0; i < keyspace.databases(); i++) {
      places.add(new HashMap<>());
    }
  }

  /** The key that has the least rank now; empty when none may go. */
  public Optional<Place> first(Ranking by) {
    if (ranking != by) {
      follow(by);
    }
    while (true) {
      Place head = queue.peek();
      if (head == null) {
        return Optional.empty();
      }
      if (places.get(head.db).get(head.key) != head) {
        queue.remove();
        continue;
      }
      Db db = keyspace.db(head.db);
      Value value = db.peek(head.key.bytes());
      Optional<Long> rank = value == null ? Optional.empty() : by.rank(db, head.key.bytes(), value);
      if (rank.isPresent() && rank.get() <= head.rank) {
        return Optional.of(head);
      }
      queue.remove();
      places.get(head.db).remove(head.key);
      rank.ifPresent(now -> enter(now, head.db, head.key));
    }
  }

  private void follow(Ranking by) {
    forget();
    ranking = by;
    for (int i = 0; i < keyspace.databases(); i++) {
      Db db = keyspace.db(i);
      db.keys().forEach(entry -> enter(db, entry.key));
    }
  }

  /** A key came, or got another time to live. */
  void changed(Db db, byte[] key) {
    if (ranking != null) {
      enter(db, key);
    }
  }

  /** Databases were emptied or exchanged: who asks next looks at all keys again. */
  void forget() {
    ranking = null;
    queue.clear();
    places.forEach(Map::clear);
  }

  private void enter(Db db, byte[] key) {
    Value value = db.peek(key);
    Ranking by = ranking;
    if (by != null && value != null) {
      by.rank(db, key, value).ifPresent(rank -> enter(rank, db.number(), Blob.of(key)));
    }
  }

  private void enter(long rank, int db, Blob key) {
    Place place = new Place(rank, number++, db, key);
    places.get(db).put(key, place);
    queue.add(place);
  }
}
