package dev.kvarium.lab;

import dev.kvarium.event.NodeEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.proxy.PoolSettings;
import dev.kvarium.proxy.Proxy;
import dev.kvarium.sim.Host;
import dev.kvarium.sim.SimNetwork;
import dev.kvarium.sim.Simulation;
import dev.kvarium.wire.ProtocolError;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.RespReader;
import dev.kvarium.world.Network;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A twemproxy of the world, on a machine of its own. Between it and the nodes lies the network, so
 * what is asked through it takes time.
 */
final class ProxyMachine implements Asked {
  /** How long is waited for an answer before a client is said to wait. */
  private static final long PATIENCE_MICROS = 2_000_000;

  private final PoolSettings settings;
  private final Simulation simulation;
  private final Proxy proxy;
  private final Consumer<Delivery> mail;
  private final Map<String, Visitor> visitors = new LinkedHashMap<>();

  ProxyMachine(
      PoolSettings settings,
      Simulation simulation,
      SimNetwork network,
      Probe probe,
      Consumer<Delivery> mail) {
    this.settings = settings;
    this.simulation = simulation;
    this.mail = mail;
    Host host = network.add(settings.name(), probe);
    host.powerOn();
    proxy = new Proxy(List.of(settings), host, simulation, simulation.process(), probe);
    probe.emit(new NodeEvent.Started(settings.name()));
    proxy.start();
  }

  @Override
  public String name() {
    return settings.name();
  }

  PoolSettings settings() {
    return settings;
  }

  /** The statistics, as nutcracker writes them. */
  String stats() {
    return proxy.stats(name());
  }

  @Override
  public boolean isAwaited(String client) {
    Visitor visitor = visitors.get(client);
    return visitor != null && visitor.owed > 0;
  }

  @Override
  public Reply ask(String client, byte[][] argv) {
    Visitor visitor = visitors.computeIfAbsent(client, Visitor::new);
    visitor.answer = Optional.empty();
    visitor.asks = true;
    visitor.owed++;
    visitor.guest.received(request(argv));
    Waiting.until(
        simulation,
        simulation.nowMicros() + PATIENCE_MICROS,
        () -> visitor.answer.isPresent() || visitor.gone);
    visitor.asks = false;
    if (visitor.gone) {
      visitors.remove(client);
    }
    return visitor.answer.orElse(visitor.gone ? World.HUNG_UP : Reply.None.NONE);
  }

  /** Sends a command of an application; calls back when it is answered. */
  void submit(String client, byte[][] argv, Consumer<Reply> then) {
    Visitor visitor = visitors.computeIfAbsent(client, Visitor::new);
    if (visitor.gone) {
      visitors.put(client, new Visitor(client));
      submit(client, argv, then);
      return;
    }
    visitor.owed++;
    visitor.callbacks.add(then);
    visitor.guest.received(request(argv));
  }

  private static byte[] request(byte[][] argv) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(("*" + argv.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
    for (byte[] word : argv) {
      out.writeBytes(("$" + word.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.writeBytes(word);
      out.writeBytes(new byte[] {'\r', '\n'});
    }
    return out.toByteArray();
  }

  /** A client's connection, which takes no time. */
  private final class Visitor implements Network.Connection {
    private final String client;
    private final RespReader replies = new RespReader();
    private final Proxy.Guest guest;
    private Optional<Reply> answer = Optional.empty();
    private final Deque<Consumer<Reply>> callbacks = new ArrayDeque<>();
    private boolean asks;
    private int owed;
    private boolean gone;

    Visitor(String client) {
      this.client = client;
      this.guest = proxy.pools().getFirst().accepted(this);
    }

    @Override
    public String remoteAddress() {
      return client;
    }

    @Override
    public String localAddress() {
      return settings.host() + ":" + settings.port();
    }

    @Override
    public void send(byte[] bytes) {
      replies.feed(bytes, 0, bytes.length);
      try {
        for (Optional<Reply> next = replies.next(); next.isPresent(); next = replies.next()) {
          owed--;
          if (!callbacks.isEmpty()) {
            callbacks.removeFirst().accept(next.get());
            continue;
          }
          if (asks && owed == 0) {
            answer = next;
          } else {
            mail.accept(new Delivery(client, name(), simulation.nowMicros(), next.get(), false));
          }
        }
      } catch (ProtocolError unread) {
        close();
      }
    }

    @Override
    public long unacknowledgedBytes() {
      return 0;
    }

    @Override
    public void close() {
      gone = true;
      while (!callbacks.isEmpty()) {
        callbacks.removeFirst().accept(World.HUNG_UP);
      }
    }
  }
}
