package dev.kvarium.twin;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.Probe;
import dev.kvarium.redis.RedisConfig;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.command.Session;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.RespWriter;
import dev.kvarium.world.Randomness;
import dev.kvarium.world.Timers;
import java.nio.charset.StandardCharsets;

/**
 * Kvarium's half of the pair: a node whose clock is set from outside, whose timers never come, and
 * which logs nothing.
 */
final class Ours {
  private static final Timers NEVER = (delayMicros, action) -> () -> {};

  private final RedisNode node;
  private final Session main;
  private final Session inspector;
  private long nowMicros = 1_767_225_600_000_000L;

  Ours(long seed) {
    this(seed, RedisConfig.standard());
  }

  Ours(long seed, RedisConfig config) {
    Randomness randomness = new Chance(seed);
    node = new RedisNode(config, () -> nowMicros, NEVER, randomness, new NoDisk(), Probe.NONE);
    node.start();
    main = node.connect("main");
    inspector = node.connect("inspector");
  }

  RedisNode node() {
    return node;
  }

  void setClock(long micros) {
    nowMicros = Math.max(nowMicros, micros);
  }

  /** What the node sends to the client that the stream belongs to. */
  byte[] run(byte[]... argv) {
    return run(main, argv);
  }

  /** The same for a client of its own, which looks at what became of the data. */
  byte[] inspect(byte[]... argv) {
    return run(inspector, argv);
  }

  byte[] inspect(String... words) {
    byte[][] argv = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      argv[i] = words[i].getBytes(StandardCharsets.UTF_8);
    }
    return run(inspector, argv);
  }

  /** The encoding of a key in the database that the stream is in, empty when it is not there. */
  byte[] encoding(byte[] key) {
    return Bytes.of(node.value(main.db, key).map(each -> each.encoding()).orElse(""));
  }

  private byte[] run(Session session, byte[][] argv) {
    Reply reply = node.execute(session, argv);
    node.beforeSleep();
    return RespWriter.bytes(reply, session.resp3());
  }
}
