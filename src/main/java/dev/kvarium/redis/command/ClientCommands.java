package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.ConnectionCommands.row;
import static dev.kvarium.redis.command.Flags.ADMIN;
import static dev.kvarium.redis.command.Flags.LOADING;
import static dev.kvarium.redis.command.Flags.NOSCRIPT;
import static dev.kvarium.redis.command.Flags.STALE;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.ClientEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;

/** CLIENT: what the node knows of its clients, and what they may do to each other. */
final class ClientCommands {
  private static final int ANY = NOSCRIPT | LOADING | STALE;
  private static final CommandError BAD_NAME =
      new CommandError("ERR Client names cannot contain spaces, newlines or special characters.");
  private static final CommandError BAD_ID = new CommandError("ERR Invalid client ID");
  private static final CommandError NO_SUCH_CLIENT = new CommandError("ERR No such client");
  private static final CommandError BAD_PAUSE =
      new CommandError("ERR CLIENT PAUSE mode must be WRITE or ALL");
  private static final CommandError BAD_UNBLOCK =
      new CommandError("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR");
  private static final Reply UNBLOCKED =
      Reply.error("UNBLOCKED client unblocked via CLIENT UNBLOCK");

  private final Clients clients;
  private final Waits waits;
  private final Pauses pauses;
  private final Probe probe;

  ClientCommands(Clients clients, Waits waits, Pauses pauses, Probe probe) {
    this.clients = clients;
    this.waits = waits;
    this.pauses = pauses;
    this.probe = probe;
  }

  List<CommandRow> rows() {
    return List.of(
        Help.container("client", "subcommand", Group.CONNECTION, "2.4.0", "Tells of clients"),
        row(
            "client|id",
            "",
            ANY,
            "5.0.0",
            "Gives the number of this connection",
            call -> Reply.of(call.session().id())),
        row(
            "client|setname",
            "connection-name",
            ANY,
            "2.6.9",
            "Gives this connection a name",
            ClientCommands::setName),
        row(
            "client|getname",
            "",
            ANY,
            "2.6.9",
            "Gives the name of this connection",
            ClientCommands::getName),
        row(
            "client|info",
            "",
            ANY,
            "6.2.0",
            "Tells of this connection",
            call -> text(ClientLine.of(call, call.session()) + "\n")),
        row(
            "client|list",
            "[TYPE <NORMAL | MASTER | REPLICA | PUBSUB>] [ID client-id [client-id ...]]",
            ADMIN | ANY,
            "2.4.0",
            "Lists the connections",
            this::list),
        row(
            "client|reply",
            "<ON | OFF | SKIP>",
            ANY,
            "3.2.0",
            "Says whether this connection wants replies",
            ClientCommands::reply),
        row(
            "client|no-evict",
            "<ON | OFF>",
            ADMIN | ANY,
            "7.0.0",
            "Spares this connection when clients take too much memory",
            ClientCommands::noEvict),
        row(
                "client|kill",
                "<ip:port | <[ID client-id] | [TYPE <NORMAL | MASTER | REPLICA | PUBSUB>] | [USER"
                    + " username] | [ADDR ip:port] | [LADDR ip:port] | [SKIPME yes/no]> [ID"
                    + " client-id]>",
                ADMIN | ANY,
                "2.4.0",
                "Ends connections",
                this::kill)
            .withArity(-3),
        row(
            "client|pause",
            "timeout [WRITE | ALL]",
            ADMIN | ANY,
            "2.9.50",
            "Holds the commands of all clients, or those that write, for so many milliseconds",
            this::pause),
        row(
            "client|unpause",
            "",
            ADMIN | ANY,
            "6.2.0",
            "Lets commands go on that CLIENT PAUSE holds",
            this::unpause),
        row(
            "client|unblock",
            "client-id [TIMEOUT | ERROR]",
            ADMIN | ANY,
            "5.0.0",
            "Ends the wait of a client, as if its time were over or with an error",
            this::unblock),
        Help.row(
            "client",
            Group.CONNECTION,
            "5.0.0",
            "CACHING (YES|NO)",
            "    Whether the keys of the next command are tracked, by OPTIN or OPTOUT.",
            "GETREDIR",
            "    The client that tracking messages are sent to.",
            "GETNAME",
            "    The name of this connection.",
            "ID",
            "    The number of this connection.",
            "INFO",
            "    What is known of this connection.",
            "KILL <ip:port>",
            "    Ends the connection from this address.",
            "KILL <option> <value> [<option> <value> [...]]",
            "    Ends connections by ID, TYPE, USER, ADDR, LADDR; SKIPME no includes this one.",
            "LIST [options ...]",
            "    What is known of connections, of all, of a TYPE, or by ID.",
            "UNPAUSE",
            "    Lets commands go on that PAUSE holds.",
            "PAUSE <timeout> [WRITE|ALL]",
            "    Holds all commands, or those that write, for so many milliseconds.",
            "REPLY (ON|OFF|SKIP)",
            "    Whether this connection wants replies.",
            "SETNAME <name>",
            "    Gives this connection a name.",
            "UNBLOCK <clientid> [TIMEOUT|ERROR]",
            "    Ends the wait of a client.",
            "TRACKING (ON|OFF) [REDIRECT <id>] [BCAST] [PREFIX <prefix> [...]]",
            "         [OPTIN] [OPTOUT] [NOLOOP]",
            "    Whether this connection is told when keys that it read change.",
            "TRACKINGINFO",
            "    What this connection said of tracking.",
            "NO-EVICT (ON|OFF)",
            "    Spares this connection when clients take too much memory."));
  }

