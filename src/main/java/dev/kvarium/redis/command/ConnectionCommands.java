package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.ALLOW_BUSY;
import static dev.kvarium.redis.command.Flags.FAST;
import static dev.kvarium.redis.command.Flags.LOADING;
import static dev.kvarium.redis.command.Flags.NOSCRIPT;
import static dev.kvarium.redis.command.Flags.NO_AUTH;
import static dev.kvarium.redis.command.Flags.STALE;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.Reply;
import java.util.List;

/** The commands about the connection itself. */
public final class ConnectionCommands {
  /** The version of Redis that is modelled. */
  private static final int FREE = NOSCRIPT | LOADING | STALE | FAST | NO_AUTH | ALLOW_BUSY;

  private static final CommandError WRONG_PASSWORD =
      new CommandError("WRONGPASS invalid username-password pair or user is disabled.");
  private static final CommandError NO_PASSWORD_SET =
      new CommandError(
          "ERR AUTH <password> called without any password configured for the default user. Are"
              + " you sure your configuration is correct?");
  private static final CommandError NOT_A_VERSION =
      new CommandError("ERR Protocol version is not an integer or out of range");
  private static final CommandError NO_SUCH_VERSION =
      new CommandError("NOPROTO unsupported protocol version");
  private static final CommandError HELLO_NOT_AUTHENTICATED =
      new CommandError(
          "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO"
              + " AUTH <user> <pass> option can be used to authenticate the client and select the"
              + " RESP protocol version at the same time");

  private static final Reply PONG = Reply.of("pong");

  private static final byte[] DEFAULT = Bytes.latin1("default");

  private final Acl acl;
  private final Dispatcher dispatcher;

  public ConnectionCommands(Acl acl, Dispatcher dispatcher) {
    this.acl = acl;
    this.dispatcher = dispatcher;
  }

  /** The rows of all commands about connections. */
  public List<CommandRow> rows() {
    return List.of(
        row(
            "ping",
            "[message]",
            FAST,
            "1.0.0",
            "Answers, with a message when one is given",
            ConnectionCommands::ping),
        row(
            "echo",
            "message",
            LOADING | STALE | FAST,
            "1.0.0",
            "Gives back a message",
            call -> Reply.of(call.arg(1))),
        row(
            "select",
            "index",
            LOADING | STALE | FAST,
            "1.0.0",
            "Lets the connection work in another database",
            ConnectionCommands::select),
        row("auth", "[username] password", FREE, "1.0.0", "Says who the client is", this::auth),
        row(
            "hello",
            "[protover [AUTH username password] [SETNAME clientname]]",
            FREE,
            "6.0.0",
            "Chooses the version of the protocol and tells of the server",
            this::hello),
        new CommandRow(
            "quit",
            "",
            FREE,
            Group.CONNECTION,
            "1.0.0",
            "Ends the connection",
            KeySpec.NONE,
            -1,
            ConnectionCommands::quit),
        row(
            "reset",
            "",
            FREE,
            "6.2.0",
            "Puts the connection back as it was when it began",
            this::reset));
  }

  static CommandRow row(
      String name, String syntax, int flags, String since, String summary, Handler handler) {
    return new CommandRow(
        name, syntax, flags, Group.CONNECTION, since, summary, KeySpec.NONE, handler);
  }

  private static Reply ping(Call call) throws CommandError {
    if (call.argc() > 2) {
      throw call.wrongArity();
    }
    if (call.session().subscribed && !call.resp3()) {
      return Reply.of(PONG, call.argc() == 1 ? Reply.EMPTY_BULK : Reply.of(call.arg(1)));
    }
    return call.argc() == 1 ? Reply.PONG : Reply.of(call.arg(1));
  }

  private static Reply select(Call call) throws CommandError {
    if (call.intArg(1) != 0) {
      call.refuseInCluster("ERR SELECT is not allowed in cluster mode");
    }
    call.session().db = call.dbArg(1).number();
    return Reply.OK;
  }

  private static Reply quit(Call call) {
    call.session().closing = true;
    return Reply.OK;
  }

  private Reply reset(Call call) {
    Session session = call.session();
    dispatcher.reset(session);
    session.db = 0;
    session.resp = 2;
    session.name = Bytes.EMPTY;
    if (session.replies != Session.Replies.SKIP) {
      session.replies = Session.Replies.ON;
    }
    acl.users().welcome(session);
    return new Reply.Simple("RESET");
  }

  private Reply auth(Call call) throws CommandError {
    if (call.argc() > 3) {
      throw CommandError.SYNTAX;
    }
    if (call.argc() == 2 && acl.users().defaultUser().needsNoPassword()) {
      throw NO_PASSWORD_SET;
    }
    authenticate(call, call.argc() == 2 ? DEFAULT : call.arg(1), call.arg(call.argc() - 1));
    return Reply.OK;
  }

  private void authenticate(Call call, byte[] user, byte[] password) throws CommandError {
    if (!acl.authenticate(call.session(), user, password, call.argv())) {
      throw WRONG_PASSWORD;
    }
  }

  private Reply hello(Call call) throws CommandError {
    Session session = call.session();
    long version = call.argc() > 1 ? call.longArg(1, NOT_A_VERSION) : session.resp;
    if (version < 2 || version > 3) {
      throw NO_SUCH_VERSION;
    }
    int auth = 0;
    for (int i = 2; i < call.argc(); i++) {
      int more = call.argc() - 1 - i;
      if (call.is(i, "AUTH") && more >= 2) {
        auth = i + 1;
        i += 2;
      } else if (call.is(i, "SETNAME") && more >= 1) {
        ClientCommands.setName(session, call.arg(++i));
      } else {
        throw new CommandError("ERR Syntax error in HELLO option '" + call.text(i) + "'");
      }
    }
    if (auth > 0) {
      authenticate(call, call.arg(auth), call.arg(auth + 1));
    }
    if (!session.authenticated) {
      throw HELLO_NOT_AUTHENTICATED;
    }
    session.resp = (int) version;
    return new Reply.Map(
        List.of(
            Reply.of("server"),
            Reply.of("redis"),
            Reply.of("version"),
            Reply.of(call.shaping().version().full()),
            Reply.of("proto"),
            Reply.of(version),
            Reply.of("id"),
            Reply.of(session.id()),
            Reply.of("mode"),
            Reply.of(call.isClustered() ? "cluster" : "standalone"),
            Reply.of("role"),
            Reply.of("master"),
            Reply.of("modules"),
            Reply.EMPTY_ARRAY));
  }
}
