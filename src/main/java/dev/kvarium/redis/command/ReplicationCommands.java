package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.ADMIN;
import static dev.kvarium.redis.command.Flags.ALLOW_BUSY;
import static dev.kvarium.redis.command.Flags.LOADING;
import static dev.kvarium.redis.command.Flags.NOSCRIPT;
import static dev.kvarium.redis.command.Flags.NO_ASYNC_LOADING;
import static dev.kvarium.redis.command.Flags.NO_MULTI;
import static dev.kvarium.redis.command.Flags.STALE;
import static dev.kvarium.redis.command.ServerCommands.row;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;
import dev.kvarium.redis.value.Value;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;

/** What replicas say to their master, and ROLE. */
public final class ReplicationCommands {
  private static final int INTERNAL = ADMIN | NOSCRIPT | NO_ASYNC_LOADING | NO_MULTI;

  private static final CommandError AS_REPLICA =
      new CommandError(
          "ERR WAIT cannot be used with replica instances. Please also note that since Redis 4.0 if"
              + " a replica is configured to be writable (which is not the default) writes to"
              + " replicas are just local and are not propagated.");

  private final Replicas replicas;
  private final Settings settings;

  /** The commands of a node. */
  public ReplicationCommands(Dispatcher dispatcher, Settings settings) {
    this.replicas = dispatcher.replicas();
    this.settings = settings;
  }

  private Reply sync(Call call) throws CommandError {
    if (!call.mayBlock()) {
      throw new CommandError("ERR SYNC isn't allowed for DENY BLOCKING client");
    }
    Session session = call.session();
    if (session.replica) {
      return Reply.None.NONE;
    }
    boolean psync = call.argc() > 1;
    if (psync && call.argc() > 3 && call.is(3, "failover")) {
      takeOver(call);
    }
    if (replicas.isFailingOver()) {
      throw new CommandError("NOMASTERLINK Can't SYNC while failing over");
    }
    if (replicas.isStale()) {
      throw new CommandError("NOMASTERLINK Can't SYNC while not connected with my master");
    }
    Replica replica = Replicas.facts(session);
    if (!(replica.wantsKeys && replica.wantsFunctions) && !replica.knowsEnd) {
      throw new CommandError("ERR Filtered replica requires EOF capability");
    }
    if (psync) {
      long from = call.longArg(2);
      if (!call.text(1).startsWith("?") && replicas.goOn(session, from, call.text(1))) {
        return Reply.None.NONE;
      }
    }
    replicas.add(session, !psync);
    return Reply.None.NONE;
  }

  /** A primary that gives its place up asks its replica to lead, before it follows it. */
  private void takeOver(Call call) throws CommandError {
    if (!settings.isReplica()) {
      throw new CommandError("ERR PSYNC FAILOVER can't be sent to a master.");
    }
    if (!call.text(1).equalsIgnoreCase(replicas.id())) {
      throw new CommandError("ERR PSYNC FAILOVER replid must match my replid.");
    }
    settings.follow("");
    replicas.upstream().lead();
  }

  /** A replica that says what it wants gets nothing else; it may say functions. */
  private static void filter(Replica replica, String wanted) throws CommandError {
    replica.wantsKeys = false;
    replica.wantsFunctions = false;
    for (String each : wanted.strip().split(" +")) {
      if (!each.equalsIgnoreCase("functions")) {
        throw new CommandError("ERR Unsupported rdb-filter-only option: " + each);
      }
      replica.wantsFunctions = true;
    }
  }