  private static Reply text(String text) {
    return new Reply.Verbatim("txt", Bytes.latin1(text));
  }

  static void setName(Session session, byte[] name) throws CommandError {
    for (byte c : name) {
      if (c < '!' || c > '~') {
        throw BAD_NAME;
      }
    }
    session.name = name;
  }

  private static Reply setName(Call call) throws CommandError {
    setName(call.session(), call.arg(2));
    return Reply.OK;
  }

  private static Reply getName(Call call) {
    byte[] name = call.session().name;
    return name.length == 0 ? Reply.Nil.STRING : Reply.of(name);
  }

  private static Reply reply(Call call) throws CommandError {
    Session session = call.session();
    if (call.is(2, "ON")) {
      session.replies = Session.Replies.ON;
      return Reply.OK;
    } else if (call.is(2, "OFF")) {
      session.replies = Session.Replies.OFF;
    } else if (call.is(2, "SKIP")) {
      if (session.replies != Session.Replies.OFF) {
        session.replies = Session.Replies.SKIP_NEXT;
      }
    } else {
      throw CommandError.SYNTAX;
    }
    return Reply.None.NONE;
  }

  private static Reply noEvict(Call call) throws CommandError {
    if (!call.is(2, "ON") && !call.is(2, "OFF")) {
      throw CommandError.SYNTAX;
    }
    call.session().noEvict = call.is(2, "ON");
    return Reply.OK;
  }

  private Reply list(Call call) throws CommandError {
    List<Session> listed = new ArrayList<>();
    if (call.argc() == 2) {
      listed.addAll(clients.all());
    } else if (call.argc() == 4 && call.is(2, "TYPE")) {
      String type = ClientFilter.type(call.text(3));
      clients.all().stream()
          .filter(each -> ClientFilter.typeOf(each).equals(type))
          .forEach(listed::add);
    } else if (call.argc() > 3 && call.is(2, "ID")) {
      for (int i = 3; i < call.argc(); i++) {
        clients.byId(call.longArg(i, BAD_ID)).ifPresent(listed::add);
      }
    } else {
      throw CommandError.SYNTAX;
    }
    StringBuilder lines = new StringBuilder();
    listed.forEach(each -> lines.append(ClientLine.of(call, each)).append('\n'));
    return text(lines.toString());
  }

  private Reply kill(Call call) throws CommandError {
    ClientFilter wanted = ClientFilter.from(call);
    Session me = call.session();
    long killed = 0;
    for (Session each : clients.all()) {
      if (wanted.fits(each, me)) {
        each.closing = true;
        killed++;
        if (each != me) {
          if (probe.listening()) {
            probe.emit(new ClientEvent.Killed(each.label(), me.label()));
          }
          clients.leave(each);
          each.front.end();
        }
      }
    }
    if (call.argc() > 3) {
      return Reply.of(killed);
    }
    if (killed == 0) {
      throw NO_SUCH_CLIENT;
    }
    return Reply.OK;
  }

  private Reply pause(Call call) throws CommandError {
    Pauses.Mode mode = Pauses.Mode.ALL;
    if (call.argc() == 4) {
      if (call.is(3, "WRITE")) {
        mode = Pauses.Mode.WRITE;
      } else if (!call.is(3, "ALL")) {
        throw BAD_PAUSE;
      }
    }
    pauses.begin(call.session(), mode, call.timeoutMillis(2));
    return Reply.OK;
  }

  private Reply unpause(Call call) {
    pauses.end();
    return Reply.OK;
  }

  private Reply unblock(Call call) throws CommandError {
    boolean error = false;
    if (call.argc() == 4) {
      error = call.is(3, "ERROR");
      if (!error && !call.is(3, "TIMEOUT")) {
        throw BAD_UNBLOCK;
      }
    }
    Session target = clients.byId(call.longArg(2)).orElse(null);
    if (target == null || !waits.has(target)) {
      return Reply.ZERO;
    }
    Reply reply = error ? UNBLOCKED : Waits.timeOutReply(target);
    waits.unblock(target, reply, call.session().label() + " gave CLIENT UNBLOCK");
    return Reply.ONE;
  }
}
