package dev.kvarium.proxy;

import dev.kvarium.event.Probe;
import dev.kvarium.world.Clock;
import dev.kvarium.world.Network;
import dev.kvarium.world.Timers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * A nutcracker: its pools, on the network, clock and timers that it is handed. Whoever owns the
 * ports gives connections to {@link Pool#accepted}.
 *
 * <p>It works in turns, as nutcracker's event loop does: what one piece of input brings about is
 * sent at the end of it, all requests for a server at once.
 */
public final class Proxy {
  private final Network network;
  private final Clock clock;
  private final Timers timers;
  private final Probe probe;
  private final List<Pool> pools = new ArrayList<>();
  private final ArrayDeque<Client> dueClients = new ArrayDeque<>();
  private final ArrayDeque<Link> dueLinks = new ArrayDeque<>();
  private final long startSeconds;
  private long totalConnections;
  private long openConnections;

  /** A client of a pool, as the network sees it. */
  public interface Guest extends Network.Peer {
    /** It has ended its half of the connection, and may still be answered. */
    void sendsNoMore();
  }

  /** Makes the pools; nothing is connected before {@link #start}. */
  public Proxy(
      List<PoolSettings> settings, Network network, Clock clock, Timers timers, Probe probe) {
    this.network = network;
    this.clock = clock;
    this.timers = timers;
    this.probe = probe;
    this.startSeconds = clock.nowMicros() / 1_000_000;
    settings.forEach(each -> pools.add(new Pool(this, each)));
    totalConnections = pools.size();
    openConnections = pools.size();
  }

  /** Connects to the servers of the pools that want it. */
  public void start() {
    pools.forEach(Pool::preconnect);
    settle();
  }

  /** Ends all connections to servers. */
  public void stop() {
    pools.forEach(Pool::disconnect);
  }

  /** The pools in the order of their file. */
  public List<Pool> pools() {
    return List.copyOf(pools);
  }

  /** What the statistics port says: one JSON object. */
  public String stats(String source) {
    return StatsText.of(this, source);
  }

  Network network() {
    return network;
  }

  Clock clock() {
    return clock;
  }

  Timers timers() {
    return timers;
  }

  Probe probe() {
    return probe;
  }

  long startSeconds() {
    return startSeconds;
  }

  long totalConnections() {
    return totalConnections;
  }

  long openConnections() {
    return openConnections;
  }

  void connectionOpened() {
    totalConnections++;
    openConnections++;
  }

  void connectionClosed() {
    openConnections--;
  }

  void due(Client client) {
    if (!dueClients.contains(client)) {
      dueClients.addLast(client);
    }
  }

  void due(Link link) {
    if (!dueLinks.contains(link)) {
      dueLinks.addLast(link);
    }
  }

  /** Sends all that this turn has brought. */
  void settle() {
    while (!dueLinks.isEmpty()) {
      dueLinks.removeFirst().flush();
    }
    while (!dueClients.isEmpty()) {
      dueClients.removeFirst().flush();
    }
  }
}
