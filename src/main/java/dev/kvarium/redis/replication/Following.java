package dev.kvarium.redis.replication;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;
import dev.kvarium.event.NodeEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.event.ReplicationEvent;
import dev.kvarium.redis.command.Clients;
import dev.kvarium.redis.command.Dispatcher;
import dev.kvarium.redis.command.Front;
import dev.kvarium.redis.command.Replicas;
import dev.kvarium.redis.command.Session;
import dev.kvarium.redis.command.Settings;
import dev.kvarium.redis.command.Upstream;
import dev.kvarium.redis.keyspace.Keyspace;
import dev.kvarium.redis.rdb.Persistence;
import dev.kvarium.redis.rdb.RdbLoad;
import dev.kvarium.wire.ProtocolError;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.RespParser;
import dev.kvarium.wire.RespWriter;
import dev.kvarium.world.Clock;
import dev.kvarium.world.Network;
import dev.kvarium.world.Timers;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A replica's way to its primary, from the first knock to the stream of changes.
 *
 * <pre>
 *   CONNECT ──► CONNECTING ──► PING ──► REPLCONF ──► PSYNC ─┬─ +CONTINUE ───────────► CONNECTED
 *      ▲                                                    └─ +FULLRESYNC ─► TRANSFER ─┘  │
 *      └──────────── after a second, or at once when a stream broke off ◄───────────────────┘
 * </pre>
 *
 * <p>What comes in the stream is executed as a client's commands are, but for the replies, and is
 * handed on to replicas of one's own byte for byte: the whole chain counts the same bytes. A byte
 * counts once the command that it belongs to has taken effect, and a transaction as a whole. When
 * the stream breaks off, its id and that number are kept, to ask for the next byte later.
 *
 * <p>Source: behaviour of replication.c in 7.0.15.
 */
public final class Following implements Upstream {
  private static final long BUSY_MICROS = 10_000;
  private static final String MARK = "$EOF:";
  private static final int MARK_LETTERS = 40;

  /** How far the way has come. */
  private enum State {
    NONE("none"),
    CONNECT("connect"),
    CONNECTING("connecting"),
    PING("handshake"),
    AUTH("handshake"),
    PORT("handshake"),
    ADDRESS("handshake"),
    CAPABILITIES("handshake"),
    PSYNC("handshake"),
    TRANSFER("sync"),
    CONNECTED("connected");

    final String word;

    State(String word) {
      this.word = word;
    }

    boolean isHandshake() {
      return compareTo(CONNECTING) >= 0 && compareTo(PSYNC) <= 0;
    }
  }

  /** Where the stream was when it broke off. */
  private record Broken(String id, long offset, int db) {}

  private final Settings settings;
  private final Replicas replicas;
  private final Clients clients;
  private final Dispatcher dispatcher;
  private final Keyspace keyspace;
  private final Persistence persistence;
  private final Clock clock;
  private final Timers timers;
  private final Probe probe;
  private final Runnable turnEnds;
  private Network network = Network.NONE;

  private State state = State.NONE;
  private Network.@Nullable Connection connection;

  /** Counts the connections: what an earlier one says is not listened to. */
  private int attempt;

  private final Input input = new Input();
  private @Nullable Transfer transfer;
  private @Nullable Session primary;
  private @Nullable Broken broken;
  private String streamId = "";
  private long streamOffset = -1;
  private RespParser parser = new RespParser();
  private ByteArrayOutputStream unapplied = new ByteArrayOutputStream();
  private long readOffset;
  private long appliedOffset;
  private long lastIoMillis;
  private long downSinceMillis;
  private boolean waitsForScript;

  /**
   * A server that follows nobody yet.
   *
   * @param turnEnds does what is due when a turn ends, before anything is sent
   */
  public Following(
      Settings settings,
      Dispatcher dispatcher,
      Clients clients,
      Keyspace keyspace,
      Persistence persistence,
      Clock clock,
      Timers timers,
      Probe probe,
      Runnable turnEnds) {
    this.settings = settings;
    this.dispatcher = dispatcher;
    this.replicas = dispatcher.replicas();
    this.clients = clients;
    this.keyspace = keyspace;
    this.persistence = persistence;
    this.clock = clock;
    this.timers = timers;
    this.probe = probe;
    this.turnEnds = turnEnds;
  }

  /** Says by which network others are reached. */
  public void network(Network other) {
    network = other;
  }

