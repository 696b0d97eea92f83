package dev.kvarium.lint;

import dev.kvarium.event.Probe;
import dev.kvarium.redis.RedisConfig;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.aof.AofLoad;
import dev.kvarium.redis.value.RedisVersion;
import dev.kvarium.sim.DiskSettings;
import dev.kvarium.sim.SeededRandomness;
import dev.kvarium.sim.SimDisk;
import dev.kvarium.sim.Simulation;
import dev.kvarium.world.Disk;
import java.util.Map;

/**
 * A node that has read what a server left on its disk: an RDB file, or the folder of its log. It
 * reads a copy, so that the files stay as they are even where a server would cut a torn tail off.
 *
 * <p>Its clock stands at the time at which the files were written: what expired since is there.
 */
public final class StoredNode {
  /** The name that an RDB file is given on the disk of the node. */
  public static final String RDB = "dump.rdb";

  private static final int VERSION_FROM = 5;
  private static final int VERSION_TO = 9;

  private StoredNode() {}

  /** Files that no node can read. */
  public static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    Unreadable(String message) {
      super(message);
    }
  }

  /** Whether this is how an RDB file begins. */
  public static boolean isRdb(byte[] head) {
    return head.length >= VERSION_TO
        && head[0] == 'R'
        && head[1] == 'E'
        && head[2] == 'D'
        && head[3] == 'I'
        && head[4] == 'S';
  }

  /**
   * The node of an RDB file.
   *
   * @param atMillis Unix time at which it was written
   */
  public static RedisNode ofRdb(byte[] content, long atMillis) throws Unreadable {
    int rdb = 0;
    for (int i = VERSION_FROM; i < VERSION_TO && i < content.length; i++) {
      rdb = rdb * 10 + Character.digit(content[i], 10);
    }
    RedisVersion version = rdb > RedisVersion.V7_0.rdb() ? RedisVersion.V7_2 : RedisVersion.V7_0;
    return start(Map.of(RDB, content), RedisConfig.standard().as(version), atMillis);
  }

  /**
   * The node of a log.
   *
   * @param files by their names with the folder before them, {@code appendonlydir/…}
   * @param folder that name of the folder
   * @param file the name that all files of the log begin with, {@code appendonly.aof}
   * @param atMillis Unix time at which it was written
   */
  public static RedisNode ofLog(
      Map<String, byte[]> files, String folder, String file, long atMillis) throws Unreadable {
    RedisConfig config =
        RedisConfig.standard()
            .with("appendonly", "yes")
            .with("appenddirname", folder)
            .with("appendfilename", file);
    return start(files, config, atMillis);
  }

  private static RedisNode start(Map<String, byte[]> files, RedisConfig config, long atMillis)
      throws Unreadable {
    Simulation simulation = new Simulation(atMillis * 1_000);
    SeededRandomness chance = new SeededRandomness(1);
    SimDisk disk =
        new SimDisk(
            simulation,
            chance.fork("disk"),
            Probe.NONE,
            DiskSettings.DEFAULT.withSyncMicros(0).withWriteMicros(0));
    files.forEach(
        (name, content) -> {
          Disk.DiskFile file = disk.open(name);
          file.append(content, 0, content.length);
          file.close();
        });
    RedisNode node =
        new RedisNode(config, simulation, simulation.process(), chance, disk, Probe.NONE);
    AofLoad load = node.start();
    if (load instanceof AofLoad.Failed failed) {
      throw new Unreadable(String.join("\n", failed.messages()));
    }
    return node;
  }
}
