package dev.kvarium.sim;

import dev.kvarium.event.NetworkEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.world.Network;
import dev.kvarium.world.Randomness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The network between the machines of a world, and the kernels at its ends, after the rules of TCP
 * that a distributed program has to reckon with.
 *
 * <pre>
 *   process ──send──► kernel ═══ link: latency, jitter, bandwidth ═══► kernel ──► process
 *                     keeps it until                        acknowledges it,      reads it, unless
 *                     it is acknowledged                    whatever the process   it is frozen
 *                                                           is doing
 * </pre>
 *
 * <ul>
 *   <li>Bytes of one connection arrive in order, each message once. Loss is delay: what was lost is
 *       sent again after 200 ms, 400 ms, 800 ms and so on, and all behind it waits.
 *   <li>A cut link loses everything and tells nobody. A connection stalls; when the link heals, it
 *       goes on with the next attempt, so an outage may last up to twice as long as the cut. After
 *       some 15 minutes the sender's kernel gives up.
 *   <li>To a frozen process the kernel still receives: whoever sends sees nothing of it.
 *   <li>A killed process's kernel sends what it had been handed, and ends its connections. A
 *       machine without power says nothing; the first bytes after it is up again are answered by a
 *       reset.
 *   <li>To connect to a machine that is cut off or off is tried for 127 s; where nobody listens, it
 *       is refused at once.
 * </ul>
 *
 * <p>Limits: buffers of kernels have no end, and no acknowledgement of a kernel is lost by itself.
 */
public final class SimNetwork {
  /** How long bytes take to one's own machine. */
  private static final LinkSettings LOOPBACK = new LinkSettings(20, 0, 0, 0);

  private final Simulation simulation;
  private final Randomness randomness;
  private final Probe probe;
  private final Function<byte[], String> words;
  private final SequencedMap<String, Host> hosts = new LinkedHashMap<>();
  private final Map<Way, LinkSettings> links = new TreeMap<>();
  private final TreeSet<Way> cut = new TreeSet<>();
  private long messages;

  /** From one machine to another. */
  record Way(String from, String to) implements Comparable<Way> {
    @Override
    public int compareTo(Way other) {
      int byFrom = from.compareTo(other.from);
      return byFrom != 0 ? byFrom : to.compareTo(other.to);
    }
  }

  /**
   * A network without machines.
   *
   * @param words says what bytes are, for people
   */
  public SimNetwork(
      Simulation simulation, Randomness randomness, Probe probe, Function<byte[], String> words) {
    this.simulation = simulation;
    this.randomness = randomness;
    this.probe = probe;
    this.words = words;
  }

  /**
   * Adds a machine.
   *
   * @param name by which others reach it
   * @param own takes what happens at it
   */
  public Host add(String name, Probe own) {
    Host host = new Host(name, this, own);
    hosts.put(name, host);
    return host;
  }

  /** Takes a machine away, which must have no process. */
  public void remove(String name) {
    hosts.remove(name);
  }

  /** The machine of a name, if there is one. */
  Optional<Host> known(String name) {
    return Optional.ofNullable(hosts.get(name));
  }

  Simulation simulation() {
    return simulation;
  }

  String words(byte[] bytes) {
    return words.apply(bytes);
  }

  long nextMessage() {
    return ++messages;
  }

  /** Whether there are several machines, so that there is anything to see. */
  public boolean isUsed() {
    return hosts.size() > 1;
  }

  // What can be done to it.

  /** How bytes travel from one machine to another. */
  public LinkSettings link(String from, String to) {
    if (links.isEmpty() && !from.equals(to)) {
      return LinkSettings.DEFAULT;
    }
    return from.equals(to) ? LOOPBACK : links.getOrDefault(new Way(from, to), LinkSettings.DEFAULT);
  }

  /** Changes how bytes travel between two machines, both ways; what is under way keeps its time. */
  public void link(String one, String other, LinkSettings settings) {
    links.put(new Way(one, other), settings);
    links.put(new Way(other, one), settings);
    probe.emit(new NetworkEvent.LinkSet(one, other, settings.latencyMicros()));
  }

  /** From now on nothing goes from one machine to another, nor back unless only one way is cut. */
  public void partition(String from, String to, boolean oneWay) {
    cut.add(new Way(from, to));
    if (!oneWay) {
      cut.add(new Way(to, from));
    }
    probe.emit(new NetworkEvent.Cut(from, to, oneWay));
  }

  /** Ends all connections between two machines at once, as a firewall does. */
  public void reset(String one, String other) {
    Host to = hosts.get(other);
    if (to != null) {
      known(one).ifPresent(from -> from.reset(to));
    }
  }

  /** All goes through again. */
  public void heal() {
    cut.clear();
    probe.emit(new NetworkEvent.Healed());
  }

  /**
   * Whether nothing gets from one machine to another: the way is cut, or the other has no power.
   */
  boolean isLost(Host from, Host to) {
    return to.isOff() || !cut.isEmpty() && cut.contains(new Way(from.name(), to.name()));
  }

  /** Whether anything is cut. */
  public boolean isCut() {
    return !cut.isEmpty();
  }

  /** Whether the way from one machine to another is cut. */
  public boolean isCut(String from, String to) {
    return cut.contains(new Way(from, to));
  }

  /** How long a message takes on its way, chance included, bandwidth not. */
  long travelMicros(String from, String to) {
    LinkSettings link = link(from, to);
    long micros = link.latencyMicros();
    if (link.jitterMicros() > 0) {
      micros += randomness.below(link.jitterMicros() + 1);
    }
    if (link.lossPerMille() > 0 && randomness.chance(link.lossPerMille(), 1000)) {
      micros += Wire.FIRST_RETRY_MICROS;
    }
    return micros;
  }

  // What there is to be seen.

  /** The network as it is now. */
  public NetworkSnapshot snapshot() {
    List<NetworkSnapshot.Link> lines = new ArrayList<>();
    TreeSet<Way> ways = new TreeSet<>(links.keySet());
    ways.addAll(cut);
    for (Way each : ways) {
      lines.add(
          new NetworkSnapshot.Link(
              each.from(), each.to(), link(each.from(), each.to()), cut.contains(each)));
    }
    List<String> frozen = new ArrayList<>();
    List<NetworkSnapshot.Flying> flying = new ArrayList<>();
    List<NetworkSnapshot.Flying> unread = new ArrayList<>();
    for (Host each : hosts.sequencedValues()) {
      if (each.isFrozen()) {
        frozen.add(each.name());
      }
      each.addFlying(flying);
      each.addUnread(unread);
    }
    flying.sort((one, other) -> Long.compare(one.message(), other.message()));
    return new NetworkSnapshot(List.copyOf(lines), frozen, flying, unread);
  }

  /** How many bytes may still come by a connection, or have come and were not read. */
  public static long comingBytes(Network.Connection connection) {
    return connection instanceof Wire wire ? wire.comingBytes() : 0;
  }
}