  /** The server starts; if its configuration names a primary, it follows that. */
  public void start() {
    if (settings.isReplica()) {
      keyspace.follows = true;
      state = State.CONNECT;
    }
  }

  private String host() {
    String name = settings.master();
    return name.substring(0, name.lastIndexOf(' '));
  }

  private int port() {
    String name = settings.master();
    return Integer.parseInt(name.substring(name.lastIndexOf(' ') + 1));
  }

  private String name() {
    return host() + ":" + port();
  }

  // What commands want.

  @Override
  public boolean isUp() {
    return state == State.CONNECTED;
  }

  @Override
  public String state() {
    return state.word;
  }

  @Override
  public long offset() {
    return primary == null ? -1 : appliedOffset;
  }

  @Override
  public long keptOffset() {
    return Math.max(0, primary == null ? broken().offset() : appliedOffset);
  }

  @Override
  public long ageMillis() {
    long since = state == State.CONNECTED ? lastIoMillis : downSinceMillis;
    return (clock.nowMillis() / 1_000 - since / 1_000) * 1_000;
  }

  @Override
  public int db() {
    Session session = primary;
    Broken before = broken;
    return session != null ? session.db : before != null ? Math.max(0, before.db()) : 0;
  }

  @Override
  public void follow() {
    boolean led = state == State.NONE;
    leave("another primary was named");
    for (Session each : clients.all()) {
      dispatcher.unblock(each);
    }
    if (led) {
      broken = new Broken(replicas.id(), replicas.offset(), -1);
    }
    keyspace.follows = true;
    state = State.CONNECT;
    if (probe.listening()) {
      probe.emit(new ReplicationEvent.Follows(name()));
    }
    connect();
  }

  @Override
  public void lead() {
    leave("it leads now");
    broken = null;
    state = State.NONE;
    downSinceMillis = 0;
    keyspace.follows = false;
    replicas.lead();
  }

  /** Lets go of the primary, of whatever it is to be next. */
  private void leave(String why) {
    Session session = primary;
    if (session != null) {
      remember(session);
      downSinceMillis = clock.nowMillis();
      if (probe.listening()) {
        probe.emit(new ReplicationEvent.LinkLost(session.label(), why, appliedOffset));
      }
    }
    close();
    state = State.CONNECT;
  }

  private void remember(Session session) {
    broken = new Broken(streamId, appliedOffset, session.db);
    primary = null;
    clients.leave(session);
  }

  private void close() {
    attempt++;
    Network.Connection open = connection;
    connection = null;
    transfer = null;
    input.clear();
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void acknowledge() {
    if (primary != null) {
      send("REPLCONF", "ACK", Long.toString(appliedOffset));
    }
  }

  // The way.

  private void connect() {
    if (!network.isThere()) {
      return;
    }
    close();
    int number = attempt;
    lastIoMillis = clock.nowMillis();
    state = State.CONNECTING;
    say("notice", "Connecting to MASTER " + name());
    connection =
        network.connect(
            host(),
            port(),
            new Network.Peer() {
              @Override
              public void connected() {
                if (number == attempt) {
                  turn(() -> begin());
                }
              }

              @Override
              public void received(byte[] bytes) {
                if (number == attempt) {
                  turn(() -> take(bytes));
                }
              }

              @Override
              public void closed(String reason) {
                if (number == attempt) {
                  turn(() -> over(reason.isEmpty() ? "the connection was closed" : reason));
                }
              }
            });
  }

  private void turn(Runnable action) {
    keyspace.freeze(clock.nowMillis());
    action.run();
    turnEnds.run();
  }

  private void begin() {
    lastIoMillis = clock.nowMillis();
    state = State.PING;
    send("PING");
  }

  private void send(String... words) {
    byte[][] argv = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      argv[i] = Bytes.of(words[i]);
    }
    Network.Connection open = connection;
    if (open != null) {
      open.send(RespWriter.request(argv));
    }
  }

  /** The connection is over, by itself or by a timeout. */
  private void over(String reason) {
    State before = state;
    Session session = primary;
    if (session != null) {
      remember(session);
    }
    close();
    state = State.CONNECT;
    if (before == State.CONNECTED) {
      downSinceMillis = clock.nowMillis();
      say("notice", "Connection with master lost.");
      if (probe.listening()) {
        probe.emit(new ReplicationEvent.LinkLost(name(), reason, broken().offset()));
      }
    } else {
      say("warning", "Error condition on socket for SYNC: " + reason);
    }
    if (before == State.CONNECTED || before == State.TRANSFER) {
      connect();
    }
  }

