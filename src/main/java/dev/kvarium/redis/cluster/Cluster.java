package dev.kvarium.redis.cluster;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.ClusterEvent;
import dev.kvarium.event.NodeEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.redis.command.ClusterCommands;
import dev.kvarium.redis.command.CommandError;
import dev.kvarium.redis.command.CommandRow;
import dev.kvarium.redis.command.Dispatcher;
import dev.kvarium.redis.command.Handler;
import dev.kvarium.redis.command.Session;
import dev.kvarium.redis.command.Settings;
import dev.kvarium.redis.keyspace.Keyspace;
import dev.kvarium.redis.keyspace.SlotKeys;
import dev.kvarium.wire.Reply;
import dev.kvarium.world.Clock;
import dev.kvarium.world.Disk;
import dev.kvarium.world.Network;
import dev.kvarium.world.Randomness;
import dev.kvarium.world.Timers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A node's part in a cluster: its {@link Table}, the {@link Bus} by which it hears of others, and
 * what follows for the commands that it takes.
 */
public final class Cluster {
  private static final int ID_BYTES = 20;
  private static final long FIRST_DELAY_MILLIS = 2_000;
  private static final long LEAST_REJOIN_MILLIS = 500;
  private static final long MOST_REJOIN_MILLIS = 5_000;
  private static final long FORGET_MILLIS = 60_000;

  private final Settings settings;
  private final Dispatcher dispatcher;
  private final Keyspace keyspace;
  private final Clock clock;
  private final Randomness chance;
  private final Disk disk;
  private final Probe probe;
  private final SlotKeys keys;
  private final SlotRedirection redirection;
  private final Bus bus;
  private final Election election;
  private final ReplicaMigration migration;
  private Table table;
  private boolean unsaved;
  private boolean unsynced;
  private boolean stale;
  private boolean announces;
  private long startedMillis = -1;
  private long minorityMillis;

  /**
   * A node that knows nobody, or whom its file names.
   *
   * @param turnEnds does what is due when a turn ends, before anything is sent
   */
  public Cluster(
      Settings settings,
      Dispatcher dispatcher,
      Keyspace keyspace,
      Clock clock,
      Timers timers,
      Randomness chance,
      Disk disk,
      Probe probe,
      Runnable turnEnds) {
    this.settings = settings;
    this.dispatcher = dispatcher;
    this.keyspace = keyspace;
    this.clock = clock;
    this.chance = chance;
    this.disk = disk;
    this.probe = probe;
    this.keys = keyspace.db(0).keepSlots();
    this.table = alone();
    this.redirection = new SlotRedirection(settings, keyspace.db(0), table);
    this.bus = new Bus(this, settings, clock, timers, chance, turnEnds);
    this.election = new Election(this, settings, clock, chance, bus);
    this.migration = new ReplicaMigration(this, settings, clock);
    dispatcher.slotsBy(redirection);
    dispatcher.messagesBy(bus::publish);
  }

  private Table alone() {
    Member myself = new Member(newId(), Member.MYSELF | Member.MASTER, clock.nowMillis());
    Table made = new Table(myself);
    Announced.place(myself, settings);
    return made;
  }

  /** A message of PUBLISH or SPUBLISH has come by the bus. */
  void deliver(BusMessage message) {
    dispatcher.deliver(message.type == BusMessage.SHARD_PUBLISH, message.channel, message.text);
  }

  /** Keys of a slot that is another's now are deleted. */
  void dropKeys(int slot) {
    byte[] del = Bytes.latin1("DEL");
    for (byte[] key : keys.keys(slot, Long.MAX_VALUE)) {
      keyspace.db(0).delete(key);
      dispatcher.repeat(0, new byte[][] {del, key});
    }
  }

  /** Where the bus of this node listens. */
  public int busPort() {
    return Announced.ownBusPort(settings);
  }

  /** Takes note of a parameter that CONFIG SET changed. */
  public void changed(String parameter) {
    if (Announced.changed(table.myself, settings, parameter)) {
      changed();
    }
  }

