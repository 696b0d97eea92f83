package dev.kvarium.redis;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.Event;
import dev.kvarium.event.Probe;
import dev.kvarium.redis.command.Session;
import dev.kvarium.wire.Reply;
import dev.kvarium.world.Clock;
import dev.kvarium.world.Disk;
import dev.kvarium.world.DiskError;
import dev.kvarium.world.Randomness;
import dev.kvarium.world.Timers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;

/** A node in a little world of its own, whose time a test moves. */
final class TestNode {
  /** 2023-11-14 22:13:20 UTC. */
  static final long START_MICROS = 1_700_000_000_000_000L;

  long nowMicros = START_MICROS;
  final List<Event> events = new ArrayList<>();
  final RedisNode node;
  final Session session;
  final MemoryDisk disk;
  private final PriorityQueue<Due> due = new PriorityQueue<>();
  private long dueNumber;

  private record Due(long atMicros, long number, Runnable action) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      return atMicros != other.atMicros
          ? Long.compare(atMicros, other.atMicros)
          : Long.compare(number, other.number);
    }
  }

  TestNode() {
    this(RedisConfig.standard(), true);
  }

  TestNode(RedisConfig config, boolean listening) {
    this(config, listening, new MemoryDisk());
  }

  TestNode(RedisConfig config, boolean listening, MemoryDisk disk) {
    this.disk = disk;
    Probe probe =
        new Probe() {
          @Override
          public boolean listening() {
            return listening;
          }

          @Override
          public void emit(Event event) {
            events.add(event);
          }
        };
    Clock clock = () -> nowMicros;
    Timers timers =
        (delayMicros, action) -> {
          Due entry = new Due(nowMicros + delayMicros, dueNumber++, action);
          due.add(entry);
          return () -> due.remove(entry);
        };
    node = new RedisNode(config, clock, timers, new Chance(7), disk, probe);
    node.start();
    session = node.connect("test");
  }

  /** Another node with the same parameters on the same disk. */
  TestNode again() {
    return new TestNode(node.config(), false, disk);
  }

  /** Runs words parted by spaces. */
  Reply run(String line) {
    String[] words = line.split(" ", -1);
    byte[][] argv = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      argv[i] = Bytes.latin1(words[i]);
    }
    return run(argv);
  }

  Reply run(byte[]... argv) {
    Reply reply = node.execute(session, argv);
    node.beforeSleep();
    return reply;
  }

  /** Runs words parted by spaces and gives the reply in one line. */
  String say(String line) {
    return text(run(line));
  }

  /** Makes a key of what DUMP gave. */
  String restore(String key, byte[] payload) {
    return text(run(Bytes.of("RESTORE"), Bytes.of(key), Bytes.of("0"), payload));
  }

  /** Lets time pass and runs what falls due. */
  void pass(long micros) {
    long end = nowMicros + micros;
    while (!due.isEmpty() && due.peek().atMicros() <= end) {
      Due next = due.remove();
      nowMicros = Math.max(nowMicros, next.atMicros());
      next.action().run();
    }
    nowMicros = end;
  }

  void passMillis(long millis) {
    pass(millis * 1000);
  }

  /** A reply in one line: lists in brackets, nil as {@code nil}, errors behind {@code -}. */
  static String text(Reply reply) {
    return switch (reply) {
      case Reply.Simple simple -> simple.text();
      case Reply.Error error -> "-" + error.text();
      case Reply.Int number -> Long.toString(number.value());
      case Reply.Bulk bulk -> Bytes.latin1Text(bulk.bytes());
      case Reply.Nil nil -> "nil";
      case Reply.Array array -> array.items().stream().map(TestNode::text).toList().toString();
      case Reply.Bulks bulks -> {
        List<String> items = new ArrayList<>();
        for (byte[] item : bulks.items()) {
          items.add(item == null ? "nil" : Bytes.latin1Text(item));
        }
        yield items.toString();
      }
      case Reply.Map map -> map.keysAndValues().stream().map(TestNode::text).toList().toString();
      case Reply.Set set -> set.items().stream().map(TestNode::text).toList().toString();
      case Reply.Double number -> Double.toString(number.value());
      case Reply.Decimal number -> Double.toString(number.value());
      case Reply.Bool bool -> Boolean.toString(bool.value());
      case Reply.Verbatim text -> Bytes.latin1Text(text.bytes());
      case Reply.BigNumber number -> number.digits();
      case Reply.Push push -> push.items().stream().map(TestNode::text).toList().toString();
      case Reply.Several several ->
          several.replies().stream().map(TestNode::text).toList().toString();
      case Reply.Attributed attributed -> text(attributed.reply());
      case Reply.None none -> "";
    };
  }

  /** Chance for tests, seeded. */
  static final class Chance implements Randomness {
    private final long seed;
    private final SplittableRandom random;

    Chance(long seed) {
      this.seed = seed;
      this.random = new SplittableRandom(seed);
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
      return new Chance(seed * 31 + purpose.hashCode());
    }
  }

  /** A disk where everything is synced at once. */
  static final class MemoryDisk implements Disk {
    final Map<String, MemoryFile> files = new HashMap<>();

    @Override
    public DiskFile open(String name) {
      return files.computeIfAbsent(name, MemoryFile::new);
    }

    @Override
    public Optional<byte[]> read(String name) {
      return Optional.ofNullable(files.get(name)).map(MemoryFile::bytes);
    }

    @Override
    public List<String> names() {
      return new ArrayList<>(new TreeSet<>(files.keySet()));
    }

    @Override
    public void rename(String from, String to) {
      MemoryFile file = files.remove(from);
      if (file != null) {
        files.put(to, file);
      }
    }

    @Override
    public void delete(String name) {
      files.remove(name);
    }

    @Override
    public void syncNames() {}
  }

  static final class MemoryFile implements Disk.DiskFile {
    private final String name;
    private final java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();

    MemoryFile(String name) {
      this.name = name;
    }

    byte[] bytes() {
      return out.toByteArray();
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long sizeBytes() {
      return out.size();
    }

    @Override
    public long syncedBytes() {
      return out.size();
    }

    @Override
    public void append(byte[] bytes, int offset, int length) {
      out.write(bytes, offset, length);
    }

    @Override
    public void truncate(long sizeBytes) {
      byte[] kept = java.util.Arrays.copyOf(out.toByteArray(), (int) sizeBytes);
      out.reset();
      out.writeBytes(kept);
    }

    @Override
    public void sync() {}

    @Override
    public void syncInBackground(Consumer<Optional<DiskError>> whenDone) {
      whenDone.accept(Optional.empty());
    }
  }
}
