package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.ClientEvent;
import dev.kvarium.event.CommandEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.wire.Reply;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Commands that are refused or fail: the words, the counts, and what becomes of a transaction. */
final class Refusals {
  private static final int SHOWN_OF_UNKNOWN = 128;

  private final CommandTable table;
  private final TransactionCommands transactions;
  private final DispatchStats stats;
  private final Probe probe;

  Refusals(CommandTable table, TransactionCommands transactions, DispatchStats stats, Probe probe) {
    this.table = table;
    this.transactions = transactions;
    this.stats = stats;
    this.probe = probe;
  }

  /** A command that ran has failed. */
  void failed(Call call, String text) {
    Command command = call.command();
    command.failedCalls++;
    if (!call.wasErrorCounted()) {
      stats.error(text);
    }
    if (probe.listening()) {
      probe.emit(new CommandEvent.Failed(call.session().label(), command.name(), text));
    }
  }

  /** Counts a command that was refused inside another. */
  void countRefused(@Nullable Command command, String text) {
    stats.error(text);
    if (command != null) {
      command.rejectedCalls++;
    }
  }

  /** Refuses a command before it runs; it spoils a transaction that is being queued. */
  Reply refuse(Session session, @Nullable Command command, String text) {
    String line = text.replace('\r', ' ').replace('\n', ' ');
    if (session.transaction != null) {
      if (!session.transaction.broken && probe.listening()) {
        probe.emit(new ClientEvent.Spoiled(session.label(), line));
      }
      session.transaction.broken = true;
    }
    if (command != null && command.name().equals("exec")) {
      transactions.end(session);
      line =
          "EXECABORT Transaction discarded because of: "
              + (line.startsWith("ERR ") ? line.substring(4) : line);
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

  /** Refuses what is no command. */
  Reply unknown(Session session, byte[][] argv) {
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

  /** Refuses a command whose keys are on another node of the cluster. */
  Reply elsewhere(Session session, Command command, String error) {
    if (command.name().equals("exec")) {
      transactions.end(session);
    } else if (session.transaction != null) {
      session.transaction.broken = true;
    }
    stats.error(error);
    command.rejectedCalls++;
    if (probe.listening()) {
      probe.emit(new CommandEvent.Failed(session.label(), command.name(), error));
    }
    return Reply.error(error);
  }

  /** What a client that subscribed is told of any other command. */
  static String subscribersOnly(Command command) {
    return "ERR Can't execute '"
        + command.name()
        + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this"
        + " context";
  }

  /** What is said of DEBUG and MODULE where they are not allowed. */
  static String switchedOff(Command command) {
    boolean debug = command.name().equals("debug");
    return "ERR "
        + (debug ? "DEBUG" : "MODULE")
        + " command not allowed. If the "
        + (debug ? "enable-debug-command" : "enable-module-command")
        + " option is set to \"local\", you can run it from a local connection, otherwise you need"
        + " to set this option in the configuration file, and then restart the server.";
  }
}
