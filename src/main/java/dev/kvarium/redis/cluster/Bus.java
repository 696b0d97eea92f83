package dev.kvarium.redis.cluster;

import dev.kvarium.event.ClusterEvent;
import dev.kvarium.redis.command.Settings;
import dev.kvarium.world.Clock;
import dev.kvarium.world.Network;
import dev.kvarium.world.Randomness;
import dev.kvarium.world.Timers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * How nodes talk: each has a connection to each, pings some of them every second and all of them
 * within half the node timeout, and tells with each ping what it knows of a few others.
 *
 * <p>A node that does not answer for the node timeout is suspected (PFAIL). What is heard is dealt
 * with by {@link Gossip}. Source: behaviour of cluster.c in 7.0.15.
 */
final class Bus {
  private static final long CRON_MICROS = 100_000;
  private static final int CRONS_A_SECOND = 10;
  private static final int CANDIDATES = 5;
  private static final long LEAST_HANDSHAKE_MILLIS = 1_000;

  private final Cluster cluster;
  private final Settings settings;
  private final Clock clock;
  private final Timers timers;
  private final Randomness chance;
  private final Runnable turnEnds;
  private final Gossip gossip;
  private final long[] sent = new long[BusMessage.NAMES.size()];
  private final long[] received = new long[BusMessage.NAMES.size()];
  private Network network = Network.NONE;
  private Network.@Nullable Listening listening;
  private Timers.Timer timer = () -> {};
  private int crons;

  Bus(
      Cluster cluster,
      Settings settings,
      Clock clock,
      Timers timers,
      Randomness chance,
      Runnable turnEnds) {
    this.cluster = cluster;
    this.settings = settings;
    this.clock = clock;
    this.timers = timers;
    this.chance = chance;
    this.turnEnds = turnEnds;
    this.gossip = new Gossip(cluster, this, settings, clock);
  }

  void network(Network other) {
    network = other;
  }

  void start() {
    if (network.isThere()) {
      listening = network.listen(cluster.busPort(), this::accept);
    }
    timer = timers.after(CRON_MICROS, this::cron);
  }

  void stop() {
    timer.cancel();
    Network.Listening open = listening;
    if (open != null) {
      open.close();
    }
    for (Member each : cluster.table().all()) {
      hangUp(each);
    }
  }

  private Table table() {
    return cluster.table();
  }

  long nodeTimeout() {
    return Long.parseLong(settings.get("cluster-node-timeout"));
  }

  static boolean isAddress(String host) {
    return !host.isEmpty()
        && host.length() < 46
        && host.chars().allMatch(c -> c > ' ' && c < 127)
        && (!host.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9')
            || host.matches("[0-9]{1,3}([.][0-9]{1,3}){3}"));
  }

  /** Begins to make a node known; nothing happens when that is under way. */
  void handshake(String ip, int port, int busPort, int flags) {
    for (Member each : table().all()) {
      if (each.is(Member.HANDSHAKE) && each.ip.equals(ip) && each.busPort == busPort) {
        return;
      }
    }
    Member met = new Member(cluster.newId(), flags, clock.nowMillis());
    met.ip = ip;
    met.port = port;
    met.busPort = busPort;
    table().add(met);
  }

  // Connections.

  private Network.Peer accept(Network.Connection connection) {
    Link link = new Link(connection, clock.nowMillis());
    link.connected = true;
    return new Ear(link, null);
  }

  private void connect(Member member) {
    Link link = new Link(NOWHERE, clock.nowMillis());
    member.link = link;
    link.connection = network.connect(member.ip, member.busPort, new Ear(link, member));
  }

  private static final Network.Connection NOWHERE =
      new Network.Connection() {
        @Override
        public String remoteAddress() {
          return "";
        }

        @Override
        public String localAddress() {
          return "";
        }

        @Override
        public void send(byte[] bytes) {}

        @Override
        public long unacknowledgedBytes() {
          return 0;
        }

        @Override
        public void close() {}
      };

  void hangUp(Member member) {
    Link link = member.link;
    member.link = null;
    if (link != null) {
      link.connection.close();
    }
    member.inbound = null;
  }

  /** Hears one connection. */
  private final class Ear implements Network.Peer {
    private final Link link;

    /** Whom this node has called; null when it was called. */
    private final @Nullable Member called;

    Ear(Link link, @Nullable Member called) {
      this.link = link;
      this.called = called;
    }

    private boolean isOld() {
      return called != null && called.link != link;
    }

    @Override
    public void connected() {
      if (!isOld() && called != null) {
        link.connected = true;
        long before = called.pingSentMillis;
        heartbeat(called, link, called.is(Member.MEET) ? BusMessage.MEET : BusMessage.PING);
        if (before != 0) {
          called.pingSentMillis = before;
        }
        called.flags &= ~Member.MEET;
      }
    }

