package dev.kvarium.redis.command;

import dev.kvarium.base.Blob;
import dev.kvarium.base.Bytes;
import dev.kvarium.event.ClientEvent;
import dev.kvarium.event.CommandEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.redis.keyspace.Keyspace;
import dev.kvarium.redis.value.Value;
import dev.kvarium.wire.Reply;
import dev.kvarium.world.Clock;
import dev.kvarium.world.Timers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Takes a request to its handler: finds the row, checks what can be checked without it, runs it,
 * and hands what changed the data to the log.
 */
public final class Dispatcher {
  private static final int SHOWN_OF_UNKNOWN = 128;
  private final CommandTable table;
  private final List<Call> calls = new ArrayList<>();
  private final Effects effects;
  private final Waits waits;
  private final Watches watches;
  private final TransactionCommands transactions;
  private final PubSub pubSub;
  private final Waits.Serving serving = this::serve;
  private final Probe probe;
  private final DispatchStats stats;
  private final Keyspace keyspace;
  private final Settings settings;

  /** The call that is used when no command runs, and so by most of them. */
  private final Call first;

  /** How many commands run, each inside the one before it. */
  private int depth;

  public Dispatcher(
      CommandTable table,
      Keyspace keyspace,
      Settings settings,
      Propagation propagation,
      Probe probe,
      DispatchStats stats,
      Clock clock,
      Timers timers) {
    this.table = table;
    this.keyspace = keyspace;
    this.settings = settings;
    this.first = new Call(this, keyspace, settings);
    this.calls.add(first);
    this.effects = new Effects(propagation);
    this.waits = new Waits(keyspace, clock, timers, probe);
    this.watches = new Watches(keyspace, probe);
    this.transactions = new TransactionCommands(watches, probe);
    this.pubSub = new PubSub(settings, probe);
    keyspace.listener(new Attention(waits, watches, pubSub));
    this.probe = probe;
    this.stats = stats;
  }

  /** Runs a request of at least one word. */
  public Reply execute(Session session, byte[][] argv) {
    Command command = table.find(argv);
    if (command == null) {
      return muted(session, unknown(session, argv));
    }
    if (!command.takes(argv.length)) {
      return muted(
          session,
          refuse(
              session,
              command,
              "ERR wrong number of arguments for '" + command.name() + "' command"));
    }
    if (!session.authenticated && !command.row().has(Flags.NO_AUTH)) {
      return muted(session, refuse(session, command, "NOAUTH Authentication required."));
    }
    if (command.row().has(Flags.PROTECTED) && !allowed(command)) {
      return muted(session, refuse(session, command, refusal(command)));
    }
    if (session.transaction != null && queues(command)) {
      return muted(session, queue(session, session.transaction, command, argv));
    }
    session.lastCommand = command.name();
    Reply reply = run(first, session, command, argv);
    if (waits.anyReady()) {
      waits.serve(serving);
    }
    return session.isWaiting() ? Reply.None.NONE : muted(session, reply);
  }

  private boolean allowed(Command command) {
    return command.name().equals("debug") ? settings.debugAllowed : settings.modulesAllowed;
  }

  private static String refusal(Command command) {
    boolean debug = command.name().equals("debug");
    return "ERR "
        + (debug ? "DEBUG" : "MODULE")
        + " command not allowed. If the "
        + (debug ? "enable-debug-command" : "enable-module-command")
        + " option is set to \"local\", you can run it from a local connection, otherwise you need"
        + " to set this option in the configuration file, and then restart the server.";
  }

  /** Whether a transaction queues this command. */
  private static boolean queues(Command command) {
    return switch (command.name()) {
      case "exec", "discard", "multi", "watch", "quit", "reset" -> false;
      default -> true;
    };
  }

  private Reply queue(Session session, Transaction transaction, Command command, byte[][] argv) {
    session.lastCommand = command.name();
    if (!transaction.broken && !session.watchBroken) {
      transaction.add(command, argv);
    }
    if (probe.listening()) {
      probe.emit(new ClientEvent.Queued(session.label(), command.name(), transaction.size()));
    }
    return Reply.QUEUED;
  }

  private Reply run(Call call, Session session, Command command, byte[][] argv) {
    int db = session.db;
    call.begin(session, command, argv);
    depth++;
    Reply reply;
    try {
      reply = command.row().handler().handle(call);
      if (reply instanceof Reply.Error error) {
        failed(session, command, error.text());
      }
    } catch (CommandError error) {
      reply = error.reply();
      failed(session, command, error.reply().text());
    } finally {
      depth--;
    }
    if (!keyspace.loading) {
      command.calls++;
      stats.commands++;
      stats.dirty += call.dirty();
    }
    log(call, db);
    if (probe.listening()) {
      keyspace.stateSteps();
      if (!(reply instanceof Reply.Error) && !session.isWaiting()) {
        probe.emit(new CommandEvent.Ran(session.label(), command.name(), call.dirty()));
      }
    }
    return reply;
  }

  /** Runs a command inside another; see {@link Call#run}. */
  Reply runInside(Call outer, Session session, Command command, byte[][] argv, boolean logged) {
    if (depth == calls.size()) {
      calls.add(new Call(this, keyspace, settings));
    }
    Call call = calls.get(depth);
    int db = session.db;
    call.begin(session, command, argv);
    depth++;
    Reply reply;
    try {
      reply = command.row().handler().handle(call);
      if (reply instanceof Reply.Error error) {
        failed(session, command, error.text());
      }
    } catch (CommandError error) {
      reply = error.reply();
      failed(session, command, error.reply().text());
    } finally {
      depth--;
    }
    if (!keyspace.loading) {
      command.calls++;
      stats.commands++;
    }
    outer.dirty(call.dirty());
    if (logged && call.isLogged()) {
      effects.add(db, call.loggedWords());
    }
    if (probe.listening() && !(reply instanceof Reply.Error)) {
      String inside = outer.command().name();
      probe.emit(new CommandEvent.Called(session.label(), inside, command.name(), call.dirty()));
    }
    return reply;
  }