  private Broken broken() {
    Broken known = broken;
    return known == null ? new Broken("?", -1, -1) : known;
  }

  private void take(byte[] bytes) {
    lastIoMillis = clock.nowMillis();
    if (state == State.CONNECTED) {
      stream(bytes, 0);
      return;
    }
    input.add(bytes);
    int number = attempt;
    while (number == attempt && state != State.CONNECTED) {
      if (transfer != null ? !receive(transfer) : !answer()) {
        return;
      }
    }
    if (number == attempt && state == State.CONNECTED) {
      byte[] rest = input.rest();
      stream(rest, 0);
    }
  }

  /** Takes one answer of the handshake; whether there was a whole one. */
  private boolean answer() {
    byte[] line = input.line();
    if (line == null) {
      return false;
    }
    String text = Bytes.latin1Text(line);
    if (text.isEmpty()) {
      return true; // a sign of life
    }
    switch (state) {
      case PING -> {
        if (text.startsWith("+") || text.startsWith("-NOAUTH") || text.startsWith("-NOPERM")) {
          introduce();
        } else {
          over("Error reply to PING from master: '" + text + "'");
        }
      }
      case AUTH -> {
        if (text.startsWith("-")) {
          over("Unable to AUTH to MASTER: " + text);
        } else {
          state = State.PORT;
        }
      }
      case PORT ->
          state =
              settings.get("replica-announce-ip").isEmpty() ? State.CAPABILITIES : State.ADDRESS;
      case ADDRESS -> state = State.CAPABILITIES;
      case CAPABILITIES -> ask();
      case PSYNC -> granted(text);
      default -> over("an answer that nobody asked for: " + text);
    }
    return true;
  }

  private void introduce() {
    String password = settings.get("masterauth");
    if (!password.isEmpty()) {
      String user = settings.get("masteruser");
      if (user.isEmpty()) {
        send("AUTH", password);
      } else {
        send("AUTH", user, password);
      }
    }
    String announced = settings.get("replica-announce-port");
    String port = announced.equals("0") ? settings.get("port") : announced;
    send("REPLCONF", "listening-port", port);
    String address = settings.get("replica-announce-ip");
    if (!address.isEmpty()) {
      send("REPLCONF", "ip-address", address);
    }
    send("REPLCONF", "capa", "eof", "capa", "psync2");
    state = password.isEmpty() ? State.PORT : State.AUTH;
  }

  private void ask() {
    Broken before = broken;
    state = State.PSYNC;
    if (before != null && dispatcher.failover().runs()) {
      send("PSYNC", before.id(), Long.toString(before.offset() + 1), "FAILOVER");
    } else if (before == null) {
      send("PSYNC", "?", "-1");
    } else {
      say(
          "notice",
          "Trying a partial resynchronization (request "
              + before.id()
              + ":"
              + (before.offset() + 1)
              + ").");
      send("PSYNC", before.id(), Long.toString(before.offset() + 1));
    }
  }

  private void granted(String text) {
    boolean takes = text.startsWith("+FULLRESYNC ") || text.startsWith("+CONTINUE");
    if (dispatcher.failover().runs()) {
      dispatcher.failover().answered(takes);
      if (!takes) {
        return;
      }
    }
    if (text.startsWith("+FULLRESYNC ")) {
      String[] words = text.split(" ");
      if (words.length == 3 && Numbers.isLong(Bytes.latin1(words[2]))) {
        streamId = words[1];
        streamOffset = Long.parseLong(words[2]);
      }
      say("notice", "Full resync from master: " + streamId + ":" + streamOffset);
      begin(new Transfer());
    } else if (text.startsWith("+CONTINUE") && broken != null) {
      String id = text.length() > 10 ? text.substring(10).strip() : "";
      resume(broken, id.isEmpty() ? broken.id() : id);
    } else if (text.startsWith("-NOMASTERLINK") || text.startsWith("-LOADING")) {
      over("Master is currently unable to PSYNC but should be in the future: " + text);
    } else {
      streamId = "0".repeat(40);
      streamOffset = 0;
      Network.Connection open = connection;
      if (open != null) {
        open.send(Bytes.latin1("SYNC\r\n"));
      }
      begin(new Transfer());
    }
  }

  private void begin(Transfer begun) {
    state = State.TRANSFER;
    transfer = begun;
  }

