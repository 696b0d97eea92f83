package dev.kvarium.lab;

import dev.kvarium.event.Event;
import dev.kvarium.event.LoopEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.loop.Caller;
import dev.kvarium.loop.Engine;
import dev.kvarium.loop.EventLoop;
import dev.kvarium.loop.LoopCosts;
import dev.kvarium.loop.LoopSnapshot;
import dev.kvarium.loop.Pipeline;
import dev.kvarium.loop.TrafficOrder;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.aof.Aof;
import dev.kvarium.sim.Simulation;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.RespWriter;
import dev.kvarium.world.Timers;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The event loop of a node on the clock of its world: commands wait for their turn and take time.
 *
 * <p>The loop counts in nanoseconds, the world in microseconds: the loop is run up to each
 * microsecond at which something is due in it.
 */
final class LoopDriver implements Engine {
  /** A timer that comes while the thread is busy for longer than this waits until it is free. */
  private static final long LATE_NANOS = 1_000_000;

  private final Simulation simulation;
  private final Timers timers;
  private final RedisNode node;
  private final EventLoop loop;
  private final Runs run;
  private final Consumer<StepProbe.Loudness> flush;
  private final Map<String, Caller> callers = new LinkedHashMap<>();
  private final Map<String, Shared> shared = new LinkedHashMap<>();
  private final Counted counted = new Counted();
  private Timers.@Nullable Timer next;
  private long nextMicros;
  private World.@Nullable Ran last;
  private String caller = "";

  /** What is told of the commands since the log was flushed, and of those before. */
  private StepProbe.Loudness turn = StepProbe.Loudness.ALL;

  private boolean turnHasRun;

  /** Runs a client's command, with all that belongs to it but the log. */
  interface Runs {
    World.Ran run(String client, byte[][] argv, StepProbe.Loudness loudness);
  }

  /** A connection of an application, and what is to be told of the requests not yet run. */
  private record Shared(Pipeline pipeline, ArrayDeque<StepProbe.Loudness> loudness) {}

  /** Counts the bytes of replies. */
  private static final class Counted {
    long bytes;
    final RespWriter writer = new RespWriter((array, from, to) -> bytes += to - from);

    long of(Reply reply, boolean resp3) {
      bytes = 0;
      writer.write(reply, resp3);
      writer.flush();
      return bytes;
    }
  }

  /**
   * A loop that sleeps.
   *
   * @param timers those of the process
   * @param flush does, telling so much of it, what the node does before it sleeps, and what follows
   *     from that
   */
  LoopDriver(
      Simulation simulation,
      Timers timers,
      RedisNode node,
      LoopCosts costs,
      Probe probe,
      Runs run,
      Consumer<StepProbe.Loudness> flush) {
    this.simulation = simulation;
    this.timers = timers;
    this.node = node;
    this.run = run;
    this.flush = flush;
    this.loop = new EventLoop(costs, this, told(probe), simulation.nowMicros() * 1_000);
    node.reckonCosts();
    pump();
  }

  /** A client sends a command; the world goes on until its reply is there. */
  World.Ran ask(String client, byte[][] argv) {
    caller = client;
    Caller asking = callers.computeIfAbsent(client, loop::caller);
    asking.send(argv, simulation.nowMicros() * 1_000);
    pump();
    while (!asking.isAnswered() && !loop.isOver()) {
      OptionalLong due = simulation.nextDueMicros();
      simulation.advanceTo(due.orElseThrow());
    }
    caller = "";
    World.Ran ran = last;
    if (ran == null) {
      throw new IllegalStateException("answered without having run");
    }
    return asking.isAnswered() || ran.reply() == Reply.None.NONE
        ? ran
        : new World.Ran(World.HUNG_UP, ran.dirty(), true);
  }

  /**
   * An application sends a request, and goes on; its reply is handed over when it has come.
   *
   * @param loudness what facts are stated of it
   */
  void submit(String client, byte[][] argv, StepProbe.Loudness loudness, Consumer<Reply> then) {
    Shared line =
        shared.computeIfAbsent(client, any -> new Shared(loop.pipeline(any), new ArrayDeque<>()));
    line.loudness().add(loudness);
    line.pipeline()
        .send(
            argv,
            simulation.nowMicros() * 1_000,
            (reply, nanos) ->
                simulation.after(
                    StrictMath.max(0, (nanos + 999) / 1_000 - simulation.nowMicros()),
                    () -> then.accept(reply)));
    pump();
  }

