package dev.kvarium.lab;

import dev.kvarium.base.Blob;
import dev.kvarium.event.ClientEvent;
import dev.kvarium.event.EventLog;
import dev.kvarium.event.LedgerEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.event.RingEvent;
import dev.kvarium.event.TimeEvent;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.command.Session;
import dev.kvarium.sentinel.SentinelSettings;
import dev.kvarium.sharding.RingSnapshot;
import dev.kvarium.sim.Ledger;
import dev.kvarium.sim.LedgerReach;
import dev.kvarium.sim.LedgerSnapshot;
import dev.kvarium.sim.SeededRandomness;
import dev.kvarium.sim.SimNetwork;
import dev.kvarium.sim.Simulation;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.WireText;
import dev.kvarium.world.Randomness;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The nodes, their clock, what they said and what clients were promised: everything that follows
 * from a spec and the steps taken since, and nothing else.
 */
final class World {
  /** The kind of a node that is a Memcached. */
  static final String MEMCACHED = "memcached";

  /** The option that says what kind of node to add. */
  static final String KIND = "kind";

  /** What a client sees whose server ends in the middle of its command, in redis-cli's words. */
  static final Reply HUNG_UP = Reply.error("Error: Server closed the connection");

  /** How much time passes before somebody is asked whether it is to go on: an hour. */
  private static final long STRIDE_MICROS = 3_600_000_000L;

  /** The same while clients ask applications, thousands of them in a second maybe. */
  private static final long STRIDE_OF_CLIENTS_MICROS = 20_000;

  private final String version;
  private final Simulation simulation;
  private final Randomness randomness;
  private final EventLog events = new EventLog();
  private final Probe probe;
  private final Ledger ledger = new Ledger();
  private final SimNetwork network;
  private final List<Delivery> deliveries = new ArrayList<>();
  private final SequencedMap<String, Machine> machines = new LinkedHashMap<>();
  private final SequencedMap<String, CacheMachine> caches = new LinkedHashMap<>();
  private final SequencedMap<String, PortMachine> ports = new LinkedHashMap<>();
  private final SequencedMap<String, NodeRing> rings = new LinkedHashMap<>();
  private final ClusterActors cluster;

  private final Reach reach;
  private final Faults faults;
  private final Apps apps;

  World(WorldSpec spec) throws Refusal {
    boolean cache = spec.kind().equals(MEMCACHED);
    version = cache ? WorldSpec.DEFAULT.version() : spec.version();
    simulation = new Simulation(spec.epochMicros());
    randomness = new SeededRandomness(spec.seed());
    probe = events.probe("", simulation::nowMicros);
    reach = new Reach(machines, ledger, simulation);
    faults = new Faults(this, reach);
    network = new SimNetwork(simulation, randomness.fork("network"), probe, WireText::of);
    apps = new Apps(this, randomness.fork("applications"));
    cluster =
        new ClusterActors(
            simulation,
            network,
            name -> events.probe(name, simulation::nowMicros),
            deliveries::add,
            this::firstKey);
    if (cache) {
      addCache(Lab.FIRST_NODE, spec.options());
    } else {
      addNode(Lab.FIRST_NODE, spec.options());
    }
  }

  long nowMicros() {
    return simulation.nowMicros();
  }

  long startMicros() {
    return simulation.startMicros();
  }

  EventLog events() {
    return events;
  }

  Ledger ledger() {
    return ledger;
  }

  Simulation simulation() {
    return simulation;
  }

  SequencedCollection<Machine> machines() {
    return Collections.unmodifiableSequencedCollection(machines.sequencedValues());
  }

  /** Whether a client of a node waits for something, or listens. */
  boolean isListenedTo() {
    for (Machine each : machines.values()) {
      if (each.isListenedTo()) {
        return true;
      }
    }
    return false;
  }

  Optional<Machine> machine(String name) {
    return Optional.ofNullable(machines.get(name));
  }

  /** A machine that a step names, which was there when the step was taken. */
  Machine known(String name) {
    return machine(name).orElseThrow(() -> new IllegalStateException("no node " + name));
  }

  /** The Memcached of a name. */
  Optional<CacheMachine> cache(String name) {
    return Optional.ofNullable(caches.get(name));
  }

  /** Whether there is a node of this name, whatever it is. */
  boolean has(String name) {
    return machines.containsKey(name) || caches.containsKey(name) || ports.containsKey(name);
  }

  /** The names of all nodes. */
  List<String> nodes() {
    List<String> names = new ArrayList<>(machines.keySet());
    names.addAll(caches.keySet());
    names.addAll(ports.keySet());
    return names;
  }

