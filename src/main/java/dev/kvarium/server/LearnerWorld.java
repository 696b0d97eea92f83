package dev.kvarium.server;

import com.sun.management.ThreadMXBean;
import dev.kvarium.base.Bytes;
import dev.kvarium.base.CommandText;
import dev.kvarium.event.Probe;
import dev.kvarium.redis.RedisConfig;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.command.Session;
import dev.kvarium.redis.command.Settings;
import dev.kvarium.sim.SeededRandomness;
import dev.kvarium.wire.Reply;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The world of one learner: a Redis node on a port and a thread of its own, which nobody enters
 * without its token, and which takes no more than its share of the machine.
 *
 * <p>What a world may take is bounded five times: its data by {@code maxmemory}, what waits for
 * clients that do not read by {@link #keep} and within a reply by {@link ReplyBuffer}, the time and
 * the memory of a script by {@link ClassLimits}, and all that its thread does by two buckets, of
 * CPU time and of memory that is taken anew: where one of them is empty, the thread rests. Whoever
 * tires the machine so waits alone.
 */
final class LearnerWorld implements AutoCloseable {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final long LONGEST_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** What leads out of a world, or would end it. */
  private static final String RULES =
      "~* &* +@all -shutdown -replicaof -slaveof -migrate -failover -cluster -module -sync -psync"
          + " -save -bgsave -bgrewriteaof -acl|setuser -acl|deluser -acl|load -acl|save"
          + " -debug +debug|object +debug|sleep +debug|set-active-expire +debug|jmap";

  /** Parameters that stay as the class has them. */
  private static final List<String> FIXED =
      List.of(
          "port",
          "tls-port",
          "requirepass",
          "appendonly",
          "save",
          "dir",
          "dbfilename",
          "maxclients",
          "proto-max-bulk-len",
          "masterauth",
          "masteruser",
          "logfile");

  private final String name;
  private final ClassLimits limits;
  private final RedisServer server;
  private final long threadId;
  private final Bucket cpu;
  private final Bucket garbage;
  private long keptNanos = System.nanoTime();
  private double share;
  private boolean rests;

  /**
   * Starts it.
   *
   * @throws IOException when the address cannot be listened on
   */
  LearnerWorld(
      InetSocketAddress address, ClassRoster.Learner learner, ClassLimits limits, long seed)
      throws IOException {
    this.name = learner.name();
    this.limits = limits;
    this.cpu = new Bucket(limits.cpuShare() * TimeUnit.SECONDS.toNanos(1));
    this.garbage = new Bucket(limits.newBytesASecond());
    RedisConfig config =
        RedisConfig.standard()
            .with("save", "")
            .with("appendonly", "no")
            .with("maxmemory", Long.toString(limits.memoryBytes()))
            .with("maxclients", Integer.toString(limits.clients()))
            .with("proto-max-bulk-len", Long.toString(Math.max(1 << 20, limits.memoryBytes() / 4)))
            .with("requirepass", learner.token());
    server =
        RedisServer.start(
            ServerSettings.at(address)
                .withOutput(limits.heldBackBytes() / 8, limits.heldBackBytes()),
            world ->
                new RedisNode(
                    config,
                    world.clock(),
                    world.timers(),
                    new SeededRandomness(seed),
                    new FolderDisk(Path.of("nowhere"), world.timers()),
                    Probe.NONE));
    threadId = server.ask(node -> Thread.currentThread().threadId());
    server.ask(node -> close(node, learner));
  }

  /** Shuts the doors that lead out of the world. */
  private boolean close(RedisNode node, ClassRoster.Learner learner) {
    long patienceMicros = TimeUnit.MILLISECONDS.toMicros(limits.script().toMillis());
    node.boundScripts(micros -> micros > patienceMicros);
    node.boundScriptMemory(limits.memoryBytes());
    Session teacher = node.connect("teacher", "teacher");
    run(node, teacher, "AUTH", learner.token());
    run(node, teacher, "ACL SETUSER " + name + " on >" + learner.token() + " " + RULES);
    run(node, teacher, "ACL SETUSER default " + RULES);
    node.disconnect(teacher);
    Settings settings = node.settings();
    for (String fixed : FIXED) {
      settings.applyBy(fixed, value -> "The class keeps it as it is.");
    }
    settings.applyBy(
        "maxmemory",
        value -> {
          long bytes = Long.parseLong(value);
          boolean within = bytes > 0 && bytes <= limits.memoryBytes();
          return within ? "" : "The class allows up to " + limits.memoryBytes() + " bytes.";
        });
    return true;
  }

  private static void run(RedisNode node, Session session, String line) {
    run(node, session, line.split(" "));
  }

  private static void run(RedisNode node, Session session, String... words) {
    byte[][] argv = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      argv[i] = Bytes.of(words[i]);
    }
    if (node.execute(session, argv) instanceof Reply.Error error) {
      throw new IllegalStateException(String.join(" ", words) + ": " + error.text());
    }
  }

  /** Sees to it that the world keeps to its share; called every few milliseconds by one thread. */
  void keep(long nowNanos) {
    long passed = nowNanos - keptNanos;
    keptNanos = nowNanos;
    long used = cpu.pass(passed, THREADS.getThreadCpuTime(threadId));
    garbage.pass(passed, THREADS.getThreadAllocatedBytes(threadId));
    share += ((double) used / Math.max(1, passed) - share) * 0.1;
    long rest = Math.max(cpu.nanosUntilFilled(), garbage.nanosUntilFilled());
    rests = rest > 0;
    if (rests) {
      server.rest(Math.min(rest, LONGEST_REST_NANOS));
    }
    if (server.heldBackBytes() > limits.heldBackBytes()) {
      server.disconnectAll();
    }
  }

  /** How it stands now, as far as that is seen without disturbing it. */
  ClassRoster.Place place() {
    byte[][] last = server.lastCommand();
    return new ClassRoster.Place(
        name,
        server.address().getPort(),
        server.clients(),
        server.executed(),
        last.length == 0 ? "" : CommandText.of(new byte[][] {last[0]}, 20),
        share,
        rests);
  }

  RedisServer server() {
    return server;
  }

  @Override
  public void close() {
    server.close();
  }
}