    @Override
    public void received(byte[] bytes) {
      if (isOld()) {
        return;
      }
      link.in.writeBytes(bytes);
      byte[] all = link.in.toByteArray();
      int from = 0;
      while (!isOld()) {
        int length = BusMessage.length(all, from, all.length);
        if (length < 0 || length > all.length - from) {
          break;
        }
        if (length < 8) {
          link.connection.close();
          return;
        }
        byte[] message = Arrays.copyOfRange(all, from, from + length);
        from += length;
        BusMessage.decode(message)
            .ifPresent(
                heard -> {
                  received[Math.min(heard.type, received.length - 1)]++;
                  gossip.hear(link, called, heard);
                });
      }
      link.in.reset();
      link.in.write(all, from, all.length - from);
      turnEnds.run();
    }

    @Override
    public void closed(String reason) {
      Member member = called;
      if (member != null && member.link == link) {
        member.link = null;
        if (member.pingSentMillis == 0) {
          member.pingSentMillis = clock.nowMillis();
        }
      } else if (member == null) {
        for (Member each : table().members.values()) {
          if (each.inbound == link) {
            each.inbound = null;
          }
        }
      }
      turnEnds.run();
    }
  }

  // What is said.

  private BusMessage message(int type) {
    Table table = table();
    Member myself = table.myself;
    Member claims = myself.isReplica() && myself.primary != null ? myself.primary : myself;
    BusMessage made = new BusMessage();
    made.type = type;
    made.port = myself.port;
    made.busPort = myself.busPort;
    made.ip = settings.get("cluster-announce-ip");
    made.hostname = myself.hostname;
    made.sender = myself.id;
    made.currentEpoch = table.currentEpoch;
    made.configEpoch = claims.configEpoch;
    made.slots = (BitSet) claims.slots.clone();
    made.primary = myself.primary == null ? "" : myself.primary.id;
    made.offset = cluster.offset();
    made.flags = myself.flags;
    made.ok = table.ok;
    if (myself.isMaster() && cluster.election().isManual()) {
      made.messageFlags |= BusMessage.PAUSED;
    }
    return made;
  }

  private void send(Link link, BusMessage message) {
    sent[message.type]++;
    link.connection.send(message.encode());
  }

  private void send(Member member, BusMessage message) {
    Link link = member.link;
    if (link != null && link.connected) {
      send(link, message);
    }
  }

  /** Sends what needs no data. */
  void send(Member member, int type) {
    send(member, message(type));
  }

  void ping(Member member) {
    Link link = member.link;
    if (link != null && link.connected) {
      heartbeat(member, link, BusMessage.PING);
    } else if (link != null && member.pingSentMillis == 0) {
      member.pingSentMillis = clock.nowMillis(); // it goes out when the connection is made
    }
  }

  void pong(Link link) {
    heartbeat(null, link, BusMessage.PONG);
  }

  private void heartbeat(@Nullable Member to, Link link, int type) {
    BusMessage made = message(type);
    if (to != null && type != BusMessage.PONG) {
      to.pingSentMillis = clock.nowMillis();
    }
    List<Member> fresh = new ArrayList<>();
    for (Member each : table().members.values()) {
      boolean known =
          !each.isMyself()
              && !each.is(Member.HANDSHAKE | Member.NO_ADDRESS)
              && !(each.link == null && each.slots.isEmpty());
      if (known && each.is(Member.PFAIL)) {
        made.gossip.add(told(each));
      } else if (known) {
        fresh.add(each);
      }
    }
    int wanted =
        Math.min(Math.max(3, table().members.size() / 10), Math.max(0, table().members.size() - 2));
    while (wanted-- > 0 && !fresh.isEmpty()) {
      made.gossip.add(told(fresh.remove(Math.floorMod(chance.nextLong(), fresh.size()))));
    }
    send(link, made);
  }

  private static BusMessage.Gossip told(Member of) {
    return new BusMessage.Gossip(
        of.id,
        of.pingSentMillis / 1_000,
        of.pongReceivedMillis / 1_000,
        of.ip,
        of.port,
        of.busPort,
        of.flags);
  }

  /** Tells all nodes what this one claims. */
  void broadcastPong() {
    for (Member each : table().all()) {
      pongTo(each);
    }
  }

  private void pongTo(Member member) {
    Link link = member.link;
    if (link != null && link.connected && !member.is(Member.MYSELF | Member.HANDSHAKE)) {
      heartbeat(member, link, BusMessage.PONG);
    }
  }

  /** Tells the other replicas of the same primary. */
  void pongToSiblings() {
    Member primary = table().myself.primary;
    if (primary != null) {
      List.copyOf(primary.replicas).forEach(this::pongTo);
    }
  }

  private void broadcast(BusMessage message) {
    for (Member each : table().all()) {
      if (!each.is(Member.MYSELF | Member.HANDSHAKE)) {
        send(each, message);
      }
    }
  }

