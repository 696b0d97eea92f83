package dev.kvarium.redis.cluster;

import dev.kvarium.world.Network;
import java.io.ByteArrayOutputStream;

/** A connection of the cluster bus: one to each node that this one pings, one from each. */
final class Link {
  final long createdMillis;
  Network.Connection connection;
  boolean connected;
  final ByteArrayOutputStream in = new ByteArrayOutputStream();

  Link(Network.Connection connection, long createdMillis) {
    this.connection = connection;
    this.createdMillis = createdMillis;
  }
}
