package dev.kvarium.server;

import dev.kvarium.event.Probe;
import dev.kvarium.redis.RedisConfig;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.world.Disk;
import dev.kvarium.world.Randomness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Nodes for tests of the port: without a log, with chance from a seed. */
final class TestNodes {
  private TestNodes() {}

  /** A server on a free port. */
  static RedisServer start() throws IOException {
    return start(ServerSettings.loopback(0));
  }

  static RedisServer start(ServerSettings settings) throws IOException {
    return RedisServer.start(settings, TestNodes::node);
  }

  static RedisNode node(LiveWorld world) {
    return node(world, RedisConfig.standard());
  }

  /** A node that states its facts. */
  static RedisNode telling(LiveWorld world, Probe probe) {
    return new RedisNode(
        RedisConfig.standard(),
        world.clock(),
        world.timers(),
        new JavaRandomness(7),
        new NoDisk(),
        probe);
  }

  /** A node with these parameters. */
  static RedisNode node(LiveWorld world, RedisConfig config) {
    return new RedisNode(
        config, world.clock(), world.timers(), new JavaRandomness(7), new NoDisk(), Probe.NONE);
  }

  /** A node whose log is in that folder. */
  static RedisNode logging(LiveWorld world, Path folder) {
    return new RedisNode(
        RedisConfig.standard().with("appendonly", "yes"),
        world.clock(),
        world.timers(),
        new JavaRandomness(7),
        new FolderDisk(folder, world.timers()),
        Probe.NONE);
  }

  public static void main(String[] args) throws Exception {
    RedisServer server = start(ServerSettings.loopback(Integer.parseInt(args[0])));
    System.out.println(server.address());
    server.awaitClose();
  }

  private static final class JavaRandomness implements Randomness {
    private final long seed;
    private final Random random;

    JavaRandomness(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
    }

    @Override
    public long nextLong() {
      return random.nextLong();
    }

    @Override
    public int below(int bound) {
      return random.nextInt(bound);
    }

    @Override
    public long below(long bound) {
      return random.nextLong(bound);
    }

    @Override
    public Randomness fork(String purpose) {
      return new JavaRandomness(seed * 31 + purpose.hashCode());
    }
  }

  private static final class NoDisk implements Disk {
    @Override
    public DiskFile open(String name) {
      throw new UnsupportedOperationException("there is no disk here");
    }

    @Override
    public Optional<byte[]> read(String name) {
      return Optional.empty();
    }

    @Override
    public List<String> names() {
      return List.of();
    }

    @Override
    public void rename(String from, String to) {}

    @Override
    public void delete(String name) {}

    @Override
    public void syncNames() {}
  }
}
