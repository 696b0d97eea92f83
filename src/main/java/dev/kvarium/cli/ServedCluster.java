package dev.kvarium.cli;

import dev.kvarium.event.Probe;
import dev.kvarium.redis.RedisConfig;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.cluster.ClusterLayout;
import dev.kvarium.redis.cluster.ClusterSnapshot;
import dev.kvarium.server.FolderDisk;
import dev.kvarium.server.LiveWorld;
import dev.kvarium.server.RedisServer;
import dev.kvarium.server.ServerSettings;
import dev.kvarium.sim.SeededRandomness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The nodes of a Redis Cluster on ports in a row, each with an event loop, a folder and a bus of
 * its own; they know one another from the start.
 */
final class ServedCluster implements AutoCloseable {
  private static final String FILE = "nodes.conf";
  private static final long PATIENCE_MILLIS = 20_000;
  private static final long PAUSE_MILLIS = 50;

  private final List<RedisServer> servers = new ArrayList<>();

  private ServedCluster() {}

  /**
   * Starts all nodes and waits until the cluster serves.
   *
   * @param folder in which each node has a folder by its port; what lies there is gone on with
   */
  static ServedCluster start(
      RedisConfig config,
      InetAddress address,
      int firstPort,
      int primaries,
      int replicasEach,
      Path folder,
      long seed)
      throws IOException, InterruptedException {
    int count = primaries * (1 + replicasEach);
    List<ClusterLayout.Place> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      places.add(ClusterLayout.Place.of(address.getHostAddress(), firstPort + i));
    }
    SeededRandomness chance = new SeededRandomness(seed);
    ClusterLayout layout = new ClusterLayout(places, primaries, chance.fork("layout"));
    ServedCluster cluster = new ServedCluster();
    try {
      for (int i = 0; i < count; i++) {
        int port = firstPort + i;
        Path own = Files.createDirectories(folder.resolve(Integer.toString(port)));
        if (!Files.exists(own.resolve(FILE))) {
          Files.writeString(own.resolve(FILE), layout.file(i));
        }
        RedisConfig whole =
            config
                .with("cluster-enabled", "yes")
                .with("port", Integer.toString(port))
                .with("dir", own.toAbsolutePath().normalize().toString());
        long nodeSeed = chance.fork("node " + i).nextLong();
        cluster.servers.add(
            RedisServer.start(
                ServerSettings.at(new InetSocketAddress(address, port)),
                world -> node(whole, world, own, nodeSeed)));
      }
      cluster.awaitReady();
      return cluster;
    } catch (IOException | InterruptedException failed) {
      cluster.close();
      throw failed;
    }
  }

  private static RedisNode node(RedisConfig config, LiveWorld world, Path folder, long seed) {
    return new RedisNode(
        config,
        world.clock(),
        world.timers(),
        new SeededRandomness(seed),
        new FolderDisk(folder, world.timers()),
        Probe.NONE);
  }

  private void awaitReady() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (System.nanoTime() < end && !isReady()) {
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private boolean isReady() {
    for (RedisServer each : servers) {
      if (!each.cluster().map(ClusterSnapshot::ok).orElse(true) || !each.isCurrent()) {
        return false;
      }
    }
    return true;
  }

  /** Where the nodes listen, primaries first. */
  List<InetSocketAddress> addresses() {
    return servers.stream().map(RedisServer::address).toList();
  }

  /** Waits until all nodes have ended. */
  void awaitClose() throws InterruptedException {
    for (RedisServer each : servers) {
      each.awaitClose();
    }
  }

  @Override
  public void close() {
    servers.forEach(RedisServer::close);
  }
}
