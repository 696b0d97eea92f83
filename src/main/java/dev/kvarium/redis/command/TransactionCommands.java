package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.ALLOW_BUSY;
import static dev.kvarium.redis.command.Flags.FAST;
import static dev.kvarium.redis.command.Flags.LOADING;
import static dev.kvarium.redis.command.Flags.NOSCRIPT;
import static dev.kvarium.redis.command.Flags.SKIP_SLOWLOG;
import static dev.kvarium.redis.command.Flags.STALE;

import dev.kvarium.event.ClientEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;

/**
 * MULTI, EXEC, DISCARD, WATCH, UNWATCH. Queueing itself is the {@link Dispatcher}'s.
 *
 * <p>EXEC runs what was queued one after the other, whatever the replies are: an error in the
 * middle neither stops the rest nor takes anything back.
 */
final class TransactionCommands {
  private static final int ANY = NOSCRIPT | LOADING | STALE;
  private static final CommandError NESTED = new CommandError("ERR MULTI calls can not be nested");
  private static final CommandError WATCH_INSIDE =
      new CommandError("ERR WATCH inside MULTI is not allowed");
  private static final CommandError EXEC_WITHOUT = new CommandError("ERR EXEC without MULTI");
  private static final CommandError DISCARD_WITHOUT = new CommandError("ERR DISCARD without MULTI");
  private static final CommandError ABORTED =
      new CommandError("EXECABORT Transaction discarded because of previous errors.");

  private final Watches watches;
  private final Acl acl;
  private final Probe probe;

  TransactionCommands(Watches watches, Acl acl, Probe probe) {
    this.acl = acl;
    this.watches = watches;
    this.probe = probe;
  }

  private static Reply multi(Call call) throws CommandError {
    Session session = call.session();
    if (session.transaction != null) {
      throw NESTED;
    }
    session.transaction = new Transaction();
    return Reply.OK;
  }

  private Reply discard(Call call) throws CommandError {
    Session session = call.session();
    Transaction transaction = session.transaction;
    if (transaction == null) {
      throw DISCARD_WITHOUT;
    }
    end(session);
    if (probe.listening()) {
      probe.emit(new ClientEvent.Aborted(session.label(), transaction.size(), "DISCARD"));
    }
    return Reply.OK;
  }

  /** The client is in no transaction and watches nothing. */
  void end(Session session) {
    session.transaction = null;
    session.watchBroken = false;
    watches.forget(session);
  }

  private Reply exec(Call call) throws CommandError {
    Session session = call.session();
    Transaction transaction = session.transaction;
    if (transaction == null) {
      throw EXEC_WITHOUT;
    }
    call.dontPropagate();
    if (watches.anyExpired(session)) {
      session.watchBroken = true;
    }
    if (transaction.broken || session.watchBroken) {
      end(session);
      if (probe.listening()) {
        probe.emit(
            new ClientEvent.Aborted(
                session.label(),
                transaction.size(),
                transaction.broken ? "an error while queueing" : "a watched key was changed"));
      }
      if (transaction.broken) {
        throw ABORTED;
      }
      return Reply.Nil.ARRAY;
    }
    watches.forget(session);
    boolean denied = session.denyBlocking;
    session.denyBlocking = true;
    List<Reply> messages = new ArrayList<>();
    session.amongReplies = messages;
    List<Reply> replies = new ArrayList<>(transaction.size());
    int errors = 0;
    try {
      for (Transaction.Queued each : transaction.queued()) {
        AclDenial denial =
            acl.checkLogged(session, each.command(), each.argv(), AclLog.Context.MULTI);
        Reply reply =
            denial.denies()
                ? Reply.error(denial.errorInExec())
                : call.run(session, each.command(), each.argv(), true);
        errors += reply instanceof Reply.Error ? 1 : 0;
        if (!messages.isEmpty()) {
          messages.add(reply);
          reply = new Reply.Several(List.copyOf(messages));
          messages.clear();
        }
        replies.add(reply);
      }
    } finally {
      session.amongReplies = null;
      session.denyBlocking = denied;
      end(session);
    }
    if (probe.listening()) {
      probe.emit(new ClientEvent.Executed(session.label(), replies.size(), errors));
    }
    return new Reply.Array(replies);
  }

  private Reply watch(Call call) throws CommandError {
    Session session = call.session();
    if (session.transaction != null) {
      throw WATCH_INSIDE;
    }
    if (!session.watchBroken) {
      for (int i = 1; i < call.argc(); i++) {
        watches.add(session, call.db(), call.arg(i));
      }
    }
    return Reply.OK;
  }

  private Reply unwatch(Call call) {
    watches.forget(call.session());
    call.session().watchBroken = false;
    return Reply.OK;
  }

  List<CommandRow> rows() {
    return List.of(
        row(
            "multi",
            "",
            ANY | FAST | ALLOW_BUSY,
            "1.2.0",
            KeySpec.NONE,
            TransactionCommands::multi,
            "Begins a transaction: what follows is queued until EXEC"),
        row(
            "exec",
            "",
            ANY | SKIP_SLOWLOG,
            "1.2.0",
            KeySpec.NONE,
            this::exec,
            "Runs what was queued, with nothing in between; an error does not take the rest back"),
        row(
            "discard",
            "",
            ANY | FAST | ALLOW_BUSY,
            "2.0.0",
            KeySpec.NONE,
            this::discard,
            "Ends a transaction without running what was queued"),
        row(
            "watch",
            "key [key ...]",
            ANY | FAST | ALLOW_BUSY,
            "2.2.0",
            List.of(KeySpec.range(1, -1, 1, "RO")),
            this::watch,
            "Lets the next EXEC run only if nobody changed these keys until then"),
        row(
            "unwatch",
            "",
            ANY | FAST | ALLOW_BUSY,
            "2.2.0",
            KeySpec.NONE,
            this::unwatch,
            "Forgets all keys that were watched"));
  }

  private static CommandRow row(
      String name,
      String syntax,
      int flags,
      String since,
      List<KeySpec> keys,
      Handler handler,
      String summary) {
    return new CommandRow(name, syntax, flags, Group.TRANSACTIONS, since, summary, keys, handler);
  }
}