  private void resume(Broken before, String id) {
    say("notice", "Successful partial resynchronization with master.");
    if (!id.equals(before.id())) {
      say("notice", "Master replication ID changed to " + id);
      replicas.rename(id);
    }
    streamId = id;
    replicas.keepBacklog();
    up(before.offset(), Math.max(0, before.db()));
    if (probe.listening()) {
      probe.emit(new ReplicationEvent.Resumed(name(), id, before.offset()));
    }
  }

  /** All that comes from now on is the stream. */
  private void up(long offset, int db) {
    broken = null;
    state = State.CONNECTED;
    Network.Connection open = connection;
    Session session =
        clients.connect(name(), open == null ? name() : open.remoteAddress(), clock.nowMicros());
    session.primary = true;
    session.localAddress = open == null ? "" : open.localAddress();
    session.db = db;
    session.denyBlocking = true;
    session.front =
        new Front() {
          @Override
          public void send(Reply reply) {}

          @Override
          public void end() {
            int number = attempt;
            timers.after(
                0,
                () -> {
                  if (number == attempt) {
                    turn(() -> over("a client ended it"));
                  }
                });
          }
        };
    primary = session;
    appliedOffset = offset;
    readOffset = offset;
    parser = new RespParser();
    unapplied = new ByteArrayOutputStream();
  }

  // All data.

  /** Takes what has come of a snapshot; whether there may be more to take. */
  private boolean receive(Transfer under) {
    if (!under.begun) {
      byte[] line = input.line();
      if (line == null) {
        return false;
      }
      String text = Bytes.latin1Text(line);
      if (text.isEmpty()) {
        return true;
      }
      if (text.startsWith(MARK) && text.length() >= MARK.length() + MARK_LETTERS) {
        under.mark = Bytes.latin1(text.substring(MARK.length(), MARK.length() + MARK_LETTERS));
      } else if (text.startsWith("$") && Numbers.isLong(Bytes.latin1(text.substring(1)))) {
        under.totalBytes = Long.parseLong(text.substring(1));
      } else {
        over("MASTER aborted replication with an error: " + text);
        return true;
      }
      under.begun = true;
      return true;
    }
    if (under.totalBytes >= 0) {
      under.add(input.take(under.totalBytes - under.size()));
      if (under.size() < under.totalBytes) {
        return false;
      }
    } else {
      // nothing follows the mark before this side has spoken
      under.add(input.rest());
      if (!under.hasMark()) {
        return false;
      }
    }
    load(under, under.file());
    return true;
  }

  private void load(Transfer whole, byte[] file) {
    transfer = null;
    replicas.disconnectAll("all data is another now");
    say("notice", "MASTER <-> REPLICA sync: Flushing old data");
    RdbLoad load = persistence.take(file);
    if (load instanceof RdbLoad.Loaded loaded) {
      replicas.adopt(streamId, streamOffset);
      up(streamOffset, persistence.streamDb());
      say("notice", "MASTER <-> REPLICA sync: Finished with success");
      if (probe.listening()) {
        probe.emit(
            new ReplicationEvent.Loaded(
                name(), streamId, streamOffset, file.length, loaded.keys()));
      }
      if (whole.mark.length > 0) {
        acknowledge();
      }
    } else {
      broken = null;
      over("Failed trying to load the MASTER synchronization DB from disk");
    }
  }

  // The stream.

  private void stream(byte[] bytes, int from) {
    Session session = primary;
    if (session == null || bytes.length == from) {
      return;
    }
    session.lastCommandMicros = clock.nowMicros();
    readOffset += bytes.length - from;
    unapplied.write(bytes, from, bytes.length - from);
    parser.feed(bytes, from, bytes.length);
    apply(session);
  }

  private void apply(Session session) {
    if (waitsForScript) {
      return;
    }
    int number = attempt;
    try {
      while (number == attempt && parser.next()) {
        if (dispatcher.isBusy()) {
          passOn();
          waitsForScript = true;
          byte[][] argv = parser.args();
          timers.after(BUSY_MICROS, () -> turn(() -> goOn(number, session, argv)));
          return;
        }
        execute(session, parser.args());
      }
      parser.keep();
      passOn();
    } catch (ProtocolError error) {
      over("Protocol error from master");
    }
  }

  /** Replicas of this server get what has taken effect here. */
  private void passOn() {
    int count = (int) (appliedOffset - replicas.offset());
    if (count > 0) {
      byte[] all = unapplied.toByteArray();
      replicas.passOn(count == all.length ? all : Arrays.copyOf(all, count));
      unapplied.reset();
      unapplied.write(all, count, all.length - count);
    }
  }

