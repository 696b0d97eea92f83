package dev.kvarium.redis.cluster;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;
import dev.kvarium.event.ClusterEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.redis.command.Call;
import dev.kvarium.redis.command.CommandError;
import dev.kvarium.redis.command.Dispatcher;
import dev.kvarium.redis.command.LongRun;
import dev.kvarium.redis.command.Notice;
import dev.kvarium.redis.command.Settings;
import dev.kvarium.redis.value.Shaping;
import dev.kvarium.redis.value.Value;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.RespWriter;
import dev.kvarium.world.Clock;
import dev.kvarium.world.Network;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * MIGRATE: keys go to another server as DUMP gives them, and are deleted here once that server has
 * taken them. Nothing else runs meanwhile, so that no write falls between the two.
 *
 * <pre>
 *   here ── SELECT 0 · RESTORE-ASKING k ttl payload · … ──► there
 *   here ◄─ +OK      · +OK                          · … ──  there        then DEL k … here
 * </pre>
 *
 * <p>When the answer is lost, the key may be at both places: the caller is told IOERR and has to
 * try again with REPLACE. A connection is kept for the next call.
 */
public final class Migration {
  private static final byte[] DEL = Bytes.latin1("DEL");
  private static final byte[] REPLACE = Bytes.latin1("REPLACE");
  private static final long DEFAULT_TIMEOUT_MILLIS = 1_000;
  private static final CommandError KEY_AND_KEYS =
      new CommandError(
          "ERR When using MIGRATE KEYS option, the key argument must be set to the empty string");
  private static final CommandError NO_CONNECTION =
      new CommandError("IOERR error or timeout connecting to the client");

  /** Gives a value as bytes, as DUMP does. */
  @FunctionalInterface
  public interface Payloads {
    byte[] of(Value value, Shaping shaping);
  }

  private final Settings settings;
  private final Payloads payloads;
  private final Clock clock;
  private final Dispatcher dispatcher;
  private final Probe probe;
  private final Runnable turnEnds;
  private final SequencedMap<String, Way> ways = new LinkedHashMap<>();
  private Network network = Network.NONE;

  /** The command of a node. */
  public Migration(
      Settings settings,
      Payloads payloads,
      Clock clock,
      Dispatcher dispatcher,
      Probe probe,
      Runnable turnEnds) {
    this.settings = settings;
    this.payloads = payloads;
    this.clock = clock;
    this.dispatcher = dispatcher;
    this.probe = probe;
    this.turnEnds = turnEnds;
  }

  /** Says by which network others are reached. */
  public void network(Network other) {
    network = other;
  }

  /** What a call asks for. */
  private record Wish(
      boolean copy, boolean replace, List<byte[]> password, int firstKey, int keys) {
    static Wish of(Call call) throws CommandError {
      boolean copy = false;
      boolean replace = false;
      List<byte[]> password = List.of();
      for (int i = 6; i < call.argc(); i++) {
        if (call.is(i, "COPY")) {
          copy = true;
        } else if (call.is(i, "REPLACE")) {
          replace = true;
        } else if (call.is(i, "AUTH") && i + 1 < call.argc()) {
          password = List.of(call.arg(++i));
        } else if (call.is(i, "AUTH2") && i + 2 < call.argc()) {
          password = List.of(call.arg(i + 1), call.arg(i + 2));
          i += 2;
        } else if (call.is(i, "KEYS")) {
          if (call.arg(3).length > 0) {
            throw KEY_AND_KEYS;
          }
          return new Wish(copy, replace, password, i + 1, call.argc() - i - 1);
        } else {
          throw CommandError.SYNTAX;
        }
      }
      return new Wish(copy, replace, password, 3, 1);
    }
  }

