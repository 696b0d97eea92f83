package dev.kvarium.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Blob;
import dev.kvarium.event.EncodingEvent;
import dev.kvarium.event.Event;
import dev.kvarium.event.KeyEvent;
import dev.kvarium.redis.keyspace.KeyspaceSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The facts of a node, folded, give what its snapshot shows. */
class FactsTest {
  private static final int STEPS = 4_000;

  /** What the facts say of a key. */
  private record Known(String type, String encoding, OptionalLong expireAtMillis) {
    Known as(String newType, String newEncoding) {
      return new Known(newType, newEncoding, expireAtMillis);
    }

    Known until(OptionalLong atMillis) {
      return new Known(type, encoding, atMillis);
    }
  }

  private static final class Fold {
    final List<TreeMap<Blob, Known>> dbs = new ArrayList<>();

    Fold(int databases) {
      for (int i = 0; i < databases; i++) {
        dbs.add(new TreeMap<>());
      }
    }

    private TreeMap<Blob, Known> db(int number) {
      return dbs.get(number);
    }

    private Known known(int db, Blob key) {
      Known known = db(db).get(key);
      assertThat(known).as("a fact about %s, which is not there", key).isNotNull();
      return known;
    }

    void take(Event event) {
      switch (event) {
        case KeyEvent key -> key(key);
        case EncodingEvent.Converted to -> {
          Known before = known(to.db(), to.key());
          assertThat(before.encoding()).as("%s", to).isEqualTo(to.from());
          db(to.db()).put(to.key(), before.as(to.type(), to.to()));
        }
        default -> {}
      }
    }