  /** The names of proxies and sentinels. */
  List<String> watchers() {
    return List.copyOf(ports.keySet());
  }

  /** The proxy or sentinel of a name. */
  Optional<PortMachine> port(String name) {
    return Optional.ofNullable(ports.get(name));
  }

  /** The proxy of a name. */
  Optional<ProxyMachine> proxy(String name) {
    return ports.get(name) instanceof ProxyMachine proxy ? Optional.of(proxy) : Optional.empty();
  }

  /** The sentinel of a name. */
  Optional<SentinelMachine> sentinel(String name) {
    return ports.get(name) instanceof SentinelMachine found ? Optional.of(found) : Optional.empty();
  }

  /** Proxies and sentinels, in the order in which they were made. */
  SequencedCollection<PortMachine> ports() {
    return Collections.unmodifiableSequencedCollection(ports.sequencedValues());
  }

  /** Puts a proxy before nodes. */
  void addProxy(Step.AddProxy step) {
    String name = step.settings().name();
    Probe own = events.probe(name, simulation::nowMicros);
    ports.put(name, new ProxyMachine(step.settings(), simulation, network, own, deliveries::add));
    simulation.catchUp();
  }

  /** The applications, and what is behind them. */
  Apps apps() {
    return apps;
  }

  /** Whether a node is a Memcached, or a ring is over such. */
  boolean isMemcached(String place) {
    String node = ring(place).map(each -> each.servers().getFirst().host()).orElse(place);
    return caches.containsKey(node);
  }

  /** Those who use a Redis Cluster of the world, or change it. */
  ClusterActors cluster() {
    return cluster;
  }

  /** What clients ask that is no node. */
  Optional<Asked> asked(String name) {
    Optional<Asked> port = port(name).map(each -> each);
    return port.isPresent() ? port : cluster.client(name).map(each -> each);
  }

  /** The first key of a command, as the first server that is up knows it. */
  private Optional<byte[]> firstKey(byte[][] argv) {
    for (Machine each : machines.values()) {
      if (each.node().isPresent()) {
        int[] keys =
            Commands.row(each.node().get(), argv)
                .map(row -> row.keyPositions(argv))
                .orElse(new int[0]);
        return keys.length == 0 ? Optional.empty() : Optional.of(argv[keys[0]]);
      }
    }
    return argv.length > 1 ? Optional.of(argv[1]) : Optional.empty();
  }

  /** Does something to a cluster, or has those who use it do something; whether it came about. */
  boolean cluster(ClusterStep step) throws Refusal {
    switch (step) {
      case ClusterStep.Create create -> new ClusterForming(this, simulation).create(create);
      case ClusterStep.Join join -> new ClusterForming(this, simulation).join(join);
      case ClusterStep.Move move -> cluster.move(move);
      case ClusterStep.Stop stop -> cluster.stop(stop);
      case ClusterStep.AddClient added -> cluster.add(added);
      case ClusterStep.Send send -> cluster.send(send);
      case ClusterStep.Await await -> {
        return cluster.await(await);
      }
    }
    return true;
  }

  /** The ring of a name. */
  Optional<NodeRing> ring(String name) {
    return Optional.ofNullable(rings.get(name));
  }

  /** The rings of clients, in the order in which they were made. */
  SequencedCollection<NodeRing> rings() {
    return Collections.unmodifiableSequencedCollection(rings.sequencedValues());
  }

  /** A ring as views see it, the first one if none is named; empty when there is none. */
  Optional<RingSnapshot> ring(Optional<String> name, Optional<Blob> key) {
    Optional<NodeRing> ring = name.isPresent() ? ring(name.get()) : rings().stream().findFirst();
    return ring.map(each -> each.snapshot(key));
  }

  /**
   * Has clients share out their keys by a ring.
   *
   * @throws IllegalArgumentException when the library has no such ring
   */
  void setRing(Step.SetRing step) {
    NodeRing ring = NodeRing.of(step, ring(step.ring()));
    rings.put(step.ring(), ring);
    probe.emit(new RingEvent.Changed(ring.name(), ring.method(), ring.nodes()));
  }

  /** States by which way a client found a node. */
  private void routed(Probe at, Optional<Step.Way> way, String node) {
    if (way.isPresent()) {
      Step.Way by = way.get();
      long place = ring(by.ring()).map(each -> each.ring().place(by.key().bytes())).orElse(0L);
      at.emit(new RingEvent.Routed(by.ring(), by.key(), place, node));
    }
  }

