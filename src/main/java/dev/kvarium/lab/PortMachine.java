package dev.kvarium.lab;

import dev.kvarium.event.Crash;
import dev.kvarium.event.NodeEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.sim.Host;
import dev.kvarium.sim.Simulation;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.RespWriter;
import dev.kvarium.world.Network;
import dev.kvarium.world.Timers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A machine of the world whose process keeps no data, a proxy or a sentinel. Clients sit beside it;
 * between it and the nodes lies the network, so what is asked through it may take time.
 */
abstract sealed class PortMachine implements Asked permits ProxyMachine, SentinelMachine {
  /** How long is waited for an answer before a client is said to wait. */
  private static final long PATIENCE_MICROS = 2_000_000;

  private final String name;
  private final Host host;
  private final Simulation simulation;
  private final Probe probe;
  private final Consumer<Delivery> mail;
  private final Map<String, Visitor> visitors = new LinkedHashMap<>();
  private Simulation.@Nullable ProcessTimers timers;

  PortMachine(String name, Host host, Simulation simulation, Probe probe, Consumer<Delivery> mail) {
    this.name = name;
    this.host = host;
    this.simulation = simulation;
    this.probe = probe;
    this.mail = mail;
  }

  /** Starts the process. */
  abstract void open(Timers processTimers);

  /** Takes a connection that does not come by the network. */
  abstract Network.Peer accept(Network.Connection connection);

  /** What it models: {@code twemproxy 0.5.0}. */
  abstract String models();

  /** What the process loses when it dies, or with the power. */
  abstract void lose(boolean power);

  @Override
  public String name() {
    return name;
  }

  Host host() {
    return host;
  }

  Probe probe() {
    return probe;
  }

  long nowMicros() {
    return simulation.nowMicros();
  }

  Consumer<Delivery> mail() {
    return mail;
  }

  @Override
  public boolean isUp() {
    return timers != null;
  }

  boolean isFrozen() {
    return host.isFrozen();
  }

  // What becomes of it.

  /** Starts it; one that runs is ended before. */
  final void start() {
    if (timers != null) {
      end(false);
    }
    Simulation.ProcessTimers fresh = simulation.process();
    timers = fresh;
    host.powerOn();
    probe.emit(new NodeEvent.Started(name));
    open(fresh);
  }

  /** The process dies, or the power fails. */
  void crash(boolean power) {
    probe.emit(power ? new Crash.Power(name) : new Crash.Process(name));
    end(power);
  }

  private void end(boolean power) {
    Simulation.ProcessTimers running = timers;
    if (running != null) {
      running.kill();
      timers = null;
    }
    lose(power);
    if (power) {
      host.powerOff();
    } else {
      host.endProcess();
    }
    List<Visitor> left = List.copyOf(visitors.values());
    visitors.clear();
    left.forEach(Visitor::close);
  }

  void freeze() {
    Simulation.ProcessTimers running = timers;
    if (running != null) {
      running.freeze();
      host.freeze();
    }
  }

  /** The process goes on: it reads what came, and does late what was due. */
  void thaw() {
    Simulation.ProcessTimers running = timers;
    if (running != null) {
      host.thaw();
      running.thaw();
      for (Visitor each : List.copyOf(visitors.values())) {
        each.goOn();
      }
    }
  }

  // Who asks it.

  @Override
  public boolean isAwaited(String client) {
    Visitor visitor = visitors.get(client);
    return visitor != null && visitor.isWaiting();
  }

  Optional<Visitor> visitor(String client) {
    return Optional.ofNullable(visitors.get(client));
  }

  /**
   * Sends a client's command, and lets time pass until it is answered, but no more than two
   * seconds; what comes later is delivered.
   */
  @Override
  public Reply ask(String client, byte[][] argv) {
    return ask(client, RespWriter.request(argv), new Visitor.Replies());
  }

  /** The same in another protocol. */
  Reply ask(String client, byte[] request, Visitor.Reading reading) {
    Visitor visitor = visitors.computeIfAbsent(client, each -> new Visitor(each, this, reading));
    visitor.ask(request);
    long until = simulation.nowMicros() + PATIENCE_MICROS;
    while (visitor.isPatient()) {
      OptionalLong due = simulation.nextDueMicros();
      if (due.isEmpty() || due.getAsLong() > until) {
        simulation.advanceTo(until);
        break;
      }
      simulation.advanceTo(due.getAsLong());
    }
    Optional<Reply> answer = visitor.takeAnswer();
    if (visitor.isGone()) {
      visitors.remove(client);
    }
    return answer.orElse(visitor.isGone() ? World.HUNG_UP : Reply.None.NONE);
  }

  /** Sends what is not answered. */
  void say(String client, byte[] request, Visitor.Reading reading) {
    visitors.computeIfAbsent(client, each -> new Visitor(each, this, reading)).say(request);
  }

  /** Sends a command of an application; calls back when it is answered. */
  void submit(String client, byte[][] argv, Consumer<Reply> then) {
    if (!isUp()) {
      then.accept(World.HUNG_UP);
      return;
    }
    Visitor visitor = visitors.get(client);
    if (visitor == null || visitor.isGone()) {
      visitor = new Visitor(client, this, new Visitor.Replies());
      visitors.put(client, visitor);
    }
    visitor.submit(RespWriter.request(argv), then);
  }
}