  /** Lets a client that waits try a key. */
  private Reply serve(Waits.Wait wait, byte[] key, @Nullable Value value) {
    Call call = first;
    call.begin(wait.session, wait.command, wait.argv);
    depth++;
    Reply reply;
    try {
      reply = value == null ? wait.waiter.gone(call, key) : wait.waiter.serve(call, key, value);
    } catch (CommandError error) {
      reply = error.reply();
    } finally {
      depth--;
    }
    if (reply instanceof Reply.Error error) {
      failed(wait.session, wait.command, error.text());
    }
    stats.dirty += call.dirty();
    log(call, wait.db);
    if (probe.listening() && reply != Reply.None.NONE) {
      keyspace.stateSteps();
      if (!(reply instanceof Reply.Error)) {
        probe.emit(
            new ClientEvent.Served(
                wait.session.label(),
                wait.command.name(),
                wait.db,
                Blob.of(key),
                waits.waitedMicros(wait),
                call.dirty()));
      }
    }
    return reply;
  }

  Effects effects() {
    return effects;
  }

  /** The rows of the commands that are about running commands. */
  public List<CommandRow> rows() {
    List<CommandRow> rows = new ArrayList<>(transactions.rows());
    rows.addAll(new PubSubCommands(pubSub).rows());
    return rows;
  }

  /** Serves clients whose keys have come since the last command, as by the cron. */
  public void serveReady() {
    if (waits.anyReady()) {
      waits.serve(serving);
    }
  }

  /** Forgets what a client that has left waited for. */
  public void forget(Session session) {
    waits.forget(session);
    transactions.end(session);
    pubSub.forget(session);
  }

  PubSub pubSub() {
    return pubSub;
  }

  Waits waits() {
    return waits;
  }

  /** The reply, or none where CLIENT REPLY asked for silence. */
  static Reply muted(Session session, Reply reply) {
    return switch (session.replies) {
      case ON -> reply;
      case OFF -> Reply.None.NONE;
      case SKIP_NEXT -> {
        session.replies = Session.Replies.SKIP;
        yield reply;
      }
      case SKIP -> {
        session.replies = Session.Replies.ON;
        yield Reply.None.NONE;
      }
    };
  }

  private void failed(Session session, Command command, String text) {
    command.failedCalls++;
    stats.error(text);
    if (probe.listening()) {
      probe.emit(new CommandEvent.Failed(session.label(), command.name(), text));
    }
  }

  private Reply refuse(Session session, @Nullable Command command, String text) {
    String line = text.replace('\r', ' ').replace('\n', ' ');
    if (session.transaction != null) {
      session.transaction.broken = true;
      if (command != null && command.name().equals("exec")) {
        transactions.end(session);
        line = "EXECABORT Transaction discarded because of: " + line;
      }
    }
    stats.error(line);
    String name = "unknown";
    if (command != null) {
      command.rejectedCalls++;
      name = command.name();
    }
    if (probe.listening()) {
      probe.emit(new CommandEvent.Failed(session.label(), name, line));
    }
    return Reply.error(line);
  }

  private Reply unknown(Session session, byte[][] argv) {
    Command container = table.find(argv[0]);
    if (container != null) {
      return refuse(
          session,
          null,
          "ERR unknown subcommand '"
              + shown(argv[1], SHOWN_OF_UNKNOWN)
              + "'. Try "
              + Bytes.latin1Text(argv[0]).toUpperCase(Locale.ROOT)
              + " HELP.");
    }
    if (Bytes.equalsIgnoreCase(argv[0], "post") || Bytes.equalsIgnoreCase(argv[0], "host:")) {
      session.closing = true;
      return Reply.None.NONE;
    }
    StringBuilder args = new StringBuilder();
    for (int i = 1; i < argv.length && args.length() < SHOWN_OF_UNKNOWN; i++) {
      String word = shown(argv[i], SHOWN_OF_UNKNOWN - args.length());
      args.append('\'').append(word).append("' ");
    }
    return refuse(
        session,
        null,
        "ERR unknown command '"
            + shown(argv[0], SHOWN_OF_UNKNOWN)
            + "', with args beginning with: "
            + args);
  }

  /** The first bytes up to a limit or a zero byte, as C prints them. */
  private static String shown(byte[] word, int limit) {
    int end = Bytes.indexOf(word, (byte) 0, 0);
    int length = Math.min(end < 0 ? word.length : end, limit);
    return Bytes.latin1Text(Arrays.copyOf(word, length));
  }

  /**
   * Is called by the keyspace when it removed an expired key: what a command met is logged before
   * it, what the active cycle met at once.
   */
  public void expired(int db, byte[] key) {
    byte[][] deletion = {first.expiredDeletion(), key};
    if (depth > 0) {
      effects.add(db, deletion);
    } else {
      effects.single(db, deletion);
    }
  }

  /** Hands over what a unit leaves to be repeated. */
  private void log(Call call, int db) {
    boolean own = call.isLogged();
    if (effects.isEmpty()) {
      if (own) {
        effects.single(db, call.loggedWords());
      }
      return;
    }
    if (own) {
      effects.add(db, call.loggedWords());
    }
    effects.handOver(!call.row().has(Flags.TOUCHES_ARBITRARY_KEYS));
  }
}