  String newId() {
    byte[] bytes = new byte[ID_BYTES];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) chance.nextLong();
    }
    return HexFormat.of().formatHex(bytes);
  }

  /** Reads what is known of the cluster, listens on the bus, and begins to talk. */
  public void start() {
    startedMillis = clock.nowMillis();
    String file = settings.get("cluster-config-file");
    Optional<byte[]> kept = disk.read(file);
    if (kept.isPresent() && kept.get().length > 0) {
      table = NodesText.read(Bytes.text(kept.get()), clock.nowMillis());
      redirection.table(table);
      Announced.place(table.myself, settings);
      Member primary = table.myself.primary;
      if (table.myself.isReplica() && primary != null && primary.port != 0) {
        settings.follow(primary.ip + " " + primary.port);
        keyspace.follows = true;
        dispatcher.replicas().upstream().follow();
      }
    } else {
      unsynced = true;
      save();
    }
    stale = true;
    bus.start();
  }

  /** Says by which network others are reached. */
  public void network(Network network) {
    bus.network(network);
  }

  /** Ends what it does by itself. */
  public void stop() {
    bus.stop();
  }

  Table table() {
    return table;
  }

  SlotKeys keys() {
    return keys;
  }

  Election election() {
    return election;
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  // Commands.

  /** The rows of CLUSTER and its kin. */
  public List<CommandRow> rows() {
    ClusterQueries ask = new ClusterQueries(this, settings);
    ClusterOrders order = new ClusterOrders(this);
    return ClusterCommands.rows(name -> handler(name, ask, order));
  }

  private Handler handler(String name, ClusterQueries ask, ClusterOrders order) {
    return switch (name) {
      case "cluster|addslots" -> order::addSlots;
      case "cluster|addslotsrange" -> order::addRanges;
      case "cluster|bumpepoch" -> order::bumpEpoch;
      case "cluster|count-failure-reports" -> ask::failureReports;
      case "cluster|countkeysinslot" -> ask::countKeys;
      case "cluster|delslots" -> order::delSlots;
      case "cluster|delslotsrange" -> order::delRanges;
      case "cluster|failover" -> order::failover;
      case "cluster|flushslots" -> order::flushSlots;
      case "cluster|forget" -> order::forget;
      case "cluster|getkeysinslot" -> ask::getKeys;
      case "cluster|help" -> ClusterHelp::lines;
      case "cluster|info" -> ask::info;
      case "cluster|keyslot" -> ask::keySlot;
      case "cluster|links" -> ask::links;
      case "cluster|meet" -> order::meet;
      case "cluster|myid" -> ask::myId;
      case "cluster|nodes" -> ask::nodes;
      case "cluster|replicas", "cluster|slaves" -> ask::replicas;
      case "cluster|replicate" -> order::replicate;
      case "cluster|reset" -> order::reset;
      case "cluster|saveconfig" -> order::saveConfig;
      case "cluster|set-config-epoch" -> order::setConfigEpoch;
      case "cluster|setslot" -> order::setSlot;
      case "cluster|shards" -> ask::shards;
      case "cluster|slots" -> ask::slots;
      case "asking" -> call -> asking(call.session());
      case "readonly" -> call -> reading(call.session(), true);
      case "readwrite" -> call -> reading(call.session(), false);
      default -> throw new IllegalArgumentException("nobody answers " + name);
    };
  }

  private static Reply asking(Session session) {
    session.askedNow = session.asking;
    session.asking = true;
    return Reply.OK;
  }

  private static Reply reading(Session session, boolean replicas) {
    session.readsReplica = replicas;
    return Reply.OK;
  }

  /** The node of this id, or an error that begins so. */
  Member known(String id, String otherwise) throws CommandError {
    @Nullable Member member = id.length() == 2 * ID_BYTES ? table.named(id) : null;
    if (member == null) {
      throw new CommandError("ERR " + otherwise + id);
    }
    return member;
  }

  boolean replicasMigrate() {
    return settings.get("cluster-allow-replica-migration").equals("yes");
  }

  boolean handshake(String ip, long port, long busPort) {
    if (port < 1 || port > 0xffff || busPort < 1 || busPort > 0xffff || !Bus.isAddress(ip)) {
      return false;
    }
    bus.handshake(ip, (int) port, (int) busPort, Member.HANDSHAKE | Member.MEET);
    return true;
  }

  void forget(Member member) {
    table.forgotten.put(member.id, clock.nowMillis() + FORGET_MILLIS);
    remove(member);
    changed();
  }

  /** A node is known no more. */
  void remove(Member member) {
    bus.hangUp(member);
    table.remove(member);
    if (probe.listening() && !member.is(Member.HANDSHAKE)) {
      probe.emit(new ClusterEvent.NodeForgotten(member.address()));
    }
  }

  void failover(Member primary, boolean force, boolean takeover) {
    election.manual(primary, force, takeover);
  }

  void reset(boolean hard) {
    Member myself = table.myself;
    if (myself.isReplica()) {
      lead(myself);
      keyspace.flush(0, 0);
    }
    table.closeAll();
    election.resetManual();
    for (Member each : table.all()) {
      table.unassignAll(each);
    }
    for (Member each : table.all()) {
      if (each != myself) {
        remove(each);
      }
    }
    if (hard) {
      table.rename(myself, newId());
      table.currentEpoch = 0;
      table.lastVoteEpoch = 0;
      myself.configEpoch = 0;
    }
    decided();
  }

  // What it becomes.

  /** This node leads from now on, whatever it was. */
  void lead(Member member) {
    if (member.isMaster()) {
      return;
    }
    boolean followed = member.primary != null;
    Table.follow(member, null);
    member.flags = member.flags & ~Member.REPLICA | Member.MASTER;
    if (followed && !member.isMyself()) {
      member.flags |= Member.MIGRATE_TO;
    }
    if (member.isMyself()) {
      settings.follow("");
      dispatcher.replicas().upstream().lead();
    }
    changed();
  }

  /** This node follows another from now on. */
  void follow(Member primary) {
    Member myself = table.myself;
    if (myself.isMaster()) {
      myself.flags = myself.flags & ~(Member.MASTER | Member.MIGRATE_TO) | Member.REPLICA;
      table.closeAll();
    }
    Table.follow(myself, primary);
    settings.follow(primary.ip + " " + primary.port);
    dispatcher.replicas().upstream().follow();
    election.resetManual();
    changed();
    if (probe.listening()) {
      probe.emit(new ClusterEvent.Follows(primary.address()));
    }
  }

  /** The number of the last byte that this node has of its stream. */
  long offset() {
    return table.myself.isReplica()
        ? dispatcher.replicas().upstream().keptOffset()
        : dispatcher.replicas().offset();
  }

  int failureReports(Member member) {
    return bus.failureReports(member);
  }

  SequencedMap<String, Long> messagesSent() {
    return bus.sent();
  }

  SequencedMap<String, Long> messagesReceived() {
    return bus.received();
  }

  // What is due.

  /** The table is another now: it has to be kept, and its state looked at. */
  void changed() {
    unsaved = true;
    stale = true;
  }

  /** The table is another now, and a power cut must not undo that: an epoch, a vote, a claim. */
  void decided() {
    unsynced = true;
    changed();
  }

  /** The state of the cluster may be another. */
  void look() {
    stale = true;
  }

  /** All nodes are told at the end of the turn. */
  void broadcastPong() {
    announces = true;
  }

  /** What is due when a turn ends. */
  public void endTurn() {
    election.endTurn();
    if (stale) {
      stale = false;
      update();
    }
    if (unsaved) {
      save();
    }
    if (announces) {
      announces = false;
      bus.broadcastPong();
    }
  }

  /** What is due ten times a second. */
  void cron() {
    election.cron();
    migration.cron();
    if (stale || !table.ok) {
      stale = false;
      update();
    }
    dispatcher.sendWaitingElsewhere();
    endTurn();
  }

  /** Whether all slots are served, and a majority of primaries is heard of. */
  private void update() {
    Member myself = table.myself;
    long now = clock.nowMillis();
    if (myself.isMaster() && !table.ok && now - startedMillis < FIRST_DELAY_MILLIS) {
      stale = true;
      return;
    }
    boolean ok = true;
    if (settings.get("cluster-require-full-coverage").equals("yes")) {
      for (int i = 0; i < Table.SLOTS && ok; i++) {
        Member owner = table.owners[i];
        ok = owner != null && !owner.is(Member.FAIL);
      }
    }
    int reachable = 0;
    table.size = 0;
    for (Member each : table.members.values()) {
      if (each.isMaster() && !each.slots.isEmpty()) {
        table.size++;
        reachable += each.is(Member.FAIL | Member.PFAIL) ? 0 : 1;
      }
    }
    if (reachable < table.size / 2 + 1) {
      ok = false;
      minorityMillis = now;
    }
    if (ok == table.ok) {
      return;
    }
    long delay =
        Math.clamp(
            Long.parseLong(settings.get("cluster-node-timeout")),
            LEAST_REJOIN_MILLIS,
            MOST_REJOIN_MILLIS);
    if (ok && myself.isMaster() && now - minorityMillis < delay) {
      return;
    }
    table.ok = ok;
    say("notice", "Cluster state changed: " + (ok ? "ok" : "fail"));
    if (probe.listening()) {
      probe.emit(new ClusterEvent.StateChanged(ok ? "ok" : "fail"));
    }
  }

  /** Keeps what is known; what was decided outlives a power cut. */
  void save() {
    boolean syncs = unsynced;
    unsaved = false;
    unsynced = false;
    byte[] text = Bytes.of(NodesText.file(table));
    String name = settings.get("cluster-config-file");
    Disk.DiskFile file = disk.open(name + ".tmp");
    file.truncate(0);
    file.append(text, 0, text.length);
    if (syncs) {
      file.sync();
    }
    file.close();
    disk.rename(name + ".tmp", name);
    if (syncs) {
      disk.syncNames();
    }
  }

  // What is told.

  void say(String level, String text) {
    if (probe.listening()) {
      probe.emit(new NodeEvent.Logged(level, text));
    }
  }

  boolean listening() {
    return probe.listening();
  }

  void tell(ClusterEvent event) {
    probe.emit(event);
  }

  void tellEpoch() {
    if (probe.listening()) {
      probe.emit(new ClusterEvent.EpochBumped(table.myself.configEpoch));
    }
  }

  void tellOwner(int from, int to, Member owner) {
    if (probe.listening()) {
      probe.emit(new ClusterEvent.SlotsAssigned(from, to, owner.address()));
    }
  }

  /** Which slots this node has now. */
  void tellSlots() {
    if (probe.listening()) {
      for (Table.Range each : table.ranges()) {
        if (each.owner() == table.myself) {
          tellOwner(each.from(), each.to(), each.owner());
        }
      }
    }
  }

  void tellMove(int slot) {
    if (!probe.listening()) {
      return;
    }
    Member to = table.migratingTo[slot];
    Member from = table.importingFrom[slot];
    if (to != null) {
      probe.emit(new ClusterEvent.SlotMigrating(slot, to.address()));
    } else if (from != null) {
      probe.emit(new ClusterEvent.SlotImporting(slot, from.address()));
    } else {
      probe.emit(new ClusterEvent.SlotStable(slot));
    }
  }

  /** The nodes that this one knows, itself among them. */
  public List<ClusterSnapshot.Node> nodes() {
    List<ClusterSnapshot.Node> nodes = new ArrayList<>();
    for (Member each : table.members.values()) {
      Member primary = each.primary;
      nodes.add(
          new ClusterSnapshot.Node(
              each.id,
              each.address(),
              each.words(),
              primary == null ? "" : primary.address(),
              each.epoch(),
              each.slots.cardinality(),
              each.isMyself() || each.link != null));
    }
    return nodes;
  }

  /** What this node knows, as it is now. */
  public ClusterSnapshot snapshot() {
    List<ClusterSnapshot.Node> nodes = nodes();
    List<Member> order = new ArrayList<>(table.members.values());
    short[] owners = new short[Table.SLOTS];
    short[] to = new short[Table.SLOTS];
    short[] from = new short[Table.SLOTS];
    int[] held = new int[Table.SLOTS];
    Arrays.fill(owners, (short) -1);
    for (int i = 0; i < order.size(); i++) {
      BitSet slots = order.get(i).slots;
      for (int slot = slots.nextSetBit(0); slot >= 0; slot = slots.nextSetBit(slot + 1)) {
        owners[slot] = (short) i;
      }
    }
    for (int i = 0; i < Table.SLOTS; i++) {
      to[i] = place(order, table.migratingTo[i]);
      from[i] = place(order, table.importingFrom[i]);
      held[i] = keys.count(i);
    }
    return new ClusterSnapshot(
        table.myself.address(),
        table.ok,
        table.currentEpoch,
        nodes,
        owners,
        to,
        from,
        held,
        redirection.served(),
        redirection.refused());
  }

  private static short place(List<Member> order, @Nullable Member member) {
    return member == null ? -1 : (short) order.indexOf(member);
  }
}