  /** Answers MIGRATE. */
  public Reply migrate(Call call) throws CommandError {
    Wish wish = Wish.of(call);
    long timeout = call.longArg(5);
    long db = call.longArg(4);
    List<byte[]> keys = new ArrayList<>();
    for (int i = 0; i < wish.keys(); i++) {
      byte[] key = call.arg(wish.firstKey() + i);
      if (call.db().read(key) != null) {
        keys.add(key);
      }
    }
    if (keys.isEmpty()) {
      return new Reply.Simple("NOKEY");
    }
    if (!network.isThere() || !call.canGoOnLater() || !Numbers.isLong(call.arg(2))) {
      throw NO_CONNECTION;
    }
    Run run = new Run(call, wish, keys, db, timeout <= 0 ? DEFAULT_TIMEOUT_MILLIS : timeout);
    run.begin();
    return call.goOnLater(run);
  }

  /** A connection to another server. */
  private static final class Way {
    final String name;
    Network.@Nullable Connection connection;
    boolean connected;
    long db = -1;
    final ByteArrayOutputStream in = new ByteArrayOutputStream();
    @Nullable Run user;

    Way(String name) {
      this.name = name;
    }
  }

  /** One call that is on its way. */
  private final class Run implements LongRun {
    private final String host;
    private final int port;
    private final Wish wish;
    private final List<byte[]> keys = new ArrayList<>();
    private final List<byte[]> restores = new ArrayList<>();
    private final long db;
    private final long timeoutMillis;
    private final long endMillis;
    private final List<String> answers = new ArrayList<>();
    private int expected;
    private boolean selects;
    private boolean cached;
    private boolean sent;
    private long bytes;
    private String failure = "";

    Run(Call call, Wish wish, List<byte[]> found, long db, long timeoutMillis) {
      this.host = call.text(1);
      this.port = (int) Numbers.parseLong(call.arg(2));
      this.wish = wish;
      this.db = db;
      this.timeoutMillis = timeoutMillis;
      this.endMillis = clock.nowMillis() + timeoutMillis;
      byte[] command = Bytes.latin1(settings.clustered ? "RESTORE-ASKING" : "RESTORE");
      for (byte[] key : found) {
        Value value = call.db().peek(key);
        long at = call.db().expireAtMillis(key);
        long ttl = at < 0 ? 0 : at - call.keyspace().nowMillis();
        if (value != null && ttl >= 0) {
          byte[] payload = payloads.of(value, call.shaping());
          byte[] left = Numbers.toBytes(at < 0 ? 0 : Math.max(1, ttl));
          keys.add(key);
          restores.add(
              wish.replace()
                  ? RespWriter.request(new byte[][] {command, key, left, payload, REPLACE})
                  : RespWriter.request(new byte[][] {command, key, left, payload}));
        }
      }
    }

    void begin() {
      String name = host + ":" + port;
      Way known = ways.get(name);
      cached = known != null;
      Way way = known == null ? new Way(name) : known;
      way.user = this;
      if (known == null) {
        ways.put(name, way);
        way.connection = network.connect(host, port, new Ear(way));
      } else if (way.connected) {
        send(way);
      }
    }

    private void send(Way way) {
      Network.Connection open = way.connection;
      if (open == null) {
        return;
      }
      sent = true;
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      if (!wish.password().isEmpty()) {
        List<byte[]> words = new ArrayList<>(List.of(Bytes.latin1("AUTH")));
        words.addAll(wish.password());
        out.writeBytes(RespWriter.request(words.toArray(new byte[0][])));
        expected++;
      }
      selects = way.db != db;
      if (selects) {
        out.writeBytes(
            RespWriter.request(new byte[][] {Bytes.latin1("SELECT"), Numbers.toBytes(db)}));
        expected++;
        way.db = db;
      }
      restores.forEach(out::writeBytes);
      expected += restores.size();
      bytes = out.size();
      open.send(out.toByteArray());
    }

