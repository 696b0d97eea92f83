package dev.kvarium.redis.cluster;

import dev.kvarium.event.ClusterEvent;
import dev.kvarium.redis.command.Settings;
import dev.kvarium.world.Clock;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What a node makes of what it hears on the bus.
 *
 * <pre>
 *   heartbeat: who is it, is it primary or replica          one that is not known is not believed,
 *              which slots does it claim, by which epoch    but for MEET
 *              whom does it suspect, whom does it know      a majority of suspicions is a failure
 * </pre>
 *
 * <p>A claim by a higher epoch takes a slot; one by a lower epoch is answered with UPDATE. Two
 * primaries with one epoch settle it by their names: the lesser takes a new one.
 */
final class Gossip {
  private static final int TOLD_TOO_OLD = 2;
  private static final long AHEAD_MILLIS = 500;

  private final Cluster cluster;
  private final Bus bus;
  private final Settings settings;
  private final Clock clock;

  Gossip(Cluster cluster, Bus bus, Settings settings, Clock clock) {
    this.cluster = cluster;
    this.bus = bus;
    this.settings = settings;
    this.clock = clock;
  }

  private Table table() {
    return cluster.table();
  }

  /**
   * A message has come.
   *
   * @param called whom this node has called by this connection; null when it was called
   */
  void hear(Link link, @Nullable Member called, BusMessage heard) {
    Member sender = table().named(heard.sender);
    if (sender != null) {
      sender.dataReceivedMillis = clock.nowMillis();
      if (called == null) {
        sender.inbound = link;
      }
      if (!sender.is(Member.HANDSHAKE)) {
        takeEpochs(sender, heard);
      }
    }
    switch (heard.type) {
      case BusMessage.PING, BusMessage.PONG, BusMessage.MEET ->
          heartbeat(link, called, sender, heard);
      case BusMessage.FAIL -> failed(sender, heard);
      case BusMessage.AUTH_REQUEST -> {
        if (sender != null) {
          cluster.election().vote(sender, heard);
        }
      }
      case BusMessage.AUTH_ACK -> {
        if (sender != null) {
          cluster.election().voted(sender, heard.currentEpoch);
        }
      }
      case BusMessage.MANUAL_FAILOVER -> {
        if (sender != null && table().myself.isMaster() && sender.primary == table().myself) {
          cluster.election().yieldTo(sender);
        }
      }
      case BusMessage.UPDATE -> update(sender, heard);
      case BusMessage.PUBLISH, BusMessage.SHARD_PUBLISH -> {
        if (sender != null) {
          cluster.deliver(heard);
        }
      }
      default -> {}
    }
  }

  private void takeEpochs(Member sender, BusMessage heard) {
    Table table = table();
    table.currentEpoch = Math.max(table.currentEpoch, heard.currentEpoch);
    if (heard.configEpoch > sender.configEpoch) {
      sender.configEpoch = heard.configEpoch;
      cluster.decided();
    }
    sender.replicationOffset = heard.offset;
    if (table.myself.isReplica()
        && table.myself.primary == sender
        && (heard.messageFlags & BusMessage.PAUSED) != 0) {
      cluster.election().primaryStoppedAt(heard.offset);
    }
  }

  private void heartbeat(Link link, @Nullable Member called, @Nullable Member from, BusMessage m) {
    Member sender = from;
    Table table = table();
    if (m.type != BusMessage.PONG) {
      if ((m.type == BusMessage.MEET || table.myself.ip.isEmpty())
          && settings.get("cluster-announce-ip").isEmpty()) {
        String own = host(link.connection.localAddress());
        if (!own.isEmpty() && !own.equals(table.myself.ip)) {
          table.myself.ip = own;
          cluster.changed();
        }
      }
      if (sender == null && m.type == BusMessage.MEET) {
        String ip = m.ip.isEmpty() ? host(link.connection.remoteAddress()) : m.ip;
        bus.handshake(ip, m.port, m.busPort, Member.HANDSHAKE);
        listen(null, m);
      }
      bus.pong(link);
    }
    if (called != null) {
      if (called.is(Member.HANDSHAKE)) {
        if (sender != null) {
          address(sender, link, m);
          cluster.remove(called);
          return;
        }
        sender = called;
        table.rename(called, m.sender);
        called.flags = called.flags & ~(Member.HANDSHAKE | Member.MEET) | Member.MASTER;
        called.dataReceivedMillis = clock.nowMillis();
        called.configEpoch = m.configEpoch;
        cluster.changed();
        if (cluster.listening()) {
          cluster.tell(new ClusterEvent.NodeJoined(called.address()));
        }
      } else if (!called.id.equals(m.sender)) {
        called.flags |= Member.NO_ADDRESS;
        called.ip = "";
        called.port = 0;
        called.busPort = 0;
        bus.hangUp(called);
        cluster.changed();
        return;
      }
    }
    if (sender != null && m.type == BusMessage.PING && !sender.is(Member.HANDSHAKE)) {
      address(sender, link, m);
    }
    if (called != null && m.type == BusMessage.PONG) {
      called.pongReceivedMillis = clock.nowMillis();
      called.pingSentMillis = 0;
      if (called.is(Member.PFAIL)) {
        called.flags &= ~Member.PFAIL;
        cluster.changed();
        tellBack(called);
      } else if (called.is(Member.FAIL)) {
        forgiveIfDue(called);
      }
    }
    if (sender == null) {
      return;
    }
    sender.flags = sender.flags & ~Member.NO_FAILOVER | m.flags & Member.NO_FAILOVER;
    takeRole(sender, m);
    takeSlots(sender, m);
    if (table.myself.isMaster()
        && sender.isMaster()
        && m.configEpoch == table.myself.configEpoch
        && sender.id.compareTo(table.myself.id) > 0) {
      table.currentEpoch++;
      table.myself.configEpoch = table.currentEpoch;
      cluster.decided();
      cluster.tellEpoch();
    }
    listen(sender, m);
    sender.hostname = m.hostname;
  }

