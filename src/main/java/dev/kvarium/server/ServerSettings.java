package dev.kvarium.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Where a server listens and how long it puts up with clients that do not read.
 *
 * @param address where to listen; port 0 takes a free one
 * @param pauseBytes how many bytes of replies may wait for a client before no more of its requests
 *     are taken
 * @param limitBytes how many bytes of replies may wait for a client before it is disconnected
 */
public record ServerSettings(InetSocketAddress address, int pauseBytes, long limitBytes) {
  private static final int DEFAULT_PAUSE_BYTES = 32 << 20;
  private static final long DEFAULT_LIMIT_BYTES = 1L << 30;

  /** On the loopback address. */
  public static ServerSettings loopback(int port) {
    return at(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /** On an address. */
  public static ServerSettings at(InetSocketAddress address) {
    return new ServerSettings(address, DEFAULT_PAUSE_BYTES, DEFAULT_LIMIT_BYTES);
  }

  /** The same with other bounds on the replies that wait. */
  public ServerSettings withOutput(int pauseBytes, long limitBytes) {
    return new ServerSettings(address, pauseBytes, limitBytes);
  }
}