    /** What came, or that nothing will come any more. */
    private void heard(Way way, String reason) {
      if (!reason.isEmpty()) {
        ways.remove(way.name);
        way.user = null;
        if (cached && answers.isEmpty()) {
          expected = 0;
          begin();
          return;
        }
        failure = sent ? "IOERR error or timeout reading from target instance" : "";
        failure = failure.isEmpty() ? "IOERR error or timeout connecting to the client" : failure;
      }
      if (!failure.isEmpty() || answers.size() >= expected && sent) {
        way.user = null;
        dispatcher.hurry(this);
      }
    }

    @Override
    public boolean holdsOthers() {
      return true;
    }

    @Override
    public String busyError() {
      return "";
    }

    @Override
    public long pauseMicros() {
      return timeoutMillis * 1_000;
    }

    @Override
    public Optional<Reply> goOn(Call call) {
      boolean done = sent && answers.size() >= expected;
      if (!done && failure.isEmpty() && clock.nowMillis() < endMillis) {
        return Optional.empty();
      }
      if (!done && failure.isEmpty()) {
        failure =
            sent
                ? "IOERR error or timeout reading from target instance"
                : "IOERR error or timeout connecting to the client";
        drop();
      }
      int before = expected - keys.size();
      String error = "";
      for (int i = 0; i < Math.min(before, answers.size()); i++) {
        error = error.isEmpty() && answers.get(i).startsWith("-") ? answers.get(i) : error;
      }
      List<byte[]> gone = new ArrayList<>(List.of(DEL));
      boolean refused = !error.isEmpty();
      for (int i = Math.max(0, before); sent && i < answers.size(); i++) {
        String answer = answers.get(i);
        if (refused || answer.startsWith("-")) {
          error = error.isEmpty() ? answer : error;
        } else {
          gone.add(keys.get(i - before));
        }
      }
      int moved = gone.size() - 1;
      if (!wish.copy() && moved > 0) {
        for (byte[] key : gone.subList(1, gone.size())) {
          call.db().delete(key);
          call.notice(Notice.GENERIC, "del", key);
        }
        call.dirty(moved);
        call.alsoPropagate(call.db().number(), gone.toArray(new byte[0][]));
      }
      if (moved > 0 && probe.listening()) {
        probe.emit(new ClusterEvent.KeysMigrated(moved, host + ":" + port, bytes));
      }
      if (!error.isEmpty()) {
        Way way = ways.get(host + ":" + port);
        if (way != null) {
          way.db = -1;
        }
        return Optional.of(
            Reply.error("ERR Target instance replied with error: " + error.substring(1)));
      }
      return Optional.of(failure.isEmpty() ? Reply.OK : Reply.error(failure));
    }

    private void drop() {
      Way way = ways.remove(host + ":" + port);
      if (way != null && way.connection != null) {
        way.user = null;
        way.connection.close();
      }
    }
  }

  /** Hears what comes by a way. */
  private final class Ear implements Network.Peer {
    private final Way way;

    Ear(Way way) {
      this.way = way;
    }

    @Override
    public void connected() {
      way.connected = true;
      Run user = way.user;
      if (user != null) {
        user.send(way);
      }
    }

    @Override
    public void received(byte[] bytes) {
      way.in.writeBytes(bytes);
      byte[] all = way.in.toByteArray();
      int from = 0;
      Run user = way.user;
      for (int end = Bytes.indexOf(all, (byte) '\n', 0);
          end >= 0;
          end = Bytes.indexOf(all, (byte) '\n', from)) {
        if (user != null) {
          user.answers.add(Bytes.latin1Text(Arrays.copyOfRange(all, from, end)).strip());
        }
        from = end + 1;
      }
      way.in.reset();
      way.in.write(all, from, all.length - from);
      if (user != null) {
        user.heard(way, "");
        turnEnds.run();
      }
    }

    @Override
    public void closed(String reason) {
      Run user = way.user;
      if (ways.get(way.name) == way) {
        ways.remove(way.name);
      }
      if (user != null) {
        user.heard(way, reason.isEmpty() ? "closed" : reason);
        turnEnds.run();
      }
    }
  }
}