  private static String host(String address) {
    int colon = address.lastIndexOf(':');
    return colon < 0 ? "" : address.substring(0, colon);
  }

  private void address(Member sender, Link link, BusMessage m) {
    String ip = m.ip.isEmpty() ? host(link.connection.remoteAddress()) : m.ip;
    if (sender.link == link
        || ip.isEmpty()
        || sender.ip.equals(ip) && sender.port == m.port && sender.busPort == m.busPort) {
      return;
    }
    sender.ip = ip;
    sender.port = m.port;
    sender.busPort = m.busPort;
    sender.flags &= ~Member.NO_ADDRESS;
    Link inbound = sender.inbound;
    bus.hangUp(sender);
    sender.inbound = inbound;
    cluster.changed();
    if (table().myself.primary == sender) {
      cluster.follow(sender);
    }
  }

  private void takeRole(Member sender, BusMessage m) {
    if (m.primary.isEmpty()) {
      cluster.lead(sender);
      return;
    }
    Member primary = table().named(m.primary);
    if (sender.isMaster()) {
      table().unassignAll(sender);
      sender.flags = sender.flags & ~(Member.MASTER | Member.MIGRATE_TO) | Member.REPLICA;
      cluster.changed();
    }
    if (primary != null && sender.primary != primary) {
      Table.follow(sender, primary);
      cluster.changed();
    }
  }

  private void takeSlots(Member sender, BusMessage m) {
    Member claims = sender.isMaster() ? sender : sender.primary;
    if (claims == null || claims.slots.equals(m.slots)) {
      return;
    }
    if (sender.isMaster()) {
      claim(sender, m.configEpoch, m.slots);
    }
    for (int slot = m.slots.nextSetBit(0); slot >= 0; slot = m.slots.nextSetBit(slot + 1)) {
      Member owner = table().owners[slot];
      if (owner != null && owner != sender && table().isClaimedAbove(slot, m.configEpoch)) {
        bus.correct(sender, owner);
        return;
      }
    }
  }

  /**
   * A primary claims slots: those that nobody claims by a higher epoch are its. What it had and
   * claims no more stays its until anybody does.
   */
  private void claim(Member sender, long epoch, BitSet slots) {
    Table table = table();
    Member myself = table.myself;
    if (sender == myself) {
      return;
    }
    Member leader = myself.isMaster() ? myself : myself.primary;
    boolean lost = false;
    int taken = 0;
    BitSet orphaned = new BitSet();
    int from = -1;
    for (int slot = 0; slot <= Table.SLOTS; slot++) {
      boolean takes = false;
      if (slot < Table.SLOTS && slots.get(slot) && table.importingFrom[slot] == null) {
        Member owner = table.owners[slot];
        takes =
            owner != sender
                && (owner == null || table.unclaimed.get(slot) || owner.configEpoch < epoch);
        if (takes && owner == myself && cluster.keys().count(slot) > 0) {
          orphaned.set(slot);
        }
        if (takes && owner != null && owner == leader) {
          lost = true;
          taken++;
        }
        if (takes) {
          table.unassign(slot);
          table.assign(slot, sender);
        }
      }
      if (slot < Table.SLOTS && table.owners[slot] == sender) {
        table.unclaimed.set(slot, !slots.get(slot));
      }
      if (takes && from < 0) {
        from = slot;
      } else if (!takes && from >= 0) {
        cluster.tellOwner(from, slot - 1, sender);
        from = -1;
      }
    }
    cluster.decided();
    if (lost
        && leader != null
        && leader.slots.isEmpty()
        && (cluster.replicasMigrate() || sender.slots.cardinality() == taken)) {
      cluster.say(
          "warning",
          "Configuration change detected. Reconfiguring myself as a replica of " + sender.id);
      cluster.follow(sender);
    } else {
      orphaned.stream().forEach(cluster::dropKeys);
    }
  }

