package dev.kvarium.world;

/**
 * The network as one process sees it: ports of others to reach by name, a port of its own, and
 * connections that carry bytes in order, as TCP does.
 *
 * <p>All that comes is told to a {@link Peer}, never before the call has returned by which it was
 * given. Whoever implements this calls on the thread, and at the time, of the node.
 */
public interface Network {
  /** A network in which nobody is reached. */
  Network NONE =
      new Network() {
        @Override
        public Connection connect(String host, int port, Peer peer) {
          throw new UnsupportedOperationException("there is no network");
        }

        @Override
        public Listening listen(int port, Acceptor acceptor) {
          throw new UnsupportedOperationException("there is no network");
        }

        @Override
        public boolean isThere() {
          return false;
        }
      };

  /** Begins to connect; what becomes of it is told to the peer. */
  Connection connect(String host, int port, Peer peer);

  /** Takes connections on a port from now on. */
  Listening listen(int port, Acceptor acceptor);

  /** Whether there is any network at all. */
  default boolean isThere() {
    return true;
  }

  /** One end of a connection. */
  interface Connection {
    /** Who is at the other end: {@code host:port}. */
    String remoteAddress();

    /** This end: {@code host:port}. */
    String localAddress();

    /** Hands bytes to the kernel, which sends them when it can; not changed afterwards. */
    void send(byte[] bytes);

    /** How many bytes the other kernel has not acknowledged. */
    long unacknowledgedBytes();

    /** Sends what is left and ends the connection; the peer is not told any more. */
    void close();
  }

  /** Who is told what comes by a connection. */
  interface Peer {
    /** The other end took the connection. */
    default void connected() {}

    /** Bytes have come; they may be kept. */
    void received(byte[] bytes);

    /** The connection is over, or was never made: in the words of the kernel, empty if in order. */
    void closed(String reason);
  }

  /** Who takes connections. */
  interface Acceptor {
    /** Somebody has connected; who is to be told of what it sends. */
    Peer accepted(Connection connection);
  }

  /** A port that is listened on. */
  interface Listening {
    /** Takes no connections any more. */
    void close();
  }
}
