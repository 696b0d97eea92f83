package dev.kvarium.lab;

import dev.kvarium.event.Crash;
import dev.kvarium.event.NodeEvent;
import dev.kvarium.loop.LoopSnapshot;
import dev.kvarium.redis.NodePort;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.aof.Aof;
import dev.kvarium.redis.aof.AofLoad;
import dev.kvarium.redis.aof.AofNames;
import dev.kvarium.redis.aof.AofSnapshot;
import dev.kvarium.redis.aof.ServerExit;
import dev.kvarium.redis.command.Front;
import dev.kvarium.redis.command.Session;
import dev.kvarium.sim.DiskSettings;
import dev.kvarium.sim.DiskSnapshot;
import dev.kvarium.sim.Host;
import dev.kvarium.sim.SimDisk;
import dev.kvarium.sim.SimNetwork;
import dev.kvarium.sim.Simulation;
import dev.kvarium.wire.Reply;
import dev.kvarium.world.Randomness;
import dev.kvarium.world.Timers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A machine of the world: a disk that stays, and a server process that comes and goes. */
final class Machine {
  private final String name;
  private final NodeOptions options;
  private final Simulation simulation;
  private final Randomness randomness;
  private final StepProbe probe;
  private final SimDisk disk;
  private final Map<String, Session> sessions = new LinkedHashMap<>();
  private final Consumer<Delivery> mail;
  private final Host host;

  /** What clients sent to the process while it stood still. */
  private final List<Step.Command> held = new ArrayList<>();

  private final InLoop inLoop;
  private final Consumer<Machine> served;

  /** Runs a command in its turn of the loop. */
  interface InLoop {
    World.Ran run(Machine machine, String client, byte[][] argv, StepProbe.Loudness loudness);
  }

  /** Where the increments of the log begin, counted from the first that there ever was. */
  private final LogPlaces places;

  private final Map<String, byte[][]> waiting = new LinkedHashMap<>();
  private int starts;
  private @Nullable Running running;

  /** Whether the last process wrote a log that holds all that it had. */
  private boolean hadLog;

  /** The process, and the timers that die with it. */
  private record Running(
      RedisNode node, Simulation.ProcessTimers timers, Optional<LoopDriver> loop) {}

  /** Whether a client has asked the server to end, and it will. */
  private boolean asked;

  /** Is told when the process has ended by itself. */
  private Runnable whenDied = () -> {};

  Machine(
      String name,
      NodeOptions options,
      Simulation simulation,
      Randomness randomness,
      StepProbe probe,
      Consumer<Delivery> mail,
      SimNetwork network,
      InLoop inLoop,
      Consumer<Machine> served) {
    this.name = name;
    this.options = options;
    this.simulation = simulation;
    this.randomness = randomness;
    this.probe = probe;
    this.mail = mail;
    this.host = network.add(name, probe);
    this.inLoop = inLoop;
    this.served = served;
    AofNames usual = AofNames.USUAL;
    this.places =
        new LogPlaces(
            new AofNames(
                options.config().getOrDefault("appenddirname", usual.folder()),
                options.config().getOrDefault("appendfilename", usual.file())));
    this.disk = new SimDisk(simulation, randomness.fork("disk"), probe, options.disk());
  }

  String name() {
    return name;
  }

  SimDisk disk() {
    return disk;
  }

  /** The machine at the network. */
  Host host() {
    return host;
  }

  StepProbe probe() {
    return probe;
  }

  /** The server, if it is up. */
  Optional<RedisNode> node() {
    return running == null ? Optional.empty() : Optional.of(running.node());
  }

  /** Its event loop, if that is modelled and the server is up. */
  Optional<LoopDriver> loop() {
    return running == null ? Optional.empty() : running.loop();
  }

  /** What there is to be seen of its loop. */
  Optional<LoopSnapshot> loopSnapshot() {
    return loop().map(LoopDriver::snapshot);
  }

