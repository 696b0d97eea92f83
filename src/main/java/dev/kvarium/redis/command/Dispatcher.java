package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.CommandEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.redis.keyspace.Keyspace;
import dev.kvarium.wire.Reply;
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
  private static final String DEBUG_REFUSED =
      "ERR DEBUG command not allowed. If the enable-debug-command option is set to \"local\", you"
          + " can run it from a local connection, otherwise you need to set this option in the"
          + " configuration file, and then restart the server.";
  private static final byte[][] MULTI = {Bytes.latin1("MULTI")};
  private static final byte[][] EXEC = {Bytes.latin1("EXEC")};

  private final CommandTable table;
  private final Call call;
  private final Propagation propagation;
  private final Probe probe;
  private final DispatchStats stats;
  private final Keyspace keyspace;
  private final Settings settings;
  private boolean running;

  public Dispatcher(
      CommandTable table,
      Keyspace keyspace,
      Settings settings,
      Propagation propagation,
      Probe probe,
      DispatchStats stats) {
    this.table = table;
    this.keyspace = keyspace;
    this.settings = settings;
    this.call = new Call(keyspace, settings);
    this.propagation = propagation;
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
    if (!settings.debugAllowed && command.row().has(Flags.PROTECTED)) {
      return muted(session, refuse(session, command, DEBUG_REFUSED));
    }
    session.lastCommand = command.name();
    return muted(session, run(session, command, argv));
  }

  private Reply run(Session session, Command command, byte[][] argv) {
    int db = session.db;
    call.begin(session, command, argv);
    running = true;
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
      running = false;
    }
    if (!keyspace.loading) {
      command.calls++;
      stats.commands++;
      stats.dirty += call.dirty();
    }
    log(db);
    if (probe.listening()) {
      keyspace.stateSteps();
      if (!(reply instanceof Reply.Error)) {
        probe.emit(new CommandEvent.Ran(session.label(), command.name(), call.dirty()));
      }
    }
    return reply;
  }

  /** The reply, or none where CLIENT REPLY asked for silence. */
  private static Reply muted(Session session, Reply reply) {
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
    if (running) {
      call.propagateBefore(db, call.expiredDeletion(), key);
    } else {
      propagation.propagate(db, new byte[][] {call.expiredDeletion(), key});
    }
  }

  /** Hands over what is to be repeated: more than one command goes as one transaction. */
  private void log(int db) {
    boolean own = call.isLogged();
    List<Call.Logged> before = call.before();
    List<Call.Logged> after = call.after();
    if (before.isEmpty() && after.isEmpty()) {
      if (own) {
        propagation.propagate(db, call.loggedWords());
      }
      return;
    }
    boolean together =
        before.size() + after.size() + (own ? 1 : 0) > 1
            && !call.row().has(Flags.TOUCHES_ARBITRARY_KEYS);
    if (together) {
      propagation.propagate(before.isEmpty() ? db : before.getFirst().db(), MULTI);
    }
    for (Call.Logged each : before) {
      propagation.propagate(each.db(), each.argv());
    }
    if (own) {
      propagation.propagate(db, call.loggedWords());
    }
    for (Call.Logged each : after) {
      propagation.propagate(each.db(), each.argv());
    }
    if (together) {
      propagation.propagate(after.isEmpty() ? db : after.getLast().db(), EXEC);
    }
  }
}