  void askForVotes(boolean forced) {
    BusMessage made = message(BusMessage.AUTH_REQUEST);
    made.messageFlags |= forced ? BusMessage.FORCED : 0;
    broadcast(made);
  }

  void sayFailed(Member member) {
    BusMessage made = message(BusMessage.FAIL);
    made.about = member.id;
    broadcast(made);
  }

  /** Takes a message to all nodes, or to those alone that have the same slots as this one. */
  void publish(boolean ofShard, byte[] channel, byte[] text) {
    BusMessage made = message(ofShard ? BusMessage.SHARD_PUBLISH : BusMessage.PUBLISH);
    made.channel = channel;
    made.text = text;
    if (!ofShard) {
      broadcast(made);
      return;
    }
    Member myself = table().myself;
    Member leader = myself.primary == null ? myself : myself.primary;
    for (Member each : table().all()) {
      if (each != myself && (each == leader || each.primary == leader)) {
        send(each, made);
      }
    }
  }

  /** Tells a node who has what it claims. */
  void correct(Member member, Member owner) {
    BusMessage made = message(BusMessage.UPDATE);
    made.about = owner.id;
    made.aboutEpoch = owner.configEpoch;
    made.aboutSlots = (BitSet) owner.slots.clone();
    made.aboutSlots.andNot(table().unclaimed);
    send(member, made);
  }

  // Ten times a second.

  private void cron() {
    timer = timers.after(CRON_MICROS, this::cron);
    crons++;
    long now = clock.nowMillis();
    long timeout = nodeTimeout();
    table().forgotten.values().removeIf(until -> until < now);
    for (Member each : table().all()) {
      if (each.is(Member.HANDSHAKE)
          && now - each.bornMillis > Math.max(timeout, LEAST_HANDSHAKE_MILLIS)) {
        cluster.remove(each);
      } else if (!each.is(Member.MYSELF | Member.NO_ADDRESS)
          && each.link == null
          && network.isThere()) {
        connect(each);
      }
    }
    if (crons % CRONS_A_SECOND == 0) {
      pingOne();
    }
    for (Member each : table().all()) {
      if (!each.is(Member.MYSELF | Member.NO_ADDRESS | Member.HANDSHAKE)) {
        look(each, now, timeout);
      }
    }
    Member primary = table().myself.primary;
    if (table().myself.isReplica() && primary != null && !settings.isReplica()) {
      cluster.follow(primary);
    }
    cluster.cron();
    turnEnds.run();
  }

  /** Of some nodes at random, pings the one that was heard of longest ago. */
  private void pingOne() {
    List<Member> all = table().all();
    Member oldest = null;
    for (int i = 0; i < CANDIDATES; i++) {
      Member each = all.get(Math.floorMod(chance.nextLong(), all.size()));
      if (each.link != null
          && each.pingSentMillis == 0
          && !each.is(Member.MYSELF | Member.HANDSHAKE)
          && (oldest == null || each.pongReceivedMillis < oldest.pongReceivedMillis)) {
        oldest = each;
      }
    }
    if (oldest != null) {
      ping(oldest);
    }
  }

  private void look(Member member, long now, long timeout) {
    Link link = member.link;
    long silent = now - member.dataReceivedMillis;
    if (link != null
        && now - link.createdMillis > timeout
        && member.pingSentMillis != 0
        && now - member.pingSentMillis > timeout / 2
        && silent > timeout / 2) {
      hangUp(member);
    }
    if (member.link != null
        && member.pingSentMillis == 0
        && now - member.pongReceivedMillis > timeout / 2) {
      ping(member);
      return;
    }
    if (cluster.election().isManual()
        && table().myself.isMaster()
        && cluster.election().manualReplica() == member
        && member.link != null) {
      ping(member);
      return;
    }
    if (member.pingSentMillis == 0) {
      return;
    }
    long delay = Math.min(now - member.pingSentMillis, silent);
    if (delay > timeout && !member.is(Member.PFAIL | Member.FAIL)) {
      member.flags |= Member.PFAIL;
      cluster.look();
      cluster.say("debug", "*** NODE " + member.id + " possibly failing");
      if (cluster.listening()) {
        cluster.tell(new ClusterEvent.NodeSuspected(member.address(), delay));
      }
      gossip.failIfMajority(member);
    }
  }

  int failureReports(Member member) {
    return gossip.reports(member);
  }

  SequencedMap<String, Long> sent() {
    return named(sent);
  }

  SequencedMap<String, Long> received() {
    return named(received);
  }

  private static SequencedMap<String, Long> named(long[] counts) {
    SequencedMap<String, Long> named = new LinkedHashMap<>();
    for (int i = 0; i < counts.length; i++) {
      named.put(BusMessage.NAMES.get(i), counts[i]);
    }
    return named;
  }
}
