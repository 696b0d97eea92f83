package dev.kvarium.lab;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.Probe;
import dev.kvarium.proxy.PoolSettings;
import dev.kvarium.proxy.Proxy;
import dev.kvarium.sim.SimNetwork;
import dev.kvarium.sim.Simulation;
import dev.kvarium.wire.Reply;
import dev.kvarium.world.Network;
import dev.kvarium.world.Timers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A twemproxy of the world. */
final class ProxyMachine extends PortMachine {
  private final PoolSettings settings;
  private final Simulation simulation;
  private final Map<String, TextTalk> talks = new LinkedHashMap<>();
  private @Nullable Proxy proxy;

  ProxyMachine(
      PoolSettings settings,
      Simulation simulation,
      SimNetwork network,
      Probe probe,
      Consumer<Delivery> mail) {
    super(settings.name(), network.add(settings.name(), probe), simulation, probe, mail);
    this.settings = settings;
    this.simulation = simulation;
    start();
  }

  @Override
  void open(Timers processTimers) {
    Proxy fresh = new Proxy(List.of(settings), host(), simulation, processTimers, probe());
    proxy = fresh;
    fresh.start();
  }

  @Override
  void lose(boolean power) {
    proxy = null;
    talks.clear();
  }

  @Override
  Network.Peer accept(Network.Connection connection) {
    return running().orElseThrow().pools().getFirst().accepted(connection);
  }

  @Override
  String models() {
    return "twemproxy 0.5.0";
  }

  /** Whether it stands before Memcached nodes, so that it is spoken to in their text protocol. */
  boolean isText() {
    return !settings.redis();
  }

  /** How many bytes of a value a client still has to send; 0 when it may give a command. */
  int missing(String client) {
    TextTalk talk = talks.get(client);
    return talk == null ? 0 : talk.missing();
  }

  /** What a client's line is answered; nothing while a value is missing. */
  String line(String client, byte[] line) {
    TextTalk talk = talks.computeIfAbsent(client, any -> new TextTalk());
    Optional<byte[]> request = talk.take(line);
    if (request.isEmpty()) {
      return "";
    }
    if (TextTalk.isSilent(request.get())) {
      say(client, request.get(), new TextAnswers());
      return "";
    }
    Reply answer = ask(client, request.get(), new TextAnswers());
    return switch (answer) {
      case Reply.Verbatim lines -> Bytes.text(lines.bytes());
      case Reply.Error hungUp -> hungUp.text();
      default -> "";
    };
  }

  PoolSettings settings() {
    return settings;
  }

  private Optional<Proxy> running() {
    return Optional.ofNullable(proxy);
  }

  /** The statistics, as nutcracker writes them; empty when it is down. */
  Optional<String> stats() {
    return running().map(each -> each.stats(name()));
  }
}