  /** Whether the process of a node stands still. */
  boolean isFrozen(String node) {
    return machine(node).map(Machine::isFrozen).orElse(false)
        || cache(node).map(CacheMachine::isFrozen).orElse(false)
        || port(node).map(PortMachine::isFrozen).orElse(false);
  }

  /** All that are Memcached. */
  SequencedCollection<CacheMachine> caches() {
    return Collections.unmodifiableSequencedCollection(caches.sequencedValues());
  }

  private void addCache(String name, SequencedMap<String, String> options) throws Refusal {
    StepProbe own = new StepProbe(events.probe(name, simulation::nowMicros));
    caches.put(name, new CacheMachine(name, options, simulation, network, own, deliveries::add));
  }

  /** A client's line to a Memcached, which must be up; what it is answered. */
  String send(Step.Line line) {
    Optional<ProxyMachine> proxy = proxy(line.node());
    if (proxy.isPresent()) {
      ProxyMachine there = proxy.get();
      return there.isUp() ? there.line(line.client(), line.bytes()) : "";
    }
    CacheMachine cache = caches.get(line.node());
    if (cache == null) {
      throw new IllegalStateException("no node " + line.node());
    }
    routed(cache.probe(), line.way(), line.node());
    String answer = cache.send(line.client(), line.bytes());
    simulation.catchUp();
    return answer;
  }

  /** Adds a node; one of the kind {@code memcached} with its own options. */
  void addNode(String name, SequencedMap<String, String> given) throws Refusal {
    SequencedMap<String, String> options = new LinkedHashMap<>(given);
    String kind = options.remove(KIND);
    if (MEMCACHED.equals(kind)) {
      addCache(name, options);
      return;
    }
    if (SentinelOptions.KIND.equals(kind)) {
      addSentinel(SentinelOptions.of(name, options));
      return;
    }
    StepProbe own = new StepProbe(events.probe(name, simulation::nowMicros));
    own.onSaving(new SavedWrites(ledger, name)::take);
    Machine machine =
        new Machine(
            name,
            NodeOptions.of(options, version),
            simulation,
            randomness.fork("node " + name),
            own,
            deliveries::add,
            network,
            this::runInLoop,
            this::served);
    machine.whenDied(() -> faults.died(machine, false));
    own.onFollowing(event -> reach.took(machine, event));
    try {
      machine.begin();
    } catch (IllegalArgumentException unusable) {
      network.remove(name);
      throw new Refusal(String.valueOf(unusable.getMessage()));
    }
    machines.put(name, machine);
  }

  private void addSentinel(SentinelSettings settings) {
    String name = settings.host();
    ports.put(
        name,
        new SentinelMachine(
            settings,
            simulation,
            randomness.fork("node " + name),
            network,
            events.probe(name, simulation::nowMicros),
            deliveries::add));
    simulation.catchUp();
  }

  /** How much of what clients were sent unasked nobody has asked for yet. */
  int undelivered() {
    return deliveries.size();
  }

  /** What clients were sent unasked since this was asked last. */
  List<Delivery> takeDeliveries() {
    List<Delivery> taken = List.copyOf(deliveries);
    deliveries.clear();
    return taken;
  }

  /** Puts back what was taken and is for somebody else. */
  void putBack(List<Delivery> taken) {
    deliveries.addAll(0, taken);
  }

  /** Does again what a step did; its answer is not wanted. */
  void repeat(Step step) {
    again(step);
    deliveries.clear();
  }

