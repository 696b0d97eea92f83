package dev.kvarium.redis.rdb;

import dev.kvarium.event.Probe;
import dev.kvarium.event.RdbEvent;
import dev.kvarium.redis.aof.Aof;
import dev.kvarium.redis.aof.AofLoad;
import dev.kvarium.redis.command.Settings;
import dev.kvarium.redis.keyspace.Keyspace;
import dev.kvarium.world.Clock;
import dev.kvarium.world.Disk;
import dev.kvarium.world.DiskError;
import java.util.List;

/** Reads into the keyspace what a node has on its disk: its log, or its file of all keys. */
final class DiskReading {
  private final Settings settings;
  private final Keyspace keyspace;
  private final RdbContent content;
  private final Clock clock;
  private final Disk disk;
  private final Probe probe;
  private final RdbReader reader;
  private final int version;
  private int streamDb;
  private long keys;
  private long expired;

  /**
   * Of a node.
   *
   * @param content knows the libraries, which are read too
   * @param version of RDB that the node writes
   */
  DiskReading(
      Settings settings,
      Keyspace keyspace,
      RdbContent content,
      Clock clock,
      Disk disk,
      Probe probe,
      RdbReader reader,
      int version) {
    this.settings = settings;
    this.keyspace = keyspace;
    this.content = content;
    this.clock = clock;
    this.disk = disk;
    this.probe = probe;
    this.reader = reader;
    this.version = version;
  }

  /** The database that the stream had selected when the file was made that was read last. */
  int streamDb() {
    return streamDb;
  }

  /** How many keys there were in it. */
  long keys() {
    return keys;
  }

  /** How many of those in it were past their time. */
  long expired() {
    return expired;
  }

  /** Does once more what the log says was done. */
  AofLoad log(Aof aof, Aof.Replay replay) {
    keyspace.loading = true;
    try {
      return aof.load(
          new Aof.Replay() {
            @Override
            public boolean run(byte[][] argv) {
              return replay.run(argv);
            }

            @Override
            public boolean knows(byte[] name) {
              return replay.knows(name);
            }

            @Override
            public int preamble(byte[] file) {
              return read(file, true, false) instanceof RdbLoad.Loaded loaded ? loaded.bytes() : -1;
            }
          },
          settings.get("aof-load-truncated").equals("yes"));
    } finally {
      keyspace.loading = false;
    }
  }

  /** Reads the file of all keys, if there is one. */
  RdbLoad file(boolean merge) {
    byte[] bytes;
    try {
      bytes = disk.read(settings.get("dbfilename")).orElse(null);
    } catch (DiskError broken) {
      return new RdbLoad.Failed(
          List.of("Fatal error loading the DB: " + broken.reason() + ". Exiting."), false);
    }
    if (bytes == null) {
      return new RdbLoad.Absent();
    }
    keyspace.loading = true;
    try {
      RdbLoad load = read(bytes, false, merge);
      if (load instanceof RdbLoad.Loaded loaded) {
        probe.emit(
            new RdbEvent.Loaded(
                settings.get("dbfilename"), loaded.keys(), loaded.expired(), bytes.length));
      }
      return load;
    } finally {
      keyspace.loading = false;
    }
  }

  /** Takes what somebody else has sent in the place of the file. */
  RdbLoad sent(byte[] bytes) {
    keyspace.loading = true;
    try {
      return read(bytes, false, false);
    } finally {
      keyspace.loading = false;
    }
  }

  private RdbLoad read(byte[] bytes, boolean base, boolean merge) {
    keyspace.freeze(clock.nowMillis());
    RdbLoading loading =
        new RdbLoading(
            keyspace,
            reader,
            content.libraries(),
            probe,
            base,
            merge,
            version,
            settings.get("rdbchecksum").equals("yes"));
    RdbLoad load = loading.load(bytes);
    streamDb = loading.streamDb();
    if (load instanceof RdbLoad.Loaded loaded) {
      keys = loaded.keys();
      expired = loaded.expired();
    }
    return load;
  }
}