    private void key(KeyEvent event) {
      switch (event) {
        case KeyEvent.Created e -> {
          Known made = new Known(e.type(), e.encoding(), OptionalLong.empty());
          assertThat(db(e.db()).put(e.key(), made)).as("%s", e).isNull();
        }
        case KeyEvent.Replaced e ->
            db(e.db()).put(e.key(), known(e.db(), e.key()).as(e.type(), e.encoding()));
        case KeyEvent.Changed e -> known(e.db(), e.key());
        case KeyEvent.Deleted e -> assertThat(db(e.db()).remove(e.key())).as("%s", e).isNotNull();
        case KeyEvent.Expired e -> assertThat(db(e.db()).remove(e.key())).as("%s", e).isNotNull();
        case KeyEvent.Renamed e -> {
          Known moved = known(e.db(), e.key());
          db(e.db()).remove(e.key());
          assertThat(db(e.toDb()).put(e.to(), moved)).as("%s", e).isNull();
        }
        case KeyEvent.Copied e ->
            assertThat(known(e.toDb(), e.to()).encoding())
                .isEqualTo(known(e.db(), e.key()).encoding());
        case KeyEvent.ExpirySet e ->
            db(e.db()).put(e.key(), known(e.db(), e.key()).until(OptionalLong.of(e.atMillis())));
        case KeyEvent.ExpiryCleared e -> {
          Known before = known(e.db(), e.key());
          assertThat(before.expireAtMillis()).as("%s", e).isPresent();
          db(e.db()).put(e.key(), before.until(OptionalLong.empty()));
        }
        case KeyEvent.Flushed e -> {
          assertThat(db(e.db())).as("%s", e).hasSize((int) e.keys());
          db(e.db()).clear();
        }
        case KeyEvent.Swapped e -> {
          TreeMap<Blob, Known> other = dbs.get(e.otherDb());
          dbs.set(e.otherDb(), dbs.get(e.db()));
          dbs.set(e.db(), other);
        }
        case KeyEvent.Hit e -> known(e.db(), e.key());
        case KeyEvent.Missed e -> assertThat(db(e.db())).doesNotContainKey(e.key());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void foldedTheyGiveTheSnapshot(long seed) {
    TestNode redis = new TestNode();
    redis.run("CONFIG SET hash-max-listpack-entries 4 set-max-intset-entries 4");
    redis.run("CONFIG SET zset-max-listpack-entries 4");
    Fold fold = new Fold(16);
    RandomLines lines = new RandomLines(new SplittableRandom(seed));
    for (int step = 0; step < STEPS; step++) {
      String line = lines.next();
      if (line.startsWith("+")) {
        redis.passMillis(Long.parseLong(line.substring(1)));
      } else {
        redis.run(line);
      }
      redis.events.forEach(fold::take);
      redis.events.clear();
      if (step % 50 == 0 || step == STEPS - 1) {
        compare(fold, redis, "seed " + seed + ", step " + step + ": " + line);
      }
    }
  }

  private static void compare(Fold fold, TestNode redis, String where) {
    List<TreeMap<Blob, Known>> there = new Fold(16).dbs;
    for (KeyspaceSnapshot.Database db : redis.node.snapshot(Integer.MAX_VALUE).filled()) {
      assertThat(db.isWhole()).as(where).isTrue();
      assertThat(db.countByType().values().stream().mapToLong(each -> each).sum())
          .as(where)
          .isEqualTo(db.keys());
      long expiring = 0;
      for (KeyspaceSnapshot.Key key : db.page()) {
        there
            .get(db.number())
            .put(key.name(), new Known(key.type(), key.encoding(), key.expireAtMillis()));
        expiring += key.expireAtMillis().isPresent() ? 1 : 0;
      }
      assertThat(db.expiring()).as(where).isEqualTo(expiring);
    }
    assertThat(fold.dbs).as(where).isEqualTo(there);
  }

  /** Commands of all families on few keys, so that they meet. */
  private static final class RandomLines {
    private static final String[] TEMPLATES = {
      "SET K W",
      "SET K W EX N",
      "SET K W PX N",
      "SET K W KEEPTTL",
      "SET K W XX GET",
      "GET K",
      "APPEND K W",
      "SETRANGE K N W",
      "INCR K",
      "INCRBYFLOAT K 1.5",
      "GETDEL K",
      "GETEX K PX N",
      "GETEX K PERSIST",
      "GETSET K W",
      "MSET K W K W",
      "DEL K K",
      "UNLINK K",
      "RENAME K K",
      "RENAMENX K K",
      "COPY K K",
      "COPY K K REPLACE",
      "COPY K K DB 1 REPLACE",
      "MOVE K 1",
      "EXPIRE K N",
      "PEXPIRE K N",
      "PEXPIREAT K N",
      "PERSIST K",
      "TTL K",
      "EXISTS K",
      "TYPE K",
      "HSET K W W",
      "HSET K W W W W W W",
      "HDEL K W",
      "HINCRBY K N 1",
      "HGET K W",
      "LPUSH K W",
      "RPUSH K W W W",
      "LPOP K",
      "RPOP K 2",
      "LREM K 0 W",
      "LTRIM K 1 2",
      "LMOVE K K LEFT RIGHT",
      "RPOPLPUSH K K",
      "LSET K 0 W",
      "LINSERT K BEFORE W W",
      "SADD K N",
      "SADD K N N N",
      "SADD K W",
      "SREM K W",
      "SPOP K",
      "SMOVE K K N",
      "SUNIONSTORE K K K",
      "SINTERSTORE K K K",
      "SDIFFSTORE K K K",
      "ZADD K N W",
      "ZADD K N W N W N W",
      "ZREM K W",
      "ZINCRBY K 1 W",
      "ZPOPMIN K",
      "ZREMRANGEBYRANK K 0 1",
      "ZUNIONSTORE K 2 K K",
      "ZINTERSTORE K 2 K K",
      "ZRANGESTORE K K 0 2",
      "ZDIFFSTORE K 2 K K",
      "SELECT 0",
      "SELECT 1",
      "SWAPDB 0 1",
      "SCAN 0 COUNT 100",
      "RANDOMKEY",
      "KEYS *",
      "TOUCH K",
      "OBJECT ENCODING K",
      "+30",
      "+70",
      "+300"
    };
    private static final String[] RARE = {"FLUSHDB", "FLUSHALL"};

    private final SplittableRandom random;

    RandomLines(SplittableRandom random) {
      this.random = random;
    }

    String next() {
      if (random.nextInt(500) == 0) {
        return RARE[random.nextInt(RARE.length)];
      }
      StringJoiner line = new StringJoiner(" ");
      for (String part : TEMPLATES[random.nextInt(TEMPLATES.length)].split(" ")) {
        line.add(
            switch (part) {
              case "K" -> "key" + random.nextInt(8);
              case "N" -> Integer.toString(random.nextInt(120));
              case "W" -> word();
              default -> part;
            });
      }
      return line.toString();
    }

    private String word() {
      return switch (random.nextInt(6)) {
        case 0 -> "x".repeat(random.nextInt(80));
        case 1 -> Long.toString(random.nextLong());
        case 2, 3 -> Integer.toString(random.nextInt(12));
        default -> "w" + random.nextInt(12);
      };
    }
  }
}
