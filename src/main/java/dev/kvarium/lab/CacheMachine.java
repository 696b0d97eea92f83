package dev.kvarium.lab;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.Crash;
import dev.kvarium.event.NodeEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.memcached.BadSetting;
import dev.kvarium.memcached.CachePort;
import dev.kvarium.memcached.CommandLine;
import dev.kvarium.memcached.MemcachedNode;
import dev.kvarium.memcached.MemcachedSession;
import dev.kvarium.sim.Host;
import dev.kvarium.sim.SimNetwork;
import dev.kvarium.sim.Simulation;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A Memcached server of the world, which keeps nothing when it ends. */
final class CacheMachine {
  /** Where it listens in the network. */
  static final int PORT = 11_211;

  private final String name;
  private final List<String> commandLine;
  private final Simulation simulation;
  private final StepProbe probe;
  private final Host host;
  private final Map<String, MemcachedSession> sessions = new LinkedHashMap<>();
  private final Consumer<Delivery> mail;

  /** What clients sent to a process that stands still. */
  private final List<Held> held = new ArrayList<>();

  private int connections;
  private @Nullable Running running;

  private record Held(String client, byte[] line) {}

  private record Running(MemcachedNode node, Simulation.ProcessTimers timers) {}

  /**
   * A server that runs.
   *
   * @param options by memcached's names: {@code m} → {@code 64}, {@code slab_automove} → {@code 0}
   * @param mail takes what clients are answered late
   * @throws Refusal when memcached would refuse them
   */
  CacheMachine(
      String name,
      SequencedMap<String, String> options,
      Simulation simulation,
      SimNetwork network,
      StepProbe probe,
      Consumer<Delivery> mail)
      throws Refusal {
    this.name = name;
    this.mail = mail;
    this.commandLine = commandLine(options);
    this.simulation = simulation;
    this.probe = probe;
    try {
      CommandLine.parse(commandLine);
    } catch (BadSetting refused) {
      throw new Refusal("memcached says: " + refused.text());
    }
    this.host = network.add(name, probe);
    start();
  }

  /** A letter is an option of its own, with a value unless that is yes; all else is for -o. */
  private static List<String> commandLine(SequencedMap<String, String> options) {
    List<String> words = new ArrayList<>();
    options.forEach(
        (option, value) -> {
          boolean alone = value.equalsIgnoreCase("yes");
          if (option.length() == 1) {
            words.add("-" + option);
            if (!alone) {
              words.add(value);
            }
          } else {
            words.add("-o");
            words.add(alone ? option : option + "=" + value);
          }
        });
    return List.copyOf(words);
  }

  String name() {
    return name;
  }

  /** The server, if it is up. */
  Optional<MemcachedNode> node() {
    return running == null ? Optional.empty() : Optional.of(running.node());
  }

  /** Starts it, empty; one that runs is ended before. */
  void start() {
    end();
    Simulation.ProcessTimers timers = simulation.process();
    try {
      MemcachedNode node =
          new MemcachedNode(CommandLine.parse(commandLine), simulation, timers, probe);
      node.start();
      host.powerOn();
      CachePort.open(node, host, PORT);
      running = new Running(node, timers);
    } catch (BadSetting impossible) {
      throw new IllegalStateException("options that were taken are refused", impossible);
    }
    probe.emit(new NodeEvent.Started(name));
  }

  /** The process dies, or the power fails: the same to a server without a disk. */
  void crash(boolean power) {
    end();
    if (power) {
      host.powerOff();
    }
    probe.emit(power ? new Crash.Power(name) : new Crash.Process(name));
  }

  private void end() {
    if (running != null) {
      host.endProcess();
      running.node().stop();
      running.timers().kill();
      running = null;
    }
    sessions.clear();
    held.clear();
  }

  /** The process stands still; the kernel of its machine does not. */
  void freeze() {
    if (running != null) {
      running.timers().freeze();
      host.freeze();
    }
  }

  /** The process goes on: it reads what came, and does late what was due. */
  void thaw() {
    if (running == null) {
      return;
    }
    host.thaw();
    running.timers().thaw();
    List<Held> late = List.copyOf(held);
    held.clear();
    for (Held each : late) {
      String answer = send(each.client(), each.line());
      if (!answer.isEmpty()) {
        Reply reply = new Reply.Verbatim("txt", Bytes.of(answer));
        mail.accept(new Delivery(each.client(), name, simulation.nowMicros(), reply, true));
      }
    }
  }

  boolean isFrozen() {
    return host.isFrozen();
  }

  /** What a client's line is answered, empty while the process stands still; it must be up. */
  String send(String client, byte[] line) {
    if (isFrozen()) {
      held.add(new Held(client, line));
      return "";
    }
    String answer =
        Bytes.text(
            exchange(client, Bytes.concat(line, Bytes.latin1("\r\n")), StepProbe.Loudness.ALL));
    return answer.replace("\r\n", "\n").stripTrailing();
  }

  /**
   * What a client's bytes are answered; the server must be up.
   *
   * @param loudness what facts are stated of it
   */
  byte[] exchange(String client, byte[] bytes, StepProbe.Loudness loudness) {
    MemcachedNode node = node().orElseThrow();
    MemcachedSession session =
        sessions.computeIfAbsent(
            client, each -> node.connect("127.0.0.1:" + (50_000 + connections++ % 10_000)));
    probe.loudness(loudness);
    session.receive(bytes, 0, bytes.length);
    probe.loudness(StepProbe.Loudness.ALL);
    byte[] answer = session.takeOutput();
    if (session.closing()) {
      node.disconnect(session);
      sessions.remove(client);
    }
    return answer;
  }

  /** Where it states its facts. */
  Probe probe() {
    return probe;
  }

  /** How many bytes of a value a client still has to send; 0 when it may give a command. */
  int missing(String client) {
    MemcachedSession session = sessions.get(client);
    return session == null ? 0 : session.missingBytes();
  }

  /** The clients that are connected. */
  List<String> clients() {
    return List.copyOf(sessions.keySet());
  }
}