  /**
   * Starts the server for the first time; the world begins when it is ready, so it takes no time.
   */
  AofLoad begin() {
    DiskSettings usual = disk.settings();
    disk.settings(DiskSettings.DEFAULT.withSyncMicros(0));
    AofLoad load = start();
    disk.settings(usual);
    return load;
  }

  /** Starts the server from what is on the disk. */
  AofLoad start() {
    Simulation.ProcessTimers timers = simulation.process();
    LoopDriver.LoopTimers late = new LoopDriver.LoopTimers(timers);
    RedisNode node =
        new RedisNode(
            options.redis(),
            simulation,
            guarded(options.loop().isPresent() ? late : timers),
            randomness.fork("process " + ++starts),
            disk,
            probe);
    host.powerOn();
    node.network(host);
    AofLoad load = node.start();
    if (load instanceof AofLoad.Failed failed) {
      timers.kill();
      probe.emit(new NodeEvent.Stopped(name, failed.messages().getLast()));
    } else {
      Optional<LoopDriver> loop =
          options
              .loop()
              .map(
                  costs ->
                      new LoopDriver(
                          simulation,
                          timers,
                          node,
                          costs,
                          probe,
                          (client, argv, loudness) -> inLoop.run(this, client, argv, loudness),
                          loudness -> {
                            probe.loudness(loudness);
                            guard(node::beforeSleep);
                            probe.loudness(StepProbe.Loudness.ALL);
                            served.accept(this);
                          }));
      loop.ifPresent(late::driver);
      running = new Running(node, timers, loop);
      host.runBy(this::guard);
      NodePort.open(node, host);
      asked = false;
      node.endBy(wish -> asked = true);
      node.aof().ifPresent(places::opened);
      probe.emit(new NodeEvent.Started(name));
    }
    return load;
  }

  /** Ends the server in order. */
  void stop() {
    if (running != null) {
      RedisNode node = running.node();
      if (guard(node::stop)) {
        end();
        host.endProcess();
        probe.emit(new NodeEvent.Stopped(name, "in order"));
      }
    }
  }

  /** Ends the server if a client has asked for that; whether it did. */
  boolean endIfAsked() {
    if (asked && running != null) {
      stop();
      return true;
    }
    return false;
  }

  /** Says who is told when the process ends by itself. */
  void whenDied(Runnable told) {
    whenDied = told;
  }

  /** Timers in which the process may end. */
  private Timers guarded(Timers timers) {
    return (delayMicros, action) -> timers.after(delayMicros, () -> guard(action));
  }

  /** Has the server do something, in which it may end its process; whether it goes on. */
  boolean guard(Runnable action) {
    Running guarded = running;
    try {
      action.run();
      return true;
    } catch (ServerExit exit) {
      if (guarded == null) {
        throw exit; // it has not come up yet
      }
      end();
      disk.crashProcess();
      host.endProcess();
      probe.emit(new Crash.Process(name));
      whenDied.run();
      return false;
    }
  }

  /** The server dies, and with the power what the disk had not got. */
  void crash(boolean power) {
    end();
    if (power) {
      probe.emit(new Crash.Power(name));
      disk.crashPower();
      host.powerOff();
    } else {
      probe.emit(new Crash.Process(name));
      disk.crashProcess();
      host.endProcess();
    }
  }

  private void end() {
    if (running != null) {
      hadLog = running.node().aof().filter(log -> log.state() == Aof.State.ON).isPresent();
      running.node().aof().ifPresent(places::remember);
      running.timers().kill();
      running.loop().ifPresent(LoopDriver::end);
    }
    running = null;
    held.clear();
    sessions.clear();
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
    if (running != null) {
      host.thaw();
      running.loop().ifPresent(LoopDriver::thaw);
      running.timers().thaw();
    }
  }

  boolean isFrozen() {
    return host.isFrozen();
  }

  /** A client sent a command to a process that stands still. */
  void hold(Step.Command command) {
    held.add(command);
  }

