package dev.kvarium.lab;

import dev.kvarium.client.SlotClient;
import dev.kvarium.client.SlotClientSnapshot;
import dev.kvarium.client.SlotTraffic;
import dev.kvarium.event.NodeEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.sim.Host;
import dev.kvarium.sim.SimNetwork;
import dev.kvarium.sim.Simulation;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.Words;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A program of the world that uses a cluster by a client with a slot map, on a machine of its own.
 */
final class SlotClientMachine implements Asked {
  /** How long is waited for an answer before a client is said to wait. */
  private static final long PATIENCE_MICROS = 15_000_000;

  private final String name;
  private final Simulation simulation;
  private final SlotClient client;
  private final Consumer<Delivery> mail;
  private final Map<String, Integer> owed = new LinkedHashMap<>();
  private Optional<SlotTraffic> traffic = Optional.empty();

  SlotClientMachine(
      String name,
      List<String> seeds,
      SlotClient.Options options,
      Simulation simulation,
      SimNetwork network,
      Probe probe,
      Consumer<Delivery> mail,
      Function<byte[][], Optional<byte[]>> firstKey) {
    this.name = name;
    this.simulation = simulation;
    this.mail = mail;
    Host host = network.add(name, probe);
    host.powerOn();
    client = new SlotClient(name, host, simulation.process(), probe, seeds, options, firstKey);
    probe.emit(new NodeEvent.Started(name));
    client.start();
  }

  @Override
  public String name() {
    return name;
  }

  SlotClientSnapshot snapshot() {
    return client.snapshot();
  }

  Optional<SlotTraffic> traffic() {
    return traffic;
  }

  /** Whether it is sending commands by itself. */
  boolean isBusy() {
    return traffic.filter(each -> !each.isDone()).isPresent();
  }

  void begin(TrafficSpec spec) {
    traffic =
        Optional.of(
            new SlotTraffic(
                client,
                simulation,
                simulation.process(),
                spec.clients(),
                spec.requests(),
                spec.everyMicros(),
                number -> Words.split(spec.numbered(number)).args()));
  }

  void stop() {
    traffic.ifPresent(SlotTraffic::stop);
  }

  @Override
  public boolean isAwaited(String who) {
    return owed.getOrDefault(who, 0) > 0;
  }

  @Override
  public Reply ask(String who, byte[][] argv) {
    Reply[] answer = {Reply.None.NONE};
    boolean[] late = {false};
    owed.merge(who, 1, Integer::sum);
    client.ask(
        argv,
        reply -> {
          owed.merge(who, -1, Integer::sum);
          if (late[0]) {
            mail.accept(new Delivery(who, name, simulation.nowMicros(), reply, false));
          } else {
            answer[0] = reply;
          }
        });
    late[0] =
        !Waiting.until(simulation, simulation.nowMicros() + PATIENCE_MICROS, () -> !isAwaited(who));
    return answer[0];
  }
}
