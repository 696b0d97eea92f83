package dev.kvarium.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Where a server listens and what it grants to its clients.
 *
 * @param address where to listen; port 0 takes a free one
 * @param maxClients how many connections at a time, {@code maxclients}
 * @param pauseBytes how many bytes of replies may wait for a client before no more of its requests
 *     are taken
 * @param limitBytes how many bytes of replies may wait for a client before it is disconnected
 */
public record ServerSettings(
    InetSocketAddress address, int maxClients, int pauseBytes, long limitBytes) {
  private static final int DEFAULT_MAX_CLIENTS = 10_000;
  private static final int DEFAULT_PAUSE_BYTES = 32 << 20;
  private static final long DEFAULT_LIMIT_BYTES = 1L << 30;

  /** On the loopback address, with Redis's number of clients. */
  public static ServerSettings loopback(int port) {
    return at(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /** On an address, with Redis's number of clients. */
  public static ServerSettings at(InetSocketAddress address) {
    return new ServerSettings(
        address, DEFAULT_MAX_CLIENTS, DEFAULT_PAUSE_BYTES, DEFAULT_LIMIT_BYTES);
  }

  /** The same for so many clients. */
  public ServerSettings withMaxClients(int clients) {
    return new ServerSettings(address, clients, pauseBytes, limitBytes);
  }

  /** The same with other bounds on the replies that wait. */
  public ServerSettings withOutput(int pauseBytes, long limitBytes) {
    return new ServerSettings(address, maxClients, pauseBytes, limitBytes);
  }
}
