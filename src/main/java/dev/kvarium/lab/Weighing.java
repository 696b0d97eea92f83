package dev.kvarium.lab;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.Probe;
import dev.kvarium.memcached.BadSetting;
import dev.kvarium.memcached.CommandLine;
import dev.kvarium.memcached.MemcachedNode;
import dev.kvarium.memcached.MemcachedSession;
import dev.kvarium.redis.RedisConfig;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.command.Session;
import dev.kvarium.redis.value.RedisVersion;
import dev.kvarium.sim.DiskSettings;
import dev.kvarium.sim.SeededRandomness;
import dev.kvarium.sim.SimDisk;
import dev.kvarium.sim.Simulation;
import dev.kvarium.view.Versus;
import dev.kvarium.wire.ReplyText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * Weighs the same items in both engines: each kind is stored in a server of its own, which nobody
 * else sees, and what the server says that it takes is divided by the number of items.
 *
 * <p>In Redis that is how far {@code used_memory} grew once its tables have settled; in Memcached
 * the chunks that are used. The keys have ten bytes. The number of items is one at which the hash
 * table is filled as that of 100,000 keys is, so that the figures are those too: a table takes 8 to
 * 16 bytes a key, and the fewer the fuller it is.
 */
final class Weighing {
  /** How many items of a kind are stored. */
  static final int ITEMS = 12_500;

  private static final int FIELDS_OF_HASH = 100;
  private static final long SETTLING_MICROS = 3_000_000;

  private Weighing() {}

  /** What items with values of these lengths take. */
  static Versus of(List<Integer> lengths) {
    List<Versus.OfSize> sizes = new ArrayList<>();
    for (int each : lengths) {
      sizes.add(ofSize(each));
    }
    return new Versus(
        ITEMS, "redis " + RedisVersion.V7_0.full(), "memcached " + MemcachedNode.VERSION, sizes);
  }

  private static Versus.OfSize ofSize(int length) {
    String value = "x".repeat(length);
    InRedis string = new InRedis();
    InRedis withTtl = new InRedis();
    InRedis packed = new InRedis();
    InMemcached item = new InMemcached();
    return new Versus.OfSize(
        length,
        string.grown(i -> new String[] {"SET", key(i), value}),
        withTtl.grown(i -> new String[] {"SET", key(i), value, "EX", "1000000"}),
        packed.grown(
            i -> {
              String field = Integer.toString(i % FIELDS_OF_HASH);
              return new String[] {"HSET", key(i / FIELDS_OF_HASH), field, value};
            }),
        packed.said("OBJECT", "ENCODING", key(0)),
        item.stored(value).itemBytes(),
        item.chunkBytes(),
        item.slabClass());
  }

  static String key(int number) {
    return String.format(Locale.ROOT, "key:%06d", number);
  }

  /** A server of its own. */
  private static final class InRedis {
    private final Simulation simulation = new Simulation(WorldSpec.EPOCH_MICROS);
    private final RedisNode node;
    private final Session session;

    InRedis() {
      SeededRandomness randomness = new SeededRandomness(1);
      SimDisk disk =
          new SimDisk(simulation, randomness.fork("disk"), Probe.NONE, DiskSettings.DEFAULT);
      node =
          new RedisNode(
              RedisConfig.of(new LinkedHashMap<>()),
              simulation,
              simulation.process(),
              randomness,
              disk,
              Probe.NONE);
      node.start();
      session = node.connect("scales");
    }

    /** By how much it grows for one of these commands. */
    double grown(IntFunction<String[]> commands) {
      // A command's histogram of times, 24 KiB, comes with its first use; it is not the items'.
      said(commands.apply(0));
      said("FLUSHALL");
      settled();
      long before = settled();
      for (int i = 0; i < ITEMS; i++) {
        node.execute(session, argv(commands.apply(i)));
      }
      return (settled() - before) / (double) ITEMS;
    }

    private long settled() {
      simulation.advance(SETTLING_MICROS);
      return node.usedMemoryBytes();
    }

    String said(String... words) {
      byte[][] argv = argv(words);
      return ReplyText.of(argv, node.execute(session, argv), false).replace("\"", "");
    }

    private static byte[][] argv(String... words) {
      byte[][] argv = new byte[words.length][];
      for (int i = 0; i < words.length; i++) {
        argv[i] = Bytes.latin1(words[i]);
      }
      return argv;
    }
  }

  /** A server of its own. */
  private static final class InMemcached {
    private final MemcachedNode node;
    private final MemcachedSession session;

    InMemcached() {
      Simulation simulation = new Simulation(WorldSpec.EPOCH_MICROS);
      try {
        node =
            new MemcachedNode(
                CommandLine.parse(List.of("-m", "1024")),
                simulation,
                simulation.process(),
                Probe.NONE);
      } catch (BadSetting impossible) {
        throw new IllegalStateException(impossible);
      }
      session = node.connect("127.0.0.1:50000");
    }

    InMemcached stored(String value) {
      for (int i = 0; i < ITEMS; i++) {
        byte[] line =
            Bytes.latin1("set " + key(i) + " 0 0 " + value.length() + "\r\n" + value + "\r\n");
        session.receive(line, 0, line.length);
        session.takeOutput();
      }
      return this;
    }

    double itemBytes() {
      return figure("", "bytes") / (double) ITEMS;
    }

    double chunkBytes() {
      String of = slabClass() + ":";
      return figure("slabs", of + "chunk_size")
          * figure("slabs", of + "used_chunks")
          / (double) ITEMS;
    }

    int slabClass() {
      return node.peek(Bytes.latin1(key(0))).orElseThrow().slabClass();
    }

    private long figure(String which, String name) {
      return Long.parseLong(node.stat(which, name).orElseThrow());
    }
  }
}