  private void again(Step step) {
    switch (step) {
      case Step.Command command -> run(command);
      case Step.Line line -> send(line);
      case Step.Many many -> many.steps().forEach(this::again);
      case Step.Advance advance -> advance(advance);
      case Step.Crash crash -> faults.crash(crash);
      case Step.Restart restart -> faults.restart(restart);
      case Step.Freeze freeze -> faults.freeze(freeze);
      case Step.Partition cut -> faults.partition(cut);
      case Step.Heal heal -> faults.heal();
      case Step.SetRing set -> setRing(set);
      case Step.AddProxy added -> addProxy(added);
      case Step.Link link -> faults.link(link);
      case Step.AddDatabase added -> apps.add(added);
      case Step.AddObjects added -> apps.add(added);
      case Step.AddApp added -> apps.add(added);
      case Step.BeginWorkload begun -> apps.begin(begun);
      case Step.StopWorkload stop -> apps.stop(stop);
      case Step.AskApp asked -> apps.ask(asked);
      case Step.KillProcess killed -> apps.kill(killed);
      case Step.ChangeRow changed -> apps.change(changed);
      case Step.AddNode added -> {
        try {
          addNode(added.node(), added.options());
        } catch (Refusal refusal) {
          throw new IllegalStateException("a step that was taken is refused", refusal);
        }
      }
      case Step.OfCluster of -> {
        try {
          cluster(of.what());
        } catch (Refusal refusal) {
          throw new IllegalStateException("a step that was taken is refused", refusal);
        }
      }
      case Step.Traffic traffic -> {
        try {
          traffic(traffic);
        } catch (Refusal refusal) {
          throw new IllegalStateException("a step that was taken is refused", refusal);
        }
      }
      case Step.StopTraffic stop -> stopTraffic(stop);
      case Step.Corrupt corrupt -> faults.corrupt(corrupt);
      case Step.SetDisk set -> {
        try {
          faults.setDisk(set);
        } catch (Refusal refusal) {
          throw new IllegalStateException("a step that was taken is refused", refusal);
        }
      }
    }
  }

  /**
   * A command's reply.
   *
   * @param dirty how many changes it made to the data
   * @param betweenClients whether it changed what clients wait for, watch or have queued
   */
  record Ran(Reply reply, long dirty, boolean betweenClients) {}

  /** Runs a command, flushes the log, and only then tells the client; the node must be up. */
  Ran run(Step.Command command) {
    Optional<Asked> asked = asked(command.node());
    if (asked.isPresent()) {
      Asked one = asked.get();
      return new Ran(one.isUp() ? one.ask(command.client(), command.argv()) : HUNG_UP, 0, true);
    }
    Machine machine = known(command.node());
    if (machine.node().isEmpty()) {
      return new Ran(HUNG_UP, 0, false); // a command before in the same line has ended it
    }
    if (machine.isFrozen()) {
      machine.hold(command);
      return new Ran(Reply.None.NONE, 0, true);
    }
    routed(machine.probe(), command.way(), command.node());
    Ran ran = serve(machine, command);
    simulation.catchUp();
    return ran;
  }

  /**
   * Answers a command of an application, whose time passes elsewhere; the node must be up.
   *
   * @param loudness what facts are stated of it; unless all are, no promise is noted
   */
  Reply serve(Machine machine, String client, byte[][] argv, StepProbe.Loudness loudness) {
    if (loudness == StepProbe.Loudness.ALL) {
      return serve(machine, new Step.Command(client, machine.name(), argv)).reply();
    }
    RedisNode node = machine.node().orElseThrow();
    Session session = machine.session(node, client);
    Reply[] reply = {HUNG_UP};
    machine.probe().loudness(loudness);
    machine.guard(
        () -> {
          reply[0] = node.execute(session, argv);
          node.beforeSleep();
        });
    machine.probe().loudness(StepProbe.Loudness.ALL);
    return reply[0];
  }

  /**
   * Has a node answer an application in its own time: at once, or when its event loop comes to it.
   *
   * @param loudness what facts are stated of it; unless all are, no promise is noted
   */
  void submit(
      Machine machine,
      String client,
      byte[][] argv,
      StepProbe.Loudness loudness,
      Consumer<Reply> then) {
    Optional<LoopDriver> loop = machine.loop();
    if (loop.isPresent()) {
      loop.get().submit(client, argv, loudness, then);
    } else {
      then.accept(serve(machine, client, argv, loudness));
    }
  }

  /** Has a command of a client served. */
  Ran serve(Machine machine, Step.Command command) {
    RedisNode node = machine.node().orElseThrow();
    if (machine.loop().isPresent()) {
      return machine.loop().get().ask(command.client(), command.argv());
    }
    Session session = machine.session(node, command.client());
    machine.probe().forget();
    Reply[] reply = {Reply.None.NONE};
    boolean goesOn =
        machine.guard(
            () -> {
              reply[0] = node.execute(session, command.argv());
              node.beforeSleep();
            });
    if (!goesOn || machine.endIfAsked()) {
      return new Ran(goesOn ? Reply.None.NONE : HUNG_UP, machine.probe().dirty(), true);
    }
    long dirty = machine.probe().dirty();
    if (dirty > 0 && !(reply[0] instanceof Reply.Error)) {
      acknowledge(machine, command.client(), command.argv());
    }
    served(machine);
    if (session.isWaiting()) {
      machine.waits(command.client(), command.argv());
    }
    if (session.closing) {
      machine.disconnect(command.client());
    }
    return new Ran(reply[0], dirty, machine.probe().betweenClients());
  }