  private void goOn(int number, Session session, byte[][] argv) {
    if (number != attempt) {
      waitsForScript = false;
    } else if (dispatcher.isBusy()) {
      timers.after(BUSY_MICROS, () -> turn(() -> goOn(number, session, argv)));
    } else {
      waitsForScript = false;
      execute(session, argv);
      apply(session);
    }
  }

  private void execute(Session session, byte[][] argv) {
    keyspace.led = true;
    try {
      dispatcher.execute(session, argv);
    } finally {
      keyspace.led = false;
    }
    if (!session.isInTransaction() && primary == session) {
      appliedOffset = readOffset - parser.pendingBytes();
    }
  }

  // Once a second.

  /** What is due every second. */
  public void cron() {
    if (!settings.isReplica()) {
      return;
    }
    long patience = Long.parseLong(settings.get("repl-timeout"));
    long silentSeconds = clock.nowMillis() / 1_000 - lastIoMillis / 1_000;
    if (silentSeconds > patience) {
      if (state.isHandshake()) {
        say("warning", "Timeout connecting to the MASTER...");
        connect();
      } else if (state == State.TRANSFER || state == State.CONNECTED) {
        over("nothing was heard of it for " + silentSeconds + " s");
      }
    }
    if (state == State.CONNECT) {
      connect();
    }
    acknowledge();
  }

  // What is told.

  @Override
  public String info() {
    StringBuilder text = new StringBuilder();
    Broken before = broken;
    long applied = primary != null ? appliedOffset : before != null ? before.offset() : 1;
    long read = primary != null ? readOffset : applied;
    long silent = clock.nowMillis() / 1_000 - lastIoMillis / 1_000;
    line(text, "master_link_status", isUp() ? "up" : "down");
    line(text, "master_last_io_seconds_ago", Long.toString(primary != null ? silent : -1));
    line(text, "master_sync_in_progress", state == State.TRANSFER ? "1" : "0");
    line(text, "slave_read_repl_offset", Long.toString(read));
    line(text, "slave_repl_offset", Long.toString(applied));
    Transfer under = transfer;
    if (under != null) {
      long got = under.size();
      line(text, "master_sync_total_bytes", Long.toString(under.totalBytes));
      line(text, "master_sync_read_bytes", Long.toString(got));
      line(text, "master_sync_left_bytes", Long.toString(under.totalBytes - got));
      line(text, "master_sync_perc", percent(got, under.totalBytes));
      line(text, "master_sync_last_io_seconds_ago", Long.toString(silent));
    }
    if (!isUp()) {
      long down = downSinceMillis == 0 ? -1 : (clock.nowMillis() - downSinceMillis) / 1_000;
      line(text, "master_link_down_since_seconds", Long.toString(down));
    }
    return text.toString();
  }

  private static String percent(long part, long all) {
    return String.format(Locale.ROOT, "%.2f", (double) part / all * 100);
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append(':').append(value).append("\r\n");
  }

  /** How this server stands among others. */
  public ReplicationSnapshot snapshot() {
    Optional<ReplicationSnapshot.Primary> above =
        settings.isReplica()
            ? Optional.of(
                new ReplicationSnapshot.Primary(
                    name(),
                    state.word,
                    isUp(),
                    primary != null ? appliedOffset : broken().offset(),
                    primary != null ? clock.nowMillis() - lastIoMillis : -1))
            : Optional.empty();
    return new ReplicationSnapshot(
        replicas.id(),
        replicas.secondId(),
        replicas.secondOffset(),
        replicas.offset(),
        replicas.firstKept(),
        replicas.kept(),
        Long.parseLong(settings.get("repl-backlog-size")),
        settings.minReplicas,
        replicas.fullSyncs(),
        replicas.partialSyncs(),
        replicas.partialRefused(),
        above,
        replicas.lines().stream()
            .map(
                each ->
                    new ReplicationSnapshot.Replica(
                        each.name(),
                        each.state(),
                        each.sent(),
                        each.acknowledged(),
                        each.lagSeconds()))
            .toList());
  }

  /** By which this server reaches its primary, if it does. */
  public Optional<Network.Connection> connection() {
    return Optional.ofNullable(connection);
  }

  private void say(String level, String text) {
    if (probe.listening()) {
      probe.emit(new NodeEvent.Logged(level, text));
    }
  }
}
