package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.ConnectionCommands.row;
import static dev.kvarium.redis.command.Flags.ADMIN;
import static dev.kvarium.redis.command.Flags.LOADING;
import static dev.kvarium.redis.command.Flags.NOSCRIPT;
import static dev.kvarium.redis.command.Flags.STALE;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.Reply;
import java.util.List;
import java.util.Locale;

/** CLIENT: what the node knows of its clients, and what they may say of themselves. */
final class ClientCommands {
  private static final int ANY = NOSCRIPT | LOADING | STALE;
  private static final CommandError BAD_NAME =
      new CommandError("ERR Client names cannot contain spaces, newlines or special characters.");
  private static final CommandError BAD_ID = new CommandError("ERR Invalid client ID");
  private static final CommandError ID_NOT_POSITIVE =
      new CommandError("ERR client-id should be greater than 0");
  private static final CommandError NO_SUCH_CLIENT = new CommandError("ERR No such client");

  private final Clients clients;

  ClientCommands(Clients clients) {
    this.clients = clients;
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
            call -> text(line(call, call.session()) + "\n")),
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
            "client|getredir",
            "",
            ANY,
            "6.0.0",
            "Says where tracking messages of this connection go, which is nowhere",
            call -> new Reply.Int(-1)),
        Help.row(
            "client",
            Group.CONNECTION,
            "5.0.0",
            "GETNAME",
            "    The name of this connection.",
            "GETREDIR",
            "    The client that tracking messages are sent to.",
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
            "NO-EVICT (ON|OFF)",
            "    Spares this connection when clients take too much memory.",
            "REPLY (ON|OFF|SKIP)",
            "    Whether this connection wants replies.",
            "SETNAME <name>",
            "    Gives this connection a name."));
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
      if (session.replies == Session.Replies.ON) {
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
    StringBuilder lines = new StringBuilder();
    if (call.argc() == 2) {
      clients.all().forEach(each -> lines.append(line(call, each)).append('\n'));
    } else if (call.argc() == 4 && call.is(2, "TYPE")) {
      if (isNormal(call.text(3))) {
        clients.all().forEach(each -> lines.append(line(call, each)).append('\n'));
      }
    } else if (call.argc() > 3 && call.is(2, "ID")) {
      for (int i = 3; i < call.argc(); i++) {
        clients
            .byId(call.longArg(i, BAD_ID))
            .ifPresent(each -> lines.append(line(call, each)).append('\n'));
      }
    } else {
      throw CommandError.SYNTAX;
    }
    return text(lines.toString());
  }

  /** Whether this names the only type of client that there is here. */
  private static boolean isNormal(String type) throws CommandError {
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "normal" -> true;
      case "slave", "replica", "pubsub", "master" -> false;
      default -> throw new CommandError("ERR Unknown client type '" + type + "'");
    };
  }

  /** One line of CLIENT LIST. */
  private static String line(Call call, Session session) {
    long now = call.keyspace().nowMillis() / 1000;
    return "id="
        + session.id()
        + " addr="
        + session.address()
        + " laddr=127.0.0.1:6379 fd="
        + (session.id() + 7)
        + " name="
        + Bytes.latin1Text(session.name)
        + " age="
        + (now - session.connectedMicros() / 1_000_000)
        + " idle="
        + (now - session.lastCommandMicros / 1_000_000)
        + " flags="
        + (session.closing ? "c" : session.noEvict ? "e" : "N")
        + " db="
        + session.db
        + " sub=0 psub=0 ssub=0 multi=-1 qbuf=0 qbuf-free=0 argv-mem=0 multi-mem=0 rbs=1024 rbp=0"
        + " obl=0 oll=0 omem=0 tot-mem=1800 events=r cmd="
        + session.lastCommand
        + " user=default redir=-1 resp="
        + session.resp;
  }

  private record Wanted(String address, boolean anyType, long id, boolean skipMe) {
    static Wanted from(Call call) throws CommandError {
      if (call.argc() == 3) {
        return new Wanted(call.text(2), true, 0, false);
      }
      String address = "";
      boolean normal = true;
      long id = 0;
      boolean skipMe = true;
      for (int i = 2; i < call.argc(); i += 2) {
        if (i + 1 == call.argc()) {
          throw CommandError.SYNTAX;
        } else if (call.is(i, "ID")) {
          id = call.longArg(i + 1, 1, Long.MAX_VALUE, ID_NOT_POSITIVE);
        } else if (call.is(i, "TYPE")) {
          normal = isNormal(call.text(i + 1));
        } else if (call.is(i, "ADDR")) {
          address = call.text(i + 1);
        } else if (call.is(i, "LADDR")) {
          normal &= call.text(i + 1).equals("127.0.0.1:6379");
        } else if (call.is(i, "USER")) {
          if (!call.text(i + 1).equals("default")) {
            throw new CommandError("ERR No such user '" + call.text(i + 1) + "'");
          }
        } else if (call.is(i, "SKIPME") && (call.is(i + 1, "YES") || call.is(i + 1, "NO"))) {
          skipMe = call.is(i + 1, "YES");
        } else {
          throw CommandError.SYNTAX;
        }
      }
      return new Wanted(address, normal, id, skipMe);
    }

    boolean is(Session each, Session me) {
      return anyType
          && (address.isEmpty() || address.equals(each.address()))
          && (id == 0 || id == each.id())
          && !(skipMe && each == me);
    }
  }

  private Reply kill(Call call) throws CommandError {
    Wanted wanted = Wanted.from(call);
    long killed = 0;
    for (Session each : clients.all()) {
      if (wanted.is(each, call.session())) {
        each.closing = true;
        killed++;
        if (each != call.session()) {
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
}
