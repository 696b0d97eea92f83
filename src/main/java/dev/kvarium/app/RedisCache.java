package dev.kvarium.app;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.Reply;
import dev.kvarium.world.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A cache in a Redis.
 *
 * <p>The lock is that of the documentation of SET: {@code SET lock token NX PX ttl}, given up by a
 * script that removes it only while it has the token, since it may have run out and be another's by
 * then. Entries that outlive their freshness carry the time up to which they are fresh, a <em>soft
 * time to live</em>, within them; who is to get one anew is decided by a lock.
 *
 * <p>Source: redis.io, "SET", section "Patterns"; the same script stands in "Distributed Locks".
 */
public final class RedisCache implements Cache {
  private static final byte[] GET = Bytes.of("GET");
  private static final byte[] SET = Bytes.of("SET");
  private static final byte[] DEL = Bytes.of("DEL");
  private static final byte[] NX = Bytes.of("NX");
  private static final byte[] PX = Bytes.of("PX");
  private static final byte[] EVAL = Bytes.of("EVAL");
  private static final byte[] ONE = Bytes.of("1");
  private static final byte[] RELEASE =
      Bytes.of(
          "if redis.call('GET', KEYS[1]) == ARGV[1] then"
              + " return redis.call('DEL', KEYS[1]) else return 0 end");
  private static final byte[] TWO = Bytes.of("2");
  private static final byte[] GET_OR_LEASE =
      Bytes.of(
          "local found = redis.call('GET', KEYS[2]) if found then return found end"
              + " if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2])"
              + " then return 1 else return 0 end");
  private static final byte[] KEEP_LEASED =
      Bytes.of(
          "if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end"
              + " redis.call('DEL', KEYS[1])"
              + " redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3]) return 1");
  private static final String WINNER = "winner";

  private final StorePort<byte[][], Reply> port;
  private final Clock clock;

  public RedisCache(StorePort<byte[][], Reply> port, Clock clock) {
    this.port = port;
    this.clock = clock;
  }

  @Override
  public void get(String key, Consumer<Found> then) {
    byte[] name = Bytes.of(key);
    port.ask(name, new byte[][] {GET, name}, reply -> then.accept(found(reply)));
  }

  private static Found found(Reply reply) {
    return switch (reply) {
      case Reply.Bulk bulk -> {
        Optional<Entry> entry = Entry.read(bulk.bytes());
        yield entry.isPresent() ? Found.fresh(entry.get()) : Found.NOTHING;
      }
      case Reply.Nil nil -> Found.NOTHING;
      default -> Found.UNREACHED;
    };
  }

  @Override
  public void set(String key, Entry entry, long ttlMillis, Consumer<Boolean> then) {
    byte[] name = Bytes.of(key);
    byte[][] words = {SET, name, entry.encoded(), PX, number(Math.max(1, ttlMillis))};
    port.ask(name, words, reply -> then.accept(isOk(reply)));
  }

  private static byte[] number(long number) {
    return Bytes.of(Long.toString(number));
  }

  private static boolean isOk(Reply reply) {
    return reply instanceof Reply.Simple;
  }

  @Override
  public void delete(String key, Consumer<Boolean> then) {
    byte[] name = Bytes.of(key);
    port.ask(name, new byte[][] {DEL, name}, reply -> then.accept(reply instanceof Reply.Int));
  }

  @Override
  public void lock(String key, String token, long ttlMillis, Consumer<Boolean> then) {
    byte[] name = Bytes.of(key);
    byte[][] words = {SET, name, Bytes.of(token), NX, PX, number(Math.max(1, ttlMillis))};
    port.ask(name, words, reply -> then.accept(isOk(reply)));
  }

  @Override
  public void unlock(String key, String token, Consumer<Boolean> then) {
    byte[] name = Bytes.of(key);
    byte[][] words = {EVAL, RELEASE, ONE, name, Bytes.of(token)};
    port.ask(
        name, words, reply -> then.accept(reply instanceof Reply.Int gone && gone.value() == 1));
  }

  @Override
  public void getOrWin(String key, long staleMillis, long winMillis, Consumer<Found> then) {
    get(
        key,
        found -> {
          boolean old =
              found.entry().isEmpty()
                  || found.entry().get().freshUntilMillis() <= clock.nowMillis();
          if (!found.reached() || !old) {
            then.accept(found);
            return;
          }
          lock(
              AppProcess.lockOf(key),
              WINNER,
              winMillis,
              won -> then.accept(new Found(found.entry(), found.entry().isPresent(), won, true)));
        });
  }

  @Override
  public void setWithGrace(
      String key, Entry entry, long ttlMillis, long staleMillis, Consumer<Boolean> then) {
    set(
        key,
        entry,
        ttlMillis + staleMillis,
        taken -> unlock(AppProcess.lockOf(key), WINNER, freed -> then.accept(taken)));
  }

  @Override
  public void invalidate(String key, long staleMillis, Consumer<Boolean> then) {
    get(
        key,
        found -> {
          if (found.entry().isEmpty()) {
            then.accept(found.reached());
            return;
          }
          Entry old = found.entry().get();
          Entry stale = new Entry(old.version(), old.computeMicros(), 0, old.bytes());
          set(key, stale, staleMillis, then);
        });
  }

  /** The key of a lease, in the same slot of a cluster as the key. */
  private static byte[] leaseOf(String key) {
    return Bytes.of(key.indexOf('{') < 0 ? "lease:{" + key + "}" : "lease:" + key);
  }

  @Override
  public void getOrLease(String key, String token, long leaseMillis, Consumer<Leased> then) {
    get(
        key,
        found -> {
          if (found.entry().isPresent() || !found.reached()) {
            then.accept(new Leased(found, ""));
            return;
          }
          byte[] name = Bytes.of(key);
          byte[][] words = {
            EVAL,
            GET_OR_LEASE,
            TWO,
            leaseOf(key),
            name,
            Bytes.of(token),
            number(Math.max(1, leaseMillis))
          };
          port.ask(name, words, reply -> then.accept(leased(reply, token)));
        });
  }

  private static Leased leased(Reply reply, String token) {
    return reply instanceof Reply.Int won
        ? new Leased(Found.NOTHING, won.value() == 1 ? token : "")
        : new Leased(found(reply), "");
  }

  @Override
  public void setLeased(
      String key, Entry entry, long ttlMillis, String lease, Consumer<Boolean> then) {
    byte[] name = Bytes.of(key);
    byte[][] words = {
      EVAL,
      KEEP_LEASED,
      TWO,
      leaseOf(key),
      name,
      Bytes.of(lease),
      entry.encoded(),
      number(Math.max(1, ttlMillis))
    };
    port.ask(
        name, words, reply -> then.accept(reply instanceof Reply.Int kept && kept.value() == 1));
  }

  @Override
  public void deleteWithLease(String key, Consumer<Boolean> then) {
    byte[] name = Bytes.of(key);
    byte[][] words = {DEL, name, leaseOf(key)};
    port.ask(name, words, reply -> then.accept(reply instanceof Reply.Int));
  }
}
