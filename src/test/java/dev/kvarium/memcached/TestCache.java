package dev.kvarium.memcached;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.Probe;
import dev.kvarium.world.Clock;
import dev.kvarium.world.Timers;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** A node on a clock of its own, and one client of it. */
final class TestCache implements Clock, Timers {
  private record Due(long atMicros, long number, Runnable action) {}

  private static final byte[] FILLING = new byte[1 << 21];

  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparingLong(Due::atMicros).thenComparingLong(Due::number));
  private long nowMicros = 1_795_403_289_000_000L;
  private long timers;
  final MemcachedNode node;
  final MemcachedSession client;

  TestCache(String options) throws BadSetting {
    List<String> words = options.isBlank() ? List.of() : List.of(options.trim().split(" +"));
    node = new MemcachedNode(CommandLine.parse(words), this, this, Probe.NONE);
    node.start();
    client = node.connect("127.0.0.1:50000");
  }

  @Override
  public long nowMicros() {
    return nowMicros;
  }

  @Override
  public Timer after(long delayMicros, Runnable action) {
    Due timer = new Due(nowMicros + delayMicros, timers++, action);
    due.add(timer);
    return () -> due.remove(timer);
  }

  /** Lets time pass. */
  void pass(long micros) {
    long until = nowMicros + micros;
    while (!due.isEmpty() && due.peek().atMicros <= until) {
      Due next = due.remove();
      nowMicros = next.atMicros;
      next.action.run();
    }
    nowMicros = until;
  }

  /** What the client is answered to these bytes. */
  String send(String text) {
    byte[] bytes = Bytes.latin1(text);
    client.receive(bytes, 0, bytes.length);
    return Bytes.latin1Text(client.takeOutput());
  }

  /** What storing a value of so many bytes is answered. */
  String set(String key, int length) {
    byte[] head = Bytes.latin1("set " + key + " 0 0 " + length + "\r\n");
    client.receive(head, 0, head.length);
    client.receive(FILLING, 0, length);
    return send("\r\n").trim();
  }

  /** Whether reading a key finds something. */
  boolean get(String key) {
    return send("get " + key + "\r\n").startsWith("VALUE");
  }

  /** The names and values of {@code stats}. */
  Map<String, String> stats(String which) {
    Map<String, String> stats = new LinkedHashMap<>();
    for (String line : send("stats " + which + "\r\n").split("\r\n")) {
      String[] words = line.split(" ", 3);
      if (words[0].equals("STAT")) {
        stats.put(words[1], words[2]);
      }
    }
    return stats;
  }

  long stat(String name) {
    return Long.parseLong(stats("").get(name));
  }
}