  private void update(@Nullable Member sender, BusMessage m) {
    Member about = table().named(m.about);
    if (sender == null || about == null || about.configEpoch >= m.aboutEpoch) {
      return;
    }
    if (about.isReplica()) {
      cluster.lead(about);
    }
    about.configEpoch = m.aboutEpoch;
    claim(about, m.aboutEpoch, m.aboutSlots);
  }

  // Who is up.

  /** What a message tells of other nodes. */
  private void listen(@Nullable Member sender, BusMessage m) {
    long now = clock.nowMillis();
    for (BusMessage.Gossip told : m.gossip) {
      Member about = table().named(told.id());
      boolean bad = (told.flags() & (Member.FAIL | Member.PFAIL)) != 0;
      boolean placed = (told.flags() & Member.NO_ADDRESS) == 0;
      if (about == null) {
        if (sender != null && placed && !table().forgotten.containsKey(told.id())) {
          Member met = new Member(told.id(), told.flags() & ~Member.MYSELF, now);
          met.ip = told.ip();
          met.port = told.port();
          met.busPort = told.busPort();
          table().add(met);
          cluster.changed();
          if (cluster.listening()) {
            cluster.tell(new ClusterEvent.NodeJoined(met.address()));
          }
        }
        continue;
      }
      if (sender != null && sender.isMaster() && !about.isMyself()) {
        if (bad) {
          about.reports.put(sender, now);
          failIfMajority(about);
        } else {
          about.reports.remove(sender);
        }
      }
      long pong = told.pongSeconds() * 1_000;
      if (!bad
          && about.pingSentMillis == 0
          && reports(about) == 0
          && pong <= now + AHEAD_MILLIS
          && pong > about.pongReceivedMillis) {
        about.pongReceivedMillis = pong;
      }
      if (about.is(Member.FAIL | Member.PFAIL)
          && placed
          && !bad
          && !(about.ip.equals(told.ip())
              && about.port == told.port()
              && about.busPort == told.busPort())) {
        bus.hangUp(about);
        about.ip = told.ip();
        about.port = told.port();
        about.busPort = told.busPort();
        about.flags &= ~Member.NO_ADDRESS;
      }
    }
  }

  /** How many primaries have lately said that a node fails. */
  int reports(Member member) {
    long oldest = clock.nowMillis() - bus.nodeTimeout() * TOLD_TOO_OLD;
    member.reports.values().removeIf(at -> at < oldest);
    return member.reports.size();
  }

  /** A node that this one and a majority of primaries suspect has failed. */
  void failIfMajority(Member member) {
    if (!member.is(Member.PFAIL) || member.is(Member.FAIL)) {
      return;
    }
    boolean counts = table().myself.isMaster();
    int reports = reports(member) + (counts ? 1 : 0);
    if (reports < table().size / 2 + 1) {
      return;
    }
    cluster.say("notice", "Marking node " + member.id + " as failing (quorum reached).");
    markFailed(member, reports);
    if (counts) {
      bus.sayFailed(member);
    }
  }

  private void markFailed(Member member, int reports) {
    member.flags = member.flags & ~Member.PFAIL | Member.FAIL;
    member.failMillis = clock.nowMillis();
    cluster.changed();
    if (cluster.listening()) {
      cluster.tell(new ClusterEvent.NodeFailed(member.address(), reports));
    }
  }

  private void failed(@Nullable Member sender, BusMessage m) {
    Member about = table().named(m.about);
    if (sender != null && about != null && !about.is(Member.FAIL | Member.MYSELF)) {
      cluster.say("notice", "FAIL message received from " + sender.id + " about " + about.id);
      markFailed(about, 0);
    }
  }

  /** A failed node is heard of: it is up, but one whose slots another may take is not yet used. */
  private void forgiveIfDue(Member member) {
    boolean nothingToTake = member.isReplica() || member.slots.isEmpty();
    boolean nobodyTook = clock.nowMillis() - member.failMillis > bus.nodeTimeout() * TOLD_TOO_OLD;
    if (nothingToTake || nobodyTook) {
      member.flags &= ~Member.FAIL;
      cluster.changed();
      tellBack(member);
    }
  }

  private void tellBack(Member member) {
    if (cluster.listening()) {
      cluster.tell(new ClusterEvent.NodeBack(member.address()));
    }
  }
}
