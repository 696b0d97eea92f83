package dev.kvarium.twin;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.Probe;
import dev.kvarium.redis.RedisConfig;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.command.Session;
import dev.kvarium.wire.RespWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** A server of either kind that a {@link CacheRun} plays a load to. */
interface CacheServer extends AutoCloseable {
  List<byte[]> ask(List<byte[][]> requests) throws IOException;

  /** Unix time in µs when it began. */
  long startMicros();

  /** Goes to so many µs since the start; the time that it has become, for the other to follow. */
  long until(long micros);

  @Override
  void close() throws IOException;

  /** A figure of INFO. */
  default long info(String section, String field) throws IOException {
    String text = Bytes.text(ask(List.<byte[][]>of(argv("INFO", section))).getFirst());
    int at = text.indexOf("\n" + field + ":") + field.length() + 2;
    return Long.parseLong(text.substring(at, text.indexOf('\r', at)));
  }

  /** The words of a request. */
  static byte[][] argv(String... words) {
    byte[][] argv = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      argv[i] = words[i].getBytes(StandardCharsets.US_ASCII);
    }
    return argv;
  }

  /** A redis-server. */
  final class Theirs implements CacheServer {
    private final RealRedis real;
    private final RespLink link;
    private final long begun = System.nanoTime();
    private final long startMicros = System.currentTimeMillis() * 1_000;

    Theirs() throws IOException {
      this.real = RealRedis.start();
      this.link = real.connect();
    }

    @Override
    public List<byte[]> ask(List<byte[][]> requests) throws IOException {
      return link.ask(requests);
    }

    @Override
    public long startMicros() {
      return startMicros;
    }

    @Override
    public long until(long micros) {
      long now = (System.nanoTime() - begun) / 1_000;
      if (micros - now > 1_000) {
        RealRedis.pause((micros - now) / 1_000);
        now = (System.nanoTime() - begun) / 1_000;
      }
      return now;
    }

    @Override
    public void close() throws IOException {
      real.close();
    }
  }

  /** A node of ours, whose connection is told of as a port tells of it. */
  final class Ours implements CacheServer {
    private record Due(long at, long number, Runnable action) {}

    private final PriorityQueue<Due> due =
        new PriorityQueue<>(
            (a, b) -> a.at != b.at ? Long.compare(a.at, b.at) : Long.compare(a.number, b.number));
    private final RedisNode node;
    private final Session session;
    private final long startMicros;
    private long nowMicros;
    private long number;
    private long written;

    /** Begins at a time, since the clocks by which keys age go by whole seconds and minutes. */
    Ours(long seed, long startMicros) {
      this.startMicros = startMicros;
      this.nowMicros = startMicros;
      node =
          new RedisNode(
              RedisConfig.standard(),
              () -> nowMicros,
              (delay, action) -> {
                Due entry = new Due(nowMicros + delay, number++, action);
                due.add(entry);
                return () -> due.remove(entry);
              },
              new Chance(seed),
              new NoDisk(),
              Probe.NONE);
      node.start();
      session = node.connect("main");
      ask(List.<byte[][]>of(CacheServer.argv("PING"))); // as RealRedis asks whether it is up
    }

    @Override
    public List<byte[]> ask(List<byte[][]> requests) {
      int sent = 0;
      for (byte[][] each : requests) {
        for (byte[] word : each) {
          sent += word.length + 7;
        }
      }
      session.buffers.read(0, Math.min(sent, 16_384));
      List<byte[]> replies = new ArrayList<>();
      for (byte[][] each : requests) {
        byte[] reply = RespWriter.bytes(node.execute(session, each), false);
        written += reply.length;
        replies.add(reply);
      }
      session.buffers.executed(0);
      session.buffers.replied(written);
      session.buffers.sent();
      written = 0;
      node.beforeSleep();
      return replies;
    }

    @Override
    public long startMicros() {
      return startMicros;
    }

    @Override
    public long until(long micros) {
      long end = startMicros + micros;
      while (!due.isEmpty() && due.peek().at <= end) {
        Due next = due.remove();
        nowMicros = Math.max(nowMicros, next.at);
        next.action.run();
      }
      nowMicros = end;
      return micros;
    }

    @Override
    public void close() {
      node.stop();
    }
  }
}