  /**
   * Runs a command in its turn of the loop; the log is flushed by the loop, for all of the turn.
   */
  private Ran runInLoop(
      Machine machine, String client, byte[][] argv, StepProbe.Loudness loudness) {
    if (machine.node().isEmpty()) {
      return new Ran(HUNG_UP, 0, false);
    }
    RedisNode node = machine.node().get();
    Session session = machine.session(node, client);
    machine.probe().forget();
    Reply[] got = {Reply.None.NONE};
    machine.probe().loudness(loudness);
    boolean goesOn = machine.guard(() -> got[0] = node.execute(session, argv));
    machine.probe().loudness(StepProbe.Loudness.ALL);
    if (!goesOn || machine.endIfAsked()) {
      return new Ran(goesOn ? Reply.None.NONE : HUNG_UP, machine.probe().dirty(), true);
    }
    Reply reply = got[0];
    long dirty = machine.probe().dirty();
    if (loudness == StepProbe.Loudness.ALL && dirty > 0 && !(reply instanceof Reply.Error)) {
      acknowledge(machine, client, argv);
    }
    served(machine);
    boolean betweenClients = machine.probe().betweenClients();
    if (session.isWaiting()) {
      machine.waits(client, argv);
    }
    if (session.closing) {
      machine.disconnect(client);
    }
    machine.probe().forget();
    return new Ran(reply, dirty, betweenClients);
  }

  /** Lets a process send; what it sent at once has arrived. */
  Step traffic(Step.Traffic step) throws Refusal {
    known(step.node()).loop().orElseThrow().start(step.spec().order());
    return step;
  }

  /** Lets a process send no more; whether there was one. */
  boolean stopTraffic(Step.StopTraffic step) {
    return known(step.node()).loop().orElseThrow().stop(step.name());
  }

  /** What clients got that had waited for it is acknowledged as well. */
  private void served(Machine machine) {
    for (ClientEvent.Served each : machine.probe().served()) {
      if (each.dirty() > 0) {
        acknowledge(machine, each.client(), machine.waited(each.client()));
      }
    }
  }

  private void acknowledge(Machine machine, String client, byte[][] argv) {
    Ledger.Write write =
        ledger.acknowledge(
            client,
            machine.name(),
            argv,
            simulation.nowMicros(),
            machine.logEnd(),
            machine.stream(),
            machine.streamEnd());
    machine
        .probe()
        .emit(new LedgerEvent.Acknowledged(write.number(), write.client(), write.text()));
  }

  /** What befalls nodes and network. */
  Faults faults() {
    return faults;
  }

  /** The network between the nodes. */
  SimNetwork network() {
    return network;
  }

  void advance(Step.Advance advance) {
    long before = simulation.nowMicros();
    advance(advance, before);
  }

  private long strideMicros() {
    return apps.areAsked() ? STRIDE_OF_CLIENTS_MICROS : STRIDE_MICROS;
  }

  /**
   * Lets time pass as long as nobody breaks it off; whether all of it has passed. Moving on in many
   * strides is the same as in one.
   */
  boolean advance(Step.Advance advance, BooleanSupplier brokenOff) {
    long before = simulation.nowMicros();
    long to = advance.toMicros();
    for (long at = before + strideMicros(); at < to; at += strideMicros()) {
      simulation.advanceTo(at);
      if (brokenOff.getAsBoolean()) {
        return false;
      }
    }
    advance(advance, before);
    return true;
  }

  /** Lets the rest of a time pass that began to pass at an instant. */
  void advance(Step.Advance advance, long before) {
    simulation.advanceTo(advance.toMicros());
    if (advance.wished()) {
      probe.emit(new TimeEvent.Advanced(simulation.nowMicros() - before));
    }
  }

  /** What is known of the writes of a node that promises nothing. */
  LedgerSnapshot noLedger(String name) {
    return ledger.snapshot(name, 0, 0, 0);
  }

  /** How far the writes of a node have come to others. */
  LedgerReach reach(Machine machine) {
    return reach.of(machine);
  }

  /** The writes of a node that another does not have. */
  List<Ledger.Write> missingFrom(Machine machine, String other) {
    reach.refresh();
    return ledger.missingFrom(machine.name(), other);
  }

  /** What is known of the acknowledged writes of a node. */
  LedgerSnapshot ledger(Machine machine, int recent) {
    return ledger.snapshot(
        machine.name(), machine.logFileBytes(), machine.logSyncedBytes(), recent);
  }
}
