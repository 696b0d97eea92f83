package dev.kvarium.redis.cluster;

import dev.kvarium.redis.command.Settings;

/**
 * Where a node says that it is, and where clients are told that nodes are.
 *
 * <pre>
 *                      listens on          says it is at           clients are told (MOVED, CLUSTER SLOTS)
 *   nothing announced  10.0.0.5:6379       10.0.0.5:6379@16379     10.0.0.5:6379
 *   behind an address  10.0.0.5:6379       1.2.3.4:7001@17001      1.2.3.4:7001
 *   by a name          10.0.0.5:6379       …,a.example             a.example:6379, or :6379
 * </pre>
 *
 * <p>Other nodes go where the node says it is, so a wrong address makes it unreachable. The name is
 * for clients alone: {@code cluster-preferred-endpoint-type} of the node that answers says whether
 * they are told it, or nothing, so that they stay with the address that they know. Source:
 * behaviour of cluster.c in 7.0.15.
 */
final class Announced {
  private static final String UNKNOWN_NAME = "?";

  private Announced() {}

  /** Where the bus of this node listens. */
  static int ownBusPort(Settings settings) {
    int given = number(settings, "cluster-port");
    return given == 0 ? number(settings, "port") + ClusterOrders.BUS_STEP : given;
  }

  /** Has a node say of itself what the settings want it to. */
  static void place(Member myself, Settings settings) {
    String ip = settings.get("cluster-announce-ip");
    myself.ip = ip.isEmpty() ? myself.ip : ip;
    int port = number(settings, "cluster-announce-port");
    int busPort = number(settings, "cluster-announce-bus-port");
    myself.port = port == 0 ? number(settings, "port") : port;
    myself.busPort = busPort == 0 ? ownBusPort(settings) : busPort;
    myself.hostname = settings.get("cluster-announce-hostname");
    boolean stays = settings.get("cluster-replica-no-failover").equals("yes");
    myself.flags = myself.flags & ~Member.NO_FAILOVER | (stays ? Member.NO_FAILOVER : 0);
  }

  /**
   * Takes note of a parameter that CONFIG SET changed; whether it is one of these. Without an
   * announced address, a node finds its own when it is next spoken to.
   */
  static boolean changed(Member myself, Settings settings, String parameter) {
    if (!parameter.startsWith("cluster-announce-")
        && !parameter.equals("cluster-replica-no-failover")) {
      return false;
    }
    if (parameter.equals("cluster-announce-ip")) {
      myself.ip = "";
    }
    place(myself, settings);
    return true;
  }

  private static int number(Settings settings, String parameter) {
    return Integer.parseInt(settings.get(parameter));
  }

  /** Where clients are to find a node: an address, a name, or nothing. */
  static String host(Member member, Settings settings) {
    return switch (settings.get("cluster-preferred-endpoint-type")) {
      case "hostname" -> member.hostname.isEmpty() ? UNKNOWN_NAME : member.hostname;
      case "unknown-endpoint" -> "";
      default -> member.ip;
    };
  }
}
