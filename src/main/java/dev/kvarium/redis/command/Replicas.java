package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;
import dev.kvarium.event.NodeEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.event.ReplicationEvent;
import dev.kvarium.redis.keyspace.Keyspace;
import dev.kvarium.wire.Reply;
import dev.kvarium.world.Randomness;
import dev.kvarium.world.Timers;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The clients that said SYNC or PSYNC: each is sent all data as it is, and from then on every
 * command that changes it, in the very bytes of the log.
 *
 * <pre>
 *   PSYNC ? -1  ──►  +FULLRESYNC 8de1… 14     $176\r\n REDIS0010… (176 bytes)   *2\r\n$6\r\nSELECT…
 *                                             or $EOF:k3…40\r\n REDIS… k3…40    └ byte 15 of the
 *   PSYNC 8de1… 15 ► +CONTINUE 8de1…          *2\r\n$6\r\nSELECT…                 {@link Backlog}
 * </pre>
 *
 * <p>A stream of changes has an id of 40 letters, a new one whenever somebody begins to lead; up to
 * {@link #secondOffset} it is the stream that went by {@link #secondId}. So those who followed the
 * same primary may go on with whichever of them leads next.
 *
 * <p>Replicas say every second which byte they have, by REPLCONF ACK, and at once when they are
 * asked; WAIT waits for that.
 */
public final class Replicas {
  private static final int ID_BYTES = 20;
  private static final int MARK_LETTERS = 40;
  private static final String NO_ID = "0".repeat(40);
  private static final byte[] SELECT = Bytes.latin1("SELECT");
  private static final byte[] CRLF = {'\r', '\n'};
  private static final byte[] NEWLINE = {'\n'};
  private static final byte[][] PING = {Bytes.latin1("PING")};
  private static final byte[][] GETACK = {
    Bytes.latin1("REPLCONF"), Bytes.latin1("GETACK"), Bytes.latin1("*")
  };

  /** How long a copy of the process takes to be made, and how many bytes it writes in a µs. */
  private static final long FORK_MICROS = 1_000;

  private static final long BYTES_A_MICRO = 100;

  /** Gives all keys, all functions or both as an RDB file. */
  @FunctionalInterface
  public interface Snapshots {
    byte[] rdb(boolean keys, boolean functions);
  }

  /** A client in WAIT. */
  private record Waiting(Session session, long offset, long wanted) {}

  /** A snapshot that is being made for those who wait for it. */
  private record Snapshot(byte[] data, long offset, boolean diskless, Replica first) {}

  private final Settings settings;
  private final Keyspace keyspace;
  private final Waits waits;
  private final Probe probe;
  private final Timers timers;
  private final Backlog backlog = new Backlog();
  private final List<Session> all = new ArrayList<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private @Nullable Randomness chance;
  private Snapshots data = (keys, functions) -> Bytes.EMPTY;
  private Upstream upstream = Upstream.NONE;
  private @Nullable Failover failover;
  private String id = NO_ID;
  private String secondId = NO_ID;
  private long secondOffset = -1;
  private @Nullable Snapshot snapshot;
  private int selectedDb = -1;
  private boolean asks;
  private long seconds;
  private long aloneSinceMillis;
  private long full;
  private long partial;
  private long refused;

  Replicas(Settings settings, Keyspace keyspace, Waits waits, Probe probe, Timers timers) {
    this.settings = settings;
    this.keyspace = keyspace;
    this.waits = waits;
    this.probe = probe;
    this.timers = timers;
  }

  /** Says where ids and the file of all data come from. */
  public void begin(Randomness ids, Snapshots snapshots) {
    chance = ids;
    data = snapshots;
    id = newId();
  }

  /** Says how this server follows another, if it does. */
  public void upstream(Upstream other) {
    upstream = other;
  }

  void failover(Failover own) {
    failover = own;
  }

  /** Whether this server is giving its place to one of its replicas. */
  boolean isFailingOver() {
    return failover != null && failover.isUnderWay();
  }

  /** How far that is, in the word of INFO. */
  String failoverWord() {
    return failover == null ? "no-failover" : failover.word();
  }

  /** How this server follows another, if it does. */
  public Upstream upstream() {
    return upstream;
  }

  private String newId() {
    byte[] bytes = new byte[ID_BYTES];
    Randomness source = chance;
    for (int i = 0; source != null && i < bytes.length; i++) {
      bytes[i] = (byte) source.nextLong();
    }
    return HexFormat.of().formatHex(bytes);
  }

  // The stream.

  /** By which the stream of changes is known. */
  public String id() {
    return id;
  }

  /** By which it was known before, zeros if by no other. */
  public String secondId() {
    return secondId;
  }

  /** The first byte that the stream has under its own id alone; -1 if it had no other. */
  public long secondOffset() {
    return secondOffset;
  }

  /** The number of the last byte of the stream. */
  public long offset() {
    return backlog.offset();
  }

  /** The number of the oldest byte that is kept, 0 without a backlog. */
  public long firstKept() {
    return backlog.first();
  }

  /** How many bytes are kept. */
  public long kept() {
    return backlog.kept();
  }

  /** Whether nobody is fed, nor anything kept for somebody who may come back. */
  boolean isEmpty() {
    return !backlog.isActive() || settings.isReplica();
  }

  /** Whether this server reads as one that has lost its primary. */
  boolean isStale() {
    return settings.isReplica() && !upstream.isUp();
  }

  /** The stream goes on under a new id: this server leads from now on. */
  public void lead() {
    String former = id;
    secondId = id;
    secondOffset = offset() + 1;
    id = newId();
    selectedDb = -1;
    aloneSinceMillis = keyspace.nowMillis();
    disconnectAll("the id of the stream changed");
    if (probe.listening()) {
      probe.emit(new ReplicationEvent.Promoted(id, former, offset()));
    }
  }

  /** The data is that of another stream, as of a byte of it: nothing of one's own is left. */
  public void adopt(String streamId, long at) {
    id = streamId;
    secondId = NO_ID;
    secondOffset = -1;
    backlog.goTo(at);
    keepBacklog();
  }

  /** The primary goes on under another id. */
  public void rename(String streamId) {
    secondId = id;
    secondOffset = offset() + 1;
    id = streamId;
    disconnectAll("the id of the stream changed");
  }

  /** Keeps the last bytes from now on. */
  public void keepBacklog() {
    backlog.begin(Long.parseLong(settings.get("repl-backlog-size")));
  }

  /** Takes note of a parameter that CONFIG SET changed. */
  public void changed(String parameter) {
    if (parameter.equals("repl-backlog-size")) {
      backlog.resize(Long.parseLong(settings.get(parameter)));
    }
  }

  /** Sends a command that was run in a database. */
  void feed(int db, byte[][] argv) {
    if (isEmpty()) {
      return;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (db != selectedDb) {
      encode(out, new byte[][] {SELECT, Numbers.toBytes(db)});
      selectedDb = db;
    }
    encode(out, argv);
    send(out.toByteArray());
  }

  /** Sends on what came from the primary, as it came. */
  public void passOn(byte[] bytes) {
    if (backlog.isActive()) {
      send(bytes);
    }
  }

  private void feed(byte[][] argv) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    encode(out, argv);
    send(out.toByteArray());
  }

  private void send(byte[] bytes) {
    backlog.add(bytes);
    for (Session each : List.copyOf(all)) {
      Replica replica = facts(each);
      if (replica.isFed()) {
        stream(each, bytes);
      } else if (replica.state == Replica.State.SNAPSHOT || replica.startsOnAck) {
        replica.held.writeBytes(bytes);
      }
    }
  }

  private void stream(Session session, byte[] bytes) {
    facts(session).sent = offset();
    session.front.stream(bytes);
  }

  // Who is there.

  /** Those that are there, in the order in which they came. */
  List<Session> all() {
    return List.copyOf(all);
  }

  private List<Session> online() {
    List<Session> online = new ArrayList<>();
    for (Session each : all) {
      if (facts(each).state == Replica.State.ONLINE) {
        online.add(each);
      }
    }
    return online;
  }

  /** What is known of a client as a replica. */
  static Replica facts(Session session) {
    Replica known = session.replicaFacts;
    if (known == null) {
      known = new Replica();
      session.replicaFacts = known;
    }
    return known;
  }

  /** A client wants all data, and what changes it. */
  void add(Session session, boolean silent) {
    full++;
    Replica replica = facts(session);
    replica.state = Replica.State.WAITS;
    replica.silent = silent;
    replica.sinceMillis = keyspace.nowMillis();
    join(session);
    if (all.size() == 1 && !backlog.isActive()) {
      id = newId();
      secondId = NO_ID;
      secondOffset = -1;
      keepBacklog();
    }
    Snapshot made = snapshot;
    if (made != null) {
      if (!made.diskless() && attaches(replica, made.first())) {
        replica.held.writeBytes(made.first().held.toByteArray());
        await(session, made);
      }
    } else if (!delays(replica)) {
      begin(replica);
    }
  }

  private static boolean attaches(Replica replica, Replica first) {
    return replica.wantsKeys == first.wantsKeys
        && replica.wantsFunctions == first.wantsFunctions
        && (!first.wantsSnapshotOnly || replica.wantsSnapshotOnly);
  }

  private boolean delays(Replica replica) {
    return settings.get("repl-diskless-sync").equals("yes")
        && replica.knowsEnd
        && !settings.get("repl-diskless-sync-delay").equals("0");
  }

  private void join(Session session) {
    session.replica = true;
    facts(session).heardMillis = keyspace.nowMillis();
    all.add(session);
  }

  /** Begins a snapshot for all who wait for one like this replica's. */
  private void begin(Replica like) {
    selectedDb = -1;
    List<Session> those = new ArrayList<>();
    boolean knowEnd = true;
    for (Session each : all) {
      Replica replica = facts(each);
      if (replica.state == Replica.State.WAITS
          && replica.wantsKeys == like.wantsKeys
          && replica.wantsFunctions == like.wantsFunctions) {
        those.add(each);
        knowEnd &= replica.knowsEnd;
      }
    }
    boolean filtered = !like.wantsKeys || !like.wantsFunctions;
    boolean diskless = knowEnd && (filtered || settings.get("repl-diskless-sync").equals("yes"));
    byte[] bytes = data.rdb(like.wantsKeys, like.wantsFunctions);
    Snapshot begun = new Snapshot(bytes, offset(), diskless, like);
    snapshot = begun;
    say("Starting BGSAVE for SYNC with target: " + (diskless ? "replicas sockets" : "disk"));
    for (Session each : those) {
      await(each, begun);
      if (probe.listening()) {
        probe.emit(
            new ReplicationEvent.FullSyncStarted(
                name(each), begun.offset(), bytes.length, diskless));
      }
    }
    timers.after(FORK_MICROS + bytes.length / BYTES_A_MICRO, () -> end(begun));
  }

  private void await(Session session, Snapshot made) {
    Replica replica = facts(session);
    replica.state = Replica.State.SNAPSHOT;
    replica.sent = made.offset();
    if (!replica.silent) {
      session.front.stream(Bytes.latin1("+FULLRESYNC " + id + " " + made.offset() + "\r\n"));
    }
  }

  /** The snapshot is whole: it goes out, and behind it what changed meanwhile. */
  private void end(Snapshot made) {
    if (snapshot != made) {
      return;
    }
    snapshot = null;
    for (Session each : List.copyOf(all)) {
      Replica replica = facts(each);
      if (replica.state == Replica.State.SNAPSHOT) {
        each.front.stream(made.diskless() ? marked(made.data()) : counted(made.data()));
        replica.heardMillis = keyspace.nowMillis();
        if (replica.wantsSnapshotOnly) {
          replica.state = Replica.State.SERVED;
        } else {
          replica.state = Replica.State.ONLINE;
          replica.startsOnAck = made.diskless();
          say("Synchronization with replica " + name(each) + " succeeded");
          if (!replica.startsOnAck) {
            startStream(each, replica);
          }
        }
      }
    }
  }

  private void startStream(Session session, Replica replica) {
    replica.startsOnAck = false;
    byte[] held = replica.held.toByteArray();
    replica.held = new ByteArrayOutputStream();
    if (held.length > 0) {
      stream(session, held);
    }
  }

  private static byte[] counted(byte[] data) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(data.length + 16);
    header(out, '$', data.length);
    out.writeBytes(data);
    return out.toByteArray();
  }

  /** The data between two marks, which it does not hold but by a chance of 1 in 2^160. */
  private byte[] marked(byte[] data) {
    byte[] mark = Bytes.latin1(newId().substring(0, MARK_LETTERS));
    ByteArrayOutputStream out = new ByteArrayOutputStream(data.length + 2 * MARK_LETTERS + 8);
    out.writeBytes(Bytes.latin1("$EOF:"));
    out.writeBytes(mark);
    out.writeBytes(CRLF);
    out.writeBytes(data);
    out.writeBytes(mark);
    return out.toByteArray();
  }

  /** Sends a client what it missed from a byte on and feeds it further; whether that can be. */
  boolean goOn(Session session, long from, String streamId) {
    String reason = hindrance(from, streamId);
    if (!reason.isEmpty()) {
      refused++;
      if (probe.listening()) {
        probe.emit(
            new ReplicationEvent.PartialRefused(
                name(session), reason, from, backlog.first(), offset()));
      }
      return false;
    }
    partial++;
    Replica replica = facts(session);
    replica.state = Replica.State.ONLINE;
    join(session);
    String line = replica.knowsContinue ? "+CONTINUE " + id : "+CONTINUE";
    session.front.stream(Bytes.latin1(line + "\r\n"));
    byte[] missed = backlog.from(from);
    if (missed.length > 0) {
      stream(session, missed);
    }
    if (probe.listening()) {
      probe.emit(new ReplicationEvent.PartialSync(name(session), from, missed.length));
    }
    return true;
  }

  /** Why a replica cannot be sent what it missed alone; empty when it can. */
  private String hindrance(long from, String streamId) {
    boolean own = streamId.equalsIgnoreCase(id);
    if (!own && !streamId.equalsIgnoreCase(secondId)) {
      return "it followed another history";
    }
    if (!own && from > secondOffset) {
      return "it has bytes up to "
          + (from - 1)
          + " of the former history, which was left at "
          + (secondOffset - 1);
    }
    if (!backlog.isActive()) {
      return "there is no backlog";
    }
    if (from < backlog.first()) {
      return "it lacks byte " + from + ", the backlog begins with " + backlog.first();
    }
    return from > offset() + 1 ? "it has more bytes than this server" : "";
  }

  void forget(Session session) {
    forget(session, "");
  }

  private void forget(Session session, String reason) {
    waiting.removeIf(each -> each.session() == session);
    if (session.replica) {
      session.replica = false;
      all.remove(session);
      Replica replica = facts(session);
      if (all.isEmpty()) {
        aloneSinceMillis = keyspace.nowMillis();
      }
      if (probe.listening() && replica.state != Replica.State.SERVED) {
        probe.emit(new ReplicationEvent.ReplicaLost(name(session), reason, replica.acknowledged));
      }
    }
  }

  /** Ends the connections of all replicas; they may come back. */
  public void disconnectAll(String reason) {
    for (Session each : List.copyOf(all)) {
      disconnect(each, reason);
    }
  }

  private void disconnect(Session session, String reason) {
    forget(session, reason);
    session.front.end();
  }

  /** By which people know a replica: its address with the port on which it listens. */
  static String name(Session session) {
    Replica replica = facts(session);
    return replica.port == 0 ? session.address() : address(session) + ":" + replica.port;
  }

  /** Where a replica is, without its port. */
  static String address(Session session) {
    String said = facts(session).address;
    String address = session.address();
    return said.isEmpty() ? address.substring(0, Math.max(0, address.lastIndexOf(':'))) : said;
  }

  // What they have.

  /** A replica says which byte it has. */
  void acknowledged(Session session, long offset) {
    Replica replica = facts(session);
    if (offset > replica.acknowledged) {
      replica.acknowledged = offset;
      if (probe.listening()) {
        probe.emit(new ReplicationEvent.Acknowledged(name(session), offset));
      }
    }
    replica.heardMillis = keyspace.nowMillis();
    if (replica.state == Replica.State.ONLINE && replica.startsOnAck) {
      startStream(session, replica);
    }
    for (Waiting each : List.copyOf(waiting)) {
      Waits.Wait wait = each.session().wait;
      int have = having(each.offset());
      if (wait != null && have >= each.wanted()) {
        waiting.remove(each);
        waits.end(wait, Reply.of(have));
      }
    }
  }

  /** How many have all up to a byte. */
  int having(long offset) {
    int count = 0;
    for (Session each : all) {
      Replica replica = facts(each);
      count += replica.state == Replica.State.ONLINE && replica.acknowledged >= offset ? 1 : 0;
    }
    return count;
  }

  /** How many were heard of as lately as {@code min-replicas-max-lag} wants it. */
  int good() {
    long most = Long.parseLong(settings.get("min-replicas-max-lag"));
    int count = 0;
    for (Session each : online()) {
      count += lagSeconds(each) <= most ? 1 : 0;
    }
    return count;
  }

  /** For how long a replica has said nothing. */
  long lagSeconds(Session session) {
    return keyspace.nowMillis() / 1_000 - facts(session).heardMillis / 1_000;
  }

  /** A client waits until so many have all up to a byte; they are asked when the turn ends. */
  void await(Session session, long offset, long wanted) {
    waiting.removeIf(each -> each.session().wait == null || each.session() == session);
    waiting.add(new Waiting(session, offset, wanted));
    asks = true;
  }

  /** What is due when a turn ends. */
  void endTurn() {
    if (asks) {
      asks = false;
      if (!all.isEmpty() && !settings.isReplica()) {
        feed(GETACK);
      }
    }
  }

  // Once a second.

  /** What is due every second: signs of life, and no patience with those who give none. */
  public void cron() {
    long now = keyspace.nowMillis();
    long period = Long.parseLong(settings.get("repl-ping-replica-period"));
    if (seconds++ % period == 0 && !all.isEmpty() && !isEmpty() && !isFailingOver()) {
      feed(PING);
    }
    long patience = Long.parseLong(settings.get("repl-timeout"));
    for (Session each : List.copyOf(all)) {
      Replica replica = facts(each);
      if (replica.state == Replica.State.WAITS
          || replica.state == Replica.State.SNAPSHOT && snapshot != null && !snapshot.diskless()) {
        each.front.stream(NEWLINE);
      }
      if (replica.state == Replica.State.ONLINE && !replica.silent && lagSeconds(each) > patience) {
        say("Disconnecting timedout replica (streaming sync): " + name(each));
        disconnect(each, "nothing was heard of it for " + lagSeconds(each) + " s");
      }
    }
    long keeps = Long.parseLong(settings.get("repl-backlog-ttl"));
    if (all.isEmpty()
        && backlog.isActive()
        && !settings.isReplica()
        && keeps > 0
        && (now - aloneSinceMillis) / 1_000 > keeps) {
      backlog.goTo(offset());
      id = newId();
      secondId = NO_ID;
      secondOffset = -1;
    }
    beginIfDue(now);
  }

  private void beginIfDue(long now) {
    if (snapshot != null) {
      return;
    }
    long longest = -1;
    int count = 0;
    Replica first = null;
    for (Session each : all) {
      Replica replica = facts(each);
      if (replica.state == Replica.State.WAITS
          && (first == null
              || replica.wantsKeys == first.wantsKeys
                  && replica.wantsFunctions == first.wantsFunctions)) {
        first = first == null ? replica : first;
        longest = Math.max(longest, now / 1_000 - replica.sinceMillis / 1_000);
        count++;
      }
    }
    long enough = Long.parseLong(settings.get("repl-diskless-sync-max-replicas"));
    if (first != null
        && (!settings.get("repl-diskless-sync").equals("yes")
            || enough > 0 && count >= enough
            || longest >= Long.parseLong(settings.get("repl-diskless-sync-delay")))) {
      begin(first);
    }
  }

  // What is told of them.

  /** How often a replica was given all data. */
  public long fullSyncs() {
    return full;
  }

  /** How often one was given what it had missed. */
  public long partialSyncs() {
    return partial;
  }

  /** How often one wanted that and could not have it. */
  public long partialRefused() {
    return refused;
  }

  ReplicationCounts counts() {
    return new ReplicationCounts(
        all(), offset(), good(), full, partial, refused, backlog.first(), backlog.kept());
  }

  /** One replica as it is now. */
  public record Line(String name, String state, long sent, long acknowledged, long lagSeconds) {}

  /** The replicas as they are now. */
  public List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (Session each : all) {
      Replica replica = facts(each);
      lines.add(
          new Line(
              name(each),
              replica.state.word(),
              replica.sent,
              replica.acknowledged,
              lagSeconds(each)));
    }
    return lines;
  }

  /** The stream as it will be given to a replica from now on: the database that is selected. */
  public int streamDb() {
    return settings.isReplica() ? upstream.db() : Math.max(0, selectedDb);
  }

  private void say(String text) {
    if (probe.listening()) {
      probe.emit(new NodeEvent.Logged("notice", text));
    }
  }

  private static void encode(ByteArrayOutputStream out, byte[][] argv) {
    header(out, '*', argv.length);
    for (byte[] word : argv) {
      header(out, '$', word.length);
      out.writeBytes(word);
      out.writeBytes(CRLF);
    }
  }

  private static void header(ByteArrayOutputStream out, char sign, int number) {
    out.write(sign);
    out.writeBytes(Numbers.toBytes(number));
    out.writeBytes(CRLF);
  }
}
