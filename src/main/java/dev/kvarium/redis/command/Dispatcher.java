package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.CommandEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.redis.keyspace.Keyspace;
import dev.kvarium.wire.Reply;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Takes a request to its handler: finds the row, checks what can be checked without it, runs it,
 * and hands what changed the data to the log.
 */
public final class Dispatcher {
  private static final int SHOWN_OF_UNKNOWN = 128;
  private static final byte[] DEL = Bytes.latin1("DEL");
  private static final byte[] UNLINK = Bytes.latin1("UNLINK");
  private static final byte[][] MULTI = {Bytes.latin1("MULTI")};
  private static final byte[][] EXEC = {Bytes.latin1("EXEC")};

  private final CommandTable table;
  private final Call call;
  private final Propagation propagation;
  private final Probe probe;
  private final DispatchStats stats;

  public Dispatcher(
      CommandTable table,
      Keyspace keyspace,
      Propagation propagation,
      Probe probe,
      DispatchStats stats) {
    this.table = table;
    this.call = new Call(keyspace);
    this.propagation = propagation;
    this.probe = probe;
    this.stats = stats;
  }

  /** Runs a request of at least one word. */
  public Reply execute(Session session, byte[][] argv) {
    Command command = table.find(argv);
    if (command == null) {
      return refuse(session, null, unknown(argv));
    }
    if (!command.takes(argv.length)) {
      return refuse(
          session, command, "ERR wrong number of arguments for '" + command.name() + "' command");
    }
    session.lastCommand = command.name();
    call.begin(session, command, argv);
    Reply reply;
    try {
      reply = command.row().handler().handle(call);
      if (reply instanceof Reply.Error error) {
        failed(session, command, error.text());
      }
    } catch (CommandError error) {
      reply = error.reply();
      failed(session, command, error.reply().text());
    }
    command.calls++;
    stats.commands++;
    log(session.db);
    if (probe.listening() && !(reply instanceof Reply.Error)) {
      probe.emit(new CommandEvent.Ran(session.label(), command.name(), call.dirty()));
    }
    return reply;
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

  private String unknown(byte[][] argv) {
    Command container = table.find(argv[0]);
    if (container != null) {
      return "ERR unknown subcommand '"
          + shown(argv[1], SHOWN_OF_UNKNOWN)
          + "'. Try "
          + Bytes.latin1Text(argv[0]).toUpperCase(Locale.ROOT)
          + " HELP.";
    }
    StringBuilder args = new StringBuilder();
    for (int i = 1; i < argv.length && args.length() < SHOWN_OF_UNKNOWN; i++) {
      args.append('\'').append(shown(argv[i], SHOWN_OF_UNKNOWN - args.length())).append("' ");
    }
    return "ERR unknown command '"
        + shown(argv[0], SHOWN_OF_UNKNOWN)
        + "', with args beginning with: "
        + args;
  }

  /** The first bytes up to a limit or a zero byte, as C prints them. */
  private static String shown(byte[] word, int limit) {
    int end = Bytes.indexOf(word, (byte) 0, 0);
    int length = Math.min(end < 0 ? word.length : end, limit);
    return Bytes.latin1Text(java.util.Arrays.copyOf(word, length));
  }

  /** Is called by the keyspace when a lookup removed an expired key. */
  public void expired(int db, byte[] key, boolean lazily) {
    call.propagateBefore(db, lazily ? UNLINK : DEL, key);
  }

  /** Hands over what is to be repeated: more than one command goes as one transaction. */
  private void log(int db) {
    boolean own = call.dirty() > 0 && call.isLogged();
    List<Call.Logged> before = call.before();
    List<Call.Logged> after = call.after();
    if (before.isEmpty() && after.isEmpty()) {
      if (own) {
        propagation.propagate(db, call.loggedWords());
      }
      return;
    }
    int count = before.size() + after.size() + (own ? 1 : 0);
    if (count > 1) {
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
    if (count > 1) {
      propagation.propagate(after.isEmpty() ? db : after.getLast().db(), EXEC);
    }
  }
}