  private Reply configure(Call call) throws CommandError {
    if (call.argc() % 2 == 0) {
      throw CommandError.SYNTAX;
    }
    for (int i = 1; i < call.argc(); i += 2) {
      Replica replica = Replicas.facts(call.session());
      if (call.is(i, "ACK")) {
        if (call.session().replica && Numbers.isLong(call.arg(i + 1))) {
          replicas.acknowledged(call.session(), Numbers.parseLong(call.arg(i + 1)));
        }
        return Reply.None.NONE;
      } else if (call.is(i, "GETACK")) {
        if (settings.isReplica()) {
          replicas.upstream().acknowledge();
        }
        return Reply.None.NONE;
      } else if (call.is(i, "listening-port")) {
        replica.port = (int) call.longArg(i + 1);
      } else if (call.is(i, "ip-address")) {
        replica.address = call.text(i + 1);
      } else if (call.is(i, "capa")) {
        replica.knowsContinue |= call.is(i + 1, "psync2");
        replica.knowsEnd |= call.is(i + 1, "eof");
      } else if (call.is(i, "rdb-filter-only")) {
        filter(replica, call.text(i + 1));
      } else if (call.is(i, "rdb-only")) {
        replica.wantsSnapshotOnly = call.longArg(i + 1, 0, 1, CommandError.NOT_AN_INTEGER) == 1;
      } else {
        throw new CommandError("ERR Unrecognized REPLCONF option: " + call.text(i));
      }
    }
    return Reply.OK;
  }

  private Reply role(Call call) {
    if (settings.isReplica()) {
      String master = settings.master();
      int blank = master.lastIndexOf(' ');
      return Reply.of(
          Reply.of("slave"),
          Reply.of(Bytes.latin1(master.substring(0, blank))),
          Reply.of(Long.parseLong(master.substring(blank + 1))),
          Reply.of(replicas.upstream().state()),
          Reply.of(replicas.upstream().offset()));
    }
    List<Reply> online = new ArrayList<>();
    for (Session each : replicas.all()) {
      Replica replica = Replicas.facts(each);
      if (replica.state != Replica.State.ONLINE) {
        continue;
      }
      online.add(
          Reply.of(
              Reply.of(Replicas.address(each)),
              Reply.of(Integer.toString(replica.port)),
              Reply.of(Long.toString(replica.acknowledged))));
    }
    return Reply.of(Reply.of("master"), Reply.of(replicas.offset()), new Reply.Array(online));
  }

  private Reply await(Call call) throws CommandError {
    if (settings.isReplica()) {
      throw AS_REPLICA;
    }
    long wanted = call.longArg(1);
    long timeoutMillis = call.timeoutMillis(2);
    Session session = call.session();
    long offset = session.writtenOffset;
    int have = replicas.having(offset);
    if (have >= wanted || !call.mayBlock()) {
      return Reply.of(have);
    }
    Waiter waiter =
        new Waiter() {
          @Override
          public Reply serve(Call later, byte[] key, Value value) {
            return Reply.None.NONE;
          }

          @Override
          public Reply timedOut() {
            return Reply.of(replicas.having(offset));
          }
        };
    Reply reply = call.block(List.of(), timeoutMillis, waiter);
    replicas.await(session, offset, wanted);
    return reply;
  }

  /** The rows of these commands. */
  public List<CommandRow> rows() {
    return List.of(
        row("sync", "", INTERNAL, "1.0.0", "Asks for all data and what changes it", this::sync),
        row(
                "psync",
                "replicationid offset",
                INTERNAL,
                "2.8.0",
                "Asks for what changed the data since an offset, or for all of it",
                this::sync)
            .withArity(-3),
        row(
                "replconf",
                "",
                ADMIN | NOSCRIPT | LOADING | STALE | ALLOW_BUSY,
                "3.0.0",
                "Tells a master of its replica",
                this::configure)
            .withArity(-1),
        new CommandRow(
            "wait",
            "numreplicas timeout",
            NOSCRIPT | Flags.CONNECTION,
            Group.GENERIC,
            "3.0.0",
            "Waits until replicas have what this connection wrote",
            KeySpec.NONE,
            this::await),
        row(
            "role",
            "",
            NOSCRIPT | LOADING | STALE | Flags.FAST | Flags.ADMINISTRATIVE,
            "2.8.12",
            "Tells what the server is among others",
            this::role));
  }
}
