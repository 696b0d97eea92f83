package dev.kvarium.memcached;

import dev.kvarium.world.Network;

/** The port of a Memcached in a network that is handed in. */
public final class CachePort implements Network.Acceptor {
  private final MemcachedNode node;

  private CachePort(MemcachedNode node) {
    this.node = node;
  }

  /** Has a server, which has started, listen. */
  public static void open(MemcachedNode node, Network network, int port) {
    network.listen(port, new CachePort(node));
  }

  @Override
  public Network.Peer accepted(Network.Connection connection) {
    return new Client(connection);
  }

  /** One that has connected. */
  private final class Client implements Network.Peer {
    private final Network.Connection connection;
    private final MemcachedSession session;
    private boolean gone;

    Client(Network.Connection connection) {
      this.connection = connection;
      this.session = node.connect(connection.remoteAddress());
      session.onOutput(this::flush);
    }

    @Override
    public void received(byte[] bytes) {
      session.receive(bytes, 0, bytes.length);
      flush();
    }

    private void flush() {
      if (session.hasOutput()) {
        connection.send(session.takeOutput());
      }
      if (session.closing() && !gone) {
        leave();
        connection.close();
      }
    }

    private void leave() {
      if (!gone) {
        gone = true;
        node.disconnect(session);
      }
    }

    @Override
    public void closed(String reason) {
      leave();
    }
  }
}