  /** The process is gone: nothing happens any more, and who waits is told so. */
  void end() {
    loop.end();
    long now = simulation.nowMicros() * 1_000;
    for (Shared each : shared.values()) {
      each.pipeline().abandon().forEach(one -> one.answered(World.HUNG_UP, now));
    }
  }

  /** Turns in which only applications were served of which nothing is told are not told either. */
  private Probe told(Probe probe) {
    return new Probe() {
      @Override
      public boolean listening() {
        return probe.listening();
      }

      @Override
      public void emit(Event event) {
        if (turn == StepProbe.Loudness.ALL || !(event instanceof LoopEvent.Ticked)) {
          probe.emit(event);
        }
      }
    };
  }

  /** The process stood still until now. */
  void thaw() {
    loop.stoodStillUntil(simulation.nowMicros() * 1_000);
  }

  void start(TrafficOrder order) {
    loop.start(order, simulation.nowMicros() * 1_000);
    pump();
  }

  boolean stop(String name) {
    return loop.stop(name);
  }

  LoopSnapshot snapshot() {
    return loop.snapshot(simulation.nowMicros() * 1_000);
  }

  /** Lets the loop do what is due, and comes back when something is again. */
  private void pump() {
    loop.runTo(simulation.nowMicros() * 1_000);
    if (loop.isOver()) {
      return;
    }
    long due = StrictMath.max((loop.nextNanos() + 999) / 1_000, simulation.nowMicros());
    Timers.Timer waiting = next;
    if (waiting != null && nextMicros == due) {
      return;
    }
    if (waiting != null) {
      waiting.cancel();
    }
    nextMicros = due;
    next =
        timers.after(
            due - simulation.nowMicros(),
            () -> {
              next = null;
              pump();
            });
  }

  @Override
  public Ran run(String client, byte[][] argv) {
    long clock = simulation.nowMicros();
    long spent = node.reckonedNanos();
    World.Ran ran = run.run(client, argv, loudness(client));
    if (client.equals(caller)) {
      last = ran;
    }
    long nanos = node.reckonedNanos() - spent + (simulation.nowMicros() - clock) * 1_000;
    return new Ran(ran.reply(), nanos, counted.of(ran.reply(), false));
  }

  /** What is told of the next request of a client; a turn is as loud as the loudest in it. */
  private StepProbe.Loudness loudness(String client) {
    Shared line = shared.get(client);
    StepProbe.Loudness loudness = line == null ? StepProbe.Loudness.ALL : line.loudness().remove();
    turn = turnHasRun && turn.compareTo(loudness) < 0 ? turn : loudness;
    turnHasRun = true;
    return loudness;
  }

  @Override
  public Flushed beforeSleep() {
    turn = turnHasRun ? turn : StepProbe.Loudness.ALL;
    turnHasRun = false;
    long clock = simulation.nowMicros();
    long spent = node.reckonedNanos();
    long written = written();
    flush.accept(turn);
    long slept = simulation.nowMicros() - clock;
    long nanos = node.reckonedNanos() - spent + slept * 1_000;
    return new Flushed(nanos, written() > written ? 1 : 0, slept > 0 ? 1 : 0);
  }

  private long written() {
    return node.aof().map(Aof::writtenOffset).orElse(0L);
  }

  /** Something that the process does by itself, once its thread is free. */
  private void whenFree(Later later) {
    long now = simulation.nowMicros() * 1_000;
    loop.runTo(now);
    long busy = loop.freeNanos() - now;
    if (busy > LATE_NANOS) {
      timers.after((busy + 999) / 1_000, () -> whenFree(later));
      return;
    }
    if (!later.cancelled) {
      long spent = node.reckonedNanos();
      later.action.run();
      loop.spent(now, node.reckonedNanos() - spent + simulation.nowMicros() * 1_000 - now);
    }
    pump();
  }

  private static final class Later implements Timers.Timer {
    final Runnable action;
    boolean cancelled;

    Later(Runnable action) {
      this.action = action;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  /** The timers of a process whose thread may be busy when they come due. */
  static final class LoopTimers implements Timers {
    private final Timers timers;
    private @Nullable LoopDriver driver;

    LoopTimers(Timers timers) {
      this.timers = timers;
    }

    /** From now on actions wait until the thread is free. */
    void driver(LoopDriver driver) {
      this.driver = driver;
    }

    @Override
    public Timer after(long delayMicros, Runnable action) {
      Later later = new Later(action);
      timers.after(
          delayMicros,
          () -> {
            LoopDriver driven = driver;
            if (later.cancelled) {
              return;
            }
            if (driven == null) {
              action.run();
            } else {
              driven.whenFree(later);
            }
          });
      return later;
    }
  }
}
