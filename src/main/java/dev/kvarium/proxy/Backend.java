package dev.kvarium.proxy;

import dev.kvarium.sharding.Server;
import java.util.ArrayDeque;

/** One of the servers of a pool, with the connections to it. */
final class Backend {
  final Server server;
  final Counters counters = new Counters();

  /** Failures in a row. */
  int failures;

  /** When it may come back into the ring; 0 while it is there. */
  long retryMicros;

  private final Pool pool;
  private final ArrayDeque<Link> links = new ArrayDeque<>();

  Backend(Pool pool, Server server) {
    this.pool = pool;
    this.server = server;
  }

  /** As its ring and the statistics call it. */
  String name() {
    if (!server.name().isEmpty()) {
      return server.name();
    }
    return server.port() == 11_211 ? server.host() : server.address();
  }

  /** A connection: a new one as long as there may be more, else the one used longest ago. */
  Link link() {
    if (links.size() < pool.settings().serverConnections()) {
      Link link = new Link(pool, this);
      links.addLast(link);
      link.connect();
      return link;
    }
    Link link = links.removeFirst();
    links.addLast(link);
    return link;
  }

  void remove(Link link) {
    links.remove(link);
  }

  /** It answered. */
  void works() {
    if (failures != 0) {
      failures = 0;
      retryMicros = 0;
    }
  }

  void disconnect() {
    while (!links.isEmpty()) {
      links.removeFirst().leave();
    }
  }
}
