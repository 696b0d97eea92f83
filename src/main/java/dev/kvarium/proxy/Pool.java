package dev.kvarium.proxy;

import dev.kvarium.base.Blob;
import dev.kvarium.event.Event;
import dev.kvarium.event.Probe;
import dev.kvarium.event.ProxyEvent;
import dev.kvarium.sharding.Ring;
import dev.kvarium.sharding.Rings;
import dev.kvarium.sharding.Server;
import dev.kvarium.world.Clock;
import dev.kvarium.world.Network;
import dev.kvarium.world.Timers;
import java.util.ArrayList;
import java.util.List;

/**
 * One address in front of several servers: finds the server of a key, and takes servers that fail
 * out of the ring.
 *
 * <p>A server that failed {@code failureLimit} times in a row is away for {@code retryMillis}; its
 * keys belong to others meanwhile. Then it is put back without being asked whether it is there, and
 * must fail as often again. Nobody carries values from one to the other: what was written while it
 * was away stays where it was written, and the old value that it kept is read again.
 */
public final class Pool implements Network.Acceptor {
  private final Proxy proxy;
  private final PoolSettings settings;
  private final List<Backend> backends = new ArrayList<>();

  /** Which of the servers those of the ring are. */
  private final List<Integer> live = new ArrayList<>();

  private Ring ring;
  private int liveCount;
  private long rebuildMicros;

  long clientEof;
  long clientErr;
  long clientConnections;
  long serverEjects;
  long forwardErrors;

  Pool(Proxy proxy, PoolSettings settings) {
    this.proxy = proxy;
    this.settings = settings;
    for (Server each : settings.servers()) {
      backends.add(new Backend(this, each));
    }
    this.ring = Rings.of(settings.choice(), settings.servers());
    run();
  }

  /** How it was set up. */
  public PoolSettings settings() {
    return settings;
  }

  Proxy proxy() {
    return proxy;
  }

  Network network() {
    return proxy.network();
  }

  Clock clock() {
    return proxy.clock();
  }

  Timers timers() {
    return proxy.timers();
  }

  List<Backend> backends() {
    return backends;
  }

  void state(Event event) {
    Probe probe = proxy.probe();
    if (probe.listening()) {
      probe.emit(event);
    }
  }

  @Override
  public Proxy.Guest accepted(Network.Connection connection) {
    clientConnections++;
    proxy.connectionOpened();
    return new Client(this, connection);
  }

  void left(boolean inOrder) {
    clientConnections--;
    proxy.connectionClosed();
    if (inOrder) {
      clientEof++;
    } else {
      clientErr++;
    }
  }

  /** Gives a request to the server of its key, or its parts to the servers of theirs. */
  void take(Ask ask) {
    if (!Gather.splits(ask, settings.redis())) {
      forward(ask);
      return;
    }
    Gather gather = Gather.split(ask, settings.redis(), this::pick, backends.size());
    state(
        new ProxyEvent.Fragmented(
            settings.name(), ask.command, ask.keys.size(), gather.parts().size()));
    gather.parts().forEach(this::forward);
  }

  private void forward(Ask ask) {
    update();
    if (liveCount == 0) {
      refuse(ask);
      return;
    }
    byte[] key = ask.keys.getFirst();
    Backend backend = backends.get(pick(key));
    state(new ProxyEvent.Routed(settings.name(), ask.command, Blob.of(key), backend.name()));
    backend.link().take(ask);
    backend.counters.requests++;
    backend.counters.requestBytes += ask.countedBytes();
  }

  /** No server is left. */
  private static void refuse(Ask ask) {
    ask.failed(Trouble.REFUSED);
    if (ask.whole != null) {
      ask.whole.partDone(ask);
    }
    if (ask.client != null) {
      ask.client.look();
    }
  }

  /** Which of the servers a key belongs to now. */
  private int pick(byte[] key) {
    return backends.size() == 1 ? 0 : live.get(ring.pick(key));
  }

  /** Puts servers back whose time is over. */
  private void update() {
    if (settings.autoEjectHosts() && rebuildMicros != 0 && clock().nowMicros() > rebuildMicros) {
      run();
    }
  }

  /** A connection to a server failed. */
  void failed(Backend backend) {
    if (!settings.autoEjectHosts()) {
      return;
    }
    backend.failures++;
    if (backend.failures < settings.failureLimit()) {
      return;
    }
    long now = clock().nowMicros();
    backend.counters.serverEjectedAtMicros = now;
    serverEjects++;
    int failures = backend.failures;
    backend.failures = 0;
    backend.retryMicros = now + settings.retryMillis() * 1_000L;
    long untilMillis = backend.retryMicros / 1_000;
    run();
    state(
        new ProxyEvent.Ejected(settings.name(), backend.name(), failures, untilMillis, liveCount));
  }

  /** Makes the ring of the servers that are not away. */
  private void run() {
    long now = clock().nowMicros();
    List<Server> there = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    List<Backend> back = new ArrayList<>();
    rebuildMicros = 0;
    for (int i = 0; i < backends.size(); i++) {
      Backend each = backends.get(i);
      boolean away = settings.autoEjectHosts() && each.retryMicros > now;
      if (away) {
        rebuildMicros =
            rebuildMicros == 0 ? each.retryMicros : Math.min(rebuildMicros, each.retryMicros);
        continue;
      }
      if (each.retryMicros != 0) {
        each.retryMicros = 0;
        back.add(each);
      }
      there.add(each.server);
      places.add(i);
    }
    liveCount = there.size();
    if (liveCount > 0) {
      live.clear();
      live.addAll(places);
      ring = Rings.of(settings.choice(), there);
    }
    back.forEach(each -> state(new ProxyEvent.Returned(settings.name(), each.name(), liveCount)));
  }

  /** Connects to all servers before anybody asks, if that is wanted. */
  void preconnect() {
    if (settings.preconnect()) {
      backends.forEach(Backend::link);
    }
  }

  void disconnect() {
    backends.forEach(Backend::disconnect);
  }
}
