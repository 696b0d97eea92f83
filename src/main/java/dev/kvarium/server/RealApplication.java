package dev.kvarium.server;

import dev.kvarium.app.AppSettings;
import dev.kvarium.app.AppSnapshot;
import dev.kvarium.app.Application;
import dev.kvarium.app.Cache;
import dev.kvarium.app.Database;
import dev.kvarium.app.DatabaseSettings;
import dev.kvarium.app.Line;
import dev.kvarium.app.MemcachedCache;
import dev.kvarium.app.MetaAnswer;
import dev.kvarium.app.Ports;
import dev.kvarium.app.RedisCache;
import dev.kvarium.app.StorePort;
import dev.kvarium.app.Workload;
import dev.kvarium.app.WorkloadSpec;
import dev.kvarium.event.Probe;
import dev.kvarium.sim.SeededRandomness;
import dev.kvarium.wire.Reply;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The application of the lab, strategies and all, before a real store and a database that is a stub
 * of it: the same classes as in the lab, on sockets and on the time of the wall.
 *
 * <p>The keys are put under a prefix of their own and all have a time to live, so that what is in
 * the store already is not touched, and nothing is left in the end.
 */
public final class RealApplication {
  private static final long PATIENCE_MICROS = 120_000_000;

  /**
   * Where the store is.
   *
   * @param redis of a Redis; empty for a memcached
   */
  public record Store(String host, int port, Optional<RedisLink.Address> redis) {
    /** A Redis. */
    public static Store redis(RedisLink.Address address) {
      return new Store(address.host(), address.port(), Optional.of(address));
    }

    /** A memcached. */
    public static Store memcached(String host, int port) {
      return new Store(host, port, Optional.empty());
    }

    /** Whether it is one. */
    public boolean isMemcached() {
      return redis.isEmpty();
    }
  }

  private final Store store;

  /** An application before a store. */
  public RealApplication(Store store) {
    this.store = store;
  }

  /**
   * Runs a workload to its end.
   *
   * @param prefix of all keys
   * @throws IOException when the store cannot be reached, or it does not come to its end
   */
  public AppSnapshot run(
      AppSettings settings, DatabaseSettings database, WorkloadSpec spec, String prefix)
      throws IOException {
    WallLoop loop = new WallLoop();
    SeededRandomness chance = new SeededRandomness(spec.seed());
    Database rows = new Database("stub", database, loop, loop, chance.fork("database"), Probe.NONE);
    List<Closeable> sockets = new ArrayList<>();
    try {
      Ports ports =
          new Ports(
              line -> cache(line, loop, sockets),
              rows,
              "stub",
              loop,
              loop,
              chance.fork("application"),
              Probe.NONE);
      Application app = new Application("real", settings, ports);
      Workload workload =
          new Workload(app, rows, spec, prefix, loop, loop, chance.fork("workload"), Probe.NONE);
      workload.begin();
      long most = PATIENCE_MICROS + spec.forMicros();
      if (!loop.runUntil(workload::isOver, most)) {
        throw new IOException(
            "only " + workload.answered() + " of " + workload.asked() + " requests were answered");
      }
      return app.snapshot(rows.snapshot());
    } catch (UncheckedIOException unreachable) {
      throw new IOException(
          store.host() + ":" + store.port() + ": " + unreachable.getMessage(), unreachable);
    } finally {
      for (Closeable each : sockets) {
        each.close();
      }
    }
  }

  private Cache cache(Line line, WallLoop loop, List<Closeable> sockets) {
    try {
      Function<Object, String> untold = what -> "";
      if (store.redis().isEmpty()) {
        StoreSocket<byte[], MetaAnswer> socket =
            StoreSocket.memcached(store.host(), store.port(), loop);
        sockets.add(socket);
        StorePort<byte[], MetaAnswer> port = line.over(socket, untold::apply, untold::apply);
        return new MemcachedCache(port);
      }
      StoreSocket<byte[][], Reply> socket = StoreSocket.redis(store.host(), store.port(), loop);
      sockets.add(socket);
      greet(socket, store.redis().get());
      StorePort<byte[][], Reply> port = line.over(socket, untold::apply, untold::apply);
      return new RedisCache(port, loop);
    } catch (IOException unreachable) {
      throw new UncheckedIOException(unreachable.getMessage(), unreachable);
    }
  }

  /** Names who asks, and selects the database; a refusal shows in the answers that follow. */
  private static void greet(StorePort<byte[][], Reply> socket, RedisLink.Address address) {
    if (!address.words().isEmpty()) {
      List<String> words = new ArrayList<>(address.words());
      words.addFirst("AUTH");
      socket.ask(new byte[0], RedisLink.words(words.toArray(String[]::new)), reply -> {});
    }
    if (address.database() != 0) {
      String number = Integer.toString(address.database());
      socket.ask(new byte[0], RedisLink.words("SELECT", number), reply -> {});
    }
  }
}
