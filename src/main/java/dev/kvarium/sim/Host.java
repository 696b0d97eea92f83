package dev.kvarium.sim;

import dev.kvarium.event.NetworkEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.world.Network;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A machine at the network: its kernel, with the ports and connections of the process on it. */
public final class Host implements Network {
  /**
   * After so long without an answer the first attempt to connect is repeated, then at 3 s, 7 s …
   */
  private static final long CONNECT_RETRY_MICROS = 1_000_000;

  private static final int CONNECT_ATTEMPTS = 7;
  private static final int FIRST_OWN_PORT = 40_000;

  private final String name;
  private final SimNetwork network;
  private final Probe probe;
  private final TreeMap<Integer, Acceptor> listening = new TreeMap<>();
  private final List<Wire> wires = new ArrayList<>();
  private final Deque<Unread> unread = new ArrayDeque<>();
  private Consumer<Runnable> runner = Runnable::run;
  private int nextPort = FIRST_OWN_PORT;
  private boolean off;
  private boolean frozen;

  /** What came for a process that stands still. */
  private record Unread(Wire wire, NetworkSnapshot.Flying message, Runnable telling) {}

  Host(String name, SimNetwork network, Probe probe) {
    this.name = name;
    this.network = network;
    this.probe = probe;
  }

  Probe probe() {
    return probe;
  }

  public String name() {
    return name;
  }

  boolean isOff() {
    return off;
  }

  /** Whether the process stands still. */
  public boolean isFrozen() {
    return frozen;
  }

  // What its process does.

  @Override
  public Listening listen(int port, Acceptor acceptor) {
    listening.put(port, acceptor);
    return () -> listening.remove(port, acceptor);
  }

  @Override
  public Connection connect(String host, int port, Peer peer) {
    Wire wire = new Wire(network, this, name + ":" + nextPort++, host, port, peer);
    wires.add(wire);
    network.simulation().after(0, () -> attempt(wire, 0));
    return wire;
  }

  /** Knocks at the other machine; what is lost on the way is tried again. */
  private void attempt(Wire wire, int attempts) {
    if (wire.isDead()) {
      return;
    }
    Host other = network.known(wire.remoteHost()).orElse(null);
    if (other == null) {
      wire.failed("Name or service not known");
      return;
    }
    long travels = network.travelMicros(name, other.name);
    long waits = CONNECT_RETRY_MICROS << attempts;
    network
        .simulation()
        .after(
            travels,
            () -> {
              if (!network.isLost(this, other) && !network.isLost(other, this)) {
                knocked(wire, other);
              } else {
                network.simulation().after(waits - travels, () -> again(wire, attempts + 1));
              }
            });
  }

  private void again(Wire wire, int attempts) {
    if (attempts < CONNECT_ATTEMPTS) {
      attempt(wire, attempts);
    } else {
      wire.failed("Connection timed out");
    }
  }

  private void knocked(Wire wire, Host other) {
    if (wire.isDead()) {
      return;
    }
    Acceptor acceptor = other.listening.get(wire.remotePort());
    long back = network.travelMicros(other.name, name);
    if (acceptor == null) {
      network.simulation().after(back, () -> wire.failed("Connection refused"));
      return;
    }
    Wire end = new Wire(network, other, wire);
    other.wires.add(end);
    other.tell(end, null, () -> end.accepted(acceptor));
    network.simulation().after(back, wire::connected);
  }

  /** Tells the process, at once or when it goes on. */
  void tell(Wire wire, NetworkSnapshot.@Nullable Flying message, Runnable telling) {
    if (frozen) {
      NetworkSnapshot.Flying known =
          message == null
              ? new NetworkSnapshot.Flying(0, wire.remoteHost(), name, 0, "", 0, 0)
              : message;
      unread.add(new Unread(wire, known, telling));
    } else {
      runner.accept(telling);
    }
  }

  /** Has whatever comes told to the process by this. */
  public void runBy(Consumer<Runnable> other) {
    runner = other;
  }

  void forget(Wire wire) {
    wires.remove(wire);
  }

  /** How much of what came by a connection the process has not read. */
  long unreadBytes(Wire wire) {
    long bytes = 0;
    for (Unread each : unread) {
      bytes += each.wire() == wire ? each.message().bytes() : 0;
    }
    return bytes;
  }

  // What becomes of it.

  /** The process stands still; the kernel does not. */
  public void freeze() {
    frozen = true;
    probe.emit(new NetworkEvent.Frozen(name));
  }

  /** The process goes on, and reads what came. */
  public void thaw() {
    frozen = false;
    long bytes = 0;
    for (Unread each : unread) {
      bytes += each.message().bytes();
    }
    probe.emit(new NetworkEvent.Thawed(name, bytes));
    while (!unread.isEmpty() && !frozen) {
      runner.accept(unread.removeFirst().telling());
    }
  }

  /** The process is gone: its kernel sends what it has, and ends the connections. */
  public void endProcess() {
    listening.clear();
    for (Wire each : List.copyOf(wires)) {
      if (unreadBytes(each) > 0) {
        each.reset();
      } else {
        each.close();
      }
    }
    unread.clear();
    frozen = false;
  }

  /** The power is gone: nobody is told. */
  public void powerOff() {
    off = true;
    frozen = false;
    listening.clear();
    unread.clear();
    for (Wire each : List.copyOf(wires)) {
      each.vanish();
    }
    wires.clear();
  }

  /** The power is back; of earlier connections nothing is known. */
  public void powerOn() {
    off = false;
  }

  /** Ends all connections with another machine at once, at both ends, as a firewall does. */
  public int reset(Host other) {
    int count = 0;
    for (Wire each : List.copyOf(wires)) {
      if (each.remoteHost().equals(other.name)) {
        each.cutOff();
        count++;
      }
    }
    return count;
  }

  void addFlying(List<NetworkSnapshot.Flying> to) {
    wires.forEach(each -> each.addFlying(to));
  }

  void addUnread(List<NetworkSnapshot.Flying> to) {
    for (Unread each : unread) {
      if (each.message().message() > 0) {
        to.add(each.message());
      }
    }
  }
}