  /** Whether a client waits for a process that stands still. */
  boolean holds(String client) {
    return held.stream().anyMatch(each -> each.client().equals(client));
  }

  /** What was sent while the process stood still; it is no longer held. */
  List<Step.Command> takeHeld() {
    List<Step.Command> taken = List.copyOf(held);
    held.clear();
    return taken;
  }

  /** Hands a late reply to a client. */
  void deliver(String client, Reply reply, boolean resp3) {
    mail.accept(new Delivery(client, name, simulation.nowMicros(), reply, resp3));
  }

  /** The connection of a client to the server that runs; made when it is first needed. */
  Session session(RedisNode node, String client) {
    Session there = sessions.get(client);
    if (there != null) {
      return there;
    }
    Session session = node.connect(client);
    session.front =
        new Front() {
          @Override
          public void send(Reply reply) {
            mail.accept(new Delivery(client, name, simulation.nowMicros(), reply, session.resp3()));
          }

          @Override
          public void end() {
            sessions.remove(client);
          }
        };
    sessions.put(client, session);
    return session;
  }

  /** The connection of a client, if there is one. */
  /** Whether a client waits for something, or listens. */
  boolean isListenedTo() {
    for (Session each : sessions.values()) {
      if (each.isListening()) {
        return true;
      }
    }
    return false;
  }

  Optional<Session> session(String client) {
    return Optional.ofNullable(sessions.get(client));
  }

  /** The clients that are connected, in the order in which they came. */
  List<String> clients() {
    return List.copyOf(sessions.keySet());
  }

  /** A client waits for the reply to these words. */
  void waits(String client, byte[][] argv) {
    waiting.put(client, argv);
  }

  /** The words to which a client waited for the reply. */
  byte[][] waited(String client) {
    return waiting.getOrDefault(client, new byte[][] {});
  }

  /** The client left. */
  void disconnect(String client) {
    Session session = sessions.remove(client);
    if (session != null) {
      node().ifPresent(node -> node.disconnect(session));
    }
  }

  /** The files, with the lines of the log's manifest. */
  DiskSnapshot diskSnapshot() {
    return disk.snapshot(places.manifest(disk));
  }

  /** What the files of a machine that is down hold of its log. */
  List<LogPlaces.Span> logThere() {
    return places.there(disk);
  }

  /** How many bytes of the log are in the files, whoever has them. */
  long logFileBytes() {
    return node()
        .flatMap(RedisNode::aof)
        .map(aof -> places.whole(aof.writtenOffset()))
        .orElseGet(() -> places.written(disk));
  }

  /** How many of them would be there after a power cut. */
  long logSyncedBytes() {
    return node()
        .flatMap(RedisNode::aof)
        .map(aof -> places.whole(aof.syncedOffset()))
        .orElseGet(() -> places.synced(disk));
  }

  /** Where the log ends of which so many bytes of increments were read at the start. */
  long logKept(long bytes) {
    return places.whole(bytes);
  }

  /** The stream of changes in which a write of the process is; empty when it is in none. */
  String stream() {
    return node()
        .filter(node -> !node.settings().isReplica() && node.streamOffset() >= 0)
        .map(RedisNode::streamId)
        .orElse("");
  }

  /** Where that stream ends. */
  long streamEnd() {
    return node().map(RedisNode::streamOffset).orElse(-1L);
  }

  /** Where the log ends, its buffer included; -1 when nothing is logged. */
  long logEnd() {
    return node().flatMap(RedisNode::aof).map(aof -> places.whole(aof.offset())).orElse(-1L);
  }

  /** Whether nothing that the process had is there after it. */
  boolean hadNoLog() {
    return !hadLog;
  }

  AofSnapshot aofSnapshot() {
    return node()
        .map(RedisNode::aofSnapshot)
        .orElseGet(() -> AofSnapshot.off(simulation.nowMicros()));
  }
}
