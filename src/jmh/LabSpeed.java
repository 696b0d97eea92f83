package dev.kvarium.speed;

import dev.kvarium.event.Probe;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.redis.RedisConfig;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.command.Session;
import dev.kvarium.sim.DiskSettings;
import dev.kvarium.sim.SeededRandomness;
import dev.kvarium.sim.SimDisk;
import dev.kvarium.sim.Simulation;
import dev.kvarium.wire.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * How fast the inside is, without sockets: requests of an engine alone, lines of a lab with all
 * that it keeps, timers of the simulation, and the replay that every step back is made of. Each at
 * a size, at ten times and at a hundred times of it.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx6g", "--sun-misc-unsafe-memory-access=allow"})
public class LabSpeed {
  private static final byte[] GET = bytes("GET");
  private static final byte[] SET = bytes("SET");

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String key(int number) {
    return "key:" + number;
  }

  /** Keys asked for in an order that caches do not guess: a full period, since it is odd. */
  private static int next(int last, int size) {
    return (last + 7919) % size;
  }

  /** An engine with so many keys, nobody listening. */
  @State(Scope.Thread)
  public static class Engine {
    @Param({"10000", "100000", "1000000"})
    public int size;

    RedisNode node;
    Session session;
    byte[][] keys;
    int at;

    @Setup
    public void fill() {
      Simulation simulation = new Simulation(WorldSpec.EPOCH_MICROS);
      SeededRandomness chance = new SeededRandomness(1);
      SimDisk disk = new SimDisk(simulation, chance.fork("disk"), Probe.NONE, DiskSettings.DEFAULT);
      node =
          new RedisNode(
              RedisConfig.standard(), simulation, simulation.process(), chance, disk, Probe.NONE);
      node.start();
      session = node.connect("you");
      keys = new byte[size][];
      for (int i = 0; i < size; i++) {
        keys[i] = bytes(key(i));
        node.execute(session, new byte[][] {SET, keys[i], bytes("value")});
        simulation.advance(i % 1_000 == 0 ? 100_000 : 0); // the cron rehashes
      }
    }
  }

  @Benchmark
  public Reply engineGet(Engine engine) {
    engine.at = next(engine.at, engine.size);
    return engine.node.execute(engine.session, new byte[][] {GET, engine.keys[engine.at]});
  }

  @Benchmark
  public Reply engineSet(Engine engine) {
    engine.at = next(engine.at, engine.size);
    return engine.node.execute(
        engine.session, new byte[][] {SET, engine.keys[engine.at], bytes("other")});
  }

  /** So many lines entered in a new lab: its journal, event log, ledger and glass included. */
  @State(Scope.Thread)
  public static class Lines {
    @Param({"1000", "10000", "100000"})
    public int size;
  }

  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  @Warmup(iterations = 5)
  @Measurement(iterations = 5)
  public int labLines(Lines session) {
    return lines(session.size).steps();
  }

  private static Lab lines(int count) {
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    for (int i = 0; i < count; i++) {
      lab.enter(i % 4 == 3 ? "+ 10ms" : "SET " + key(i % 1_000) + " " + i);
    }
    return lab;
  }

  /** A lab with so many steps, to be replayed. */
  @State(Scope.Thread)
  public static class Played {
    @Param({"1000", "10000", "100000"})
    public int size;

    Lab lab;

    @Setup(Level.Trial)
    public void play() {
      lab = lines(size);
    }
  }

  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  @Warmup(iterations = 5)
  @Measurement(iterations = 5)
  public Object labReplay(Played played) {
    return played.lab.enter(":explain GET a"); // in a world of its own, made by replay
  }

  /** A simulation in which so many timers are set, each of which sets itself again. */
  @State(Scope.Thread)
  public static class Timers {
    @Param({"1000", "10000", "100000"})
    public int size;

    Simulation simulation;

    @Setup
    public void set() {
      simulation = new Simulation(0);
      for (int i = 1; i <= size; i++) {
        again(i);
      }
    }

    /** One is due each microsecond, in the order in which they were set. */
    private void again(long delayMicros) {
      simulation.after(delayMicros, () -> again(size));
    }
  }

  @Benchmark
  @OperationsPerInvocation(1_000)
  public long simulationEvents(Timers timers) {
    for (int i = 0; i < 1_000; i++) {
      timers.simulation.advanceTo(timers.simulation.nextDueMicros().orElseThrow());
    }
    return timers.simulation.nowMicros();
  }

  /** Runs all, or what JMH's own options say, and prints a line for each with its growth. */
  public static void main(String[] args) throws Exception {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .parent(new CommandLineOptions(args))
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    Map<String, TreeMap<Integer, Double>> nanos = new TreeMap<>();
    for (RunResult each : results) {
      String name = each.getParams().getBenchmark().replaceAll(".*\\.", "");
      int size = Integer.parseInt(each.getParams().getParam("size"));
      double score = each.getPrimaryResult().getScore();
      boolean whole = each.getParams().getMode() == Mode.SingleShotTime;
      nanos
          .computeIfAbsent(name, any -> new TreeMap<>())
          .put(size, whole ? score * 1_000 / size : score);
    }
    System.out.printf("%-18s %10s %12s %12s %8s%n", "", "size", "ns each", "a second", "growth");
    nanos.forEach(LabSpeed::print);
  }

  private static void print(String name, TreeMap<Integer, Double> bySize) {
    double first = bySize.firstEntry().getValue();
    for (Map.Entry<Integer, Double> each : bySize.entrySet()) {
      System.out.printf(
          Locale.ROOT,
          "%-18s %10d %12.0f %12.0f %8.2f%n",
          name,
          each.getKey(),
          each.getValue(),
          1e9 / each.getValue(),
          each.getValue() / first);
    }
  }
}
