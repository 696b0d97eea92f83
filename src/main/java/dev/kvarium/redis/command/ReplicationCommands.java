package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.ADMIN;
import static dev.kvarium.redis.command.Flags.ALLOW_BUSY;
import static dev.kvarium.redis.command.Flags.LOADING;
import static dev.kvarium.redis.command.Flags.NOSCRIPT;
import static dev.kvarium.redis.command.Flags.NO_ASYNC_LOADING;
import static dev.kvarium.redis.command.Flags.NO_MULTI;
import static dev.kvarium.redis.command.Flags.STALE;
import static dev.kvarium.redis.command.ServerCommands.row;

import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What replicas say to their master, and ROLE. */
public final class ReplicationCommands {
  private static final int INTERNAL = ADMIN | NOSCRIPT | NO_ASYNC_LOADING | NO_MULTI;

  private final Replicas replicas;
  private final Settings settings;
  private final String runId;
  private final Supplier<byte[]> data;

  /**
   * The commands of a node.
   *
   * @param runId by which the node is known among others
   * @param data all keys as an RDB file
   */
  public ReplicationCommands(
      Dispatcher dispatcher, Settings settings, String runId, Supplier<byte[]> data) {
    this.runId = runId;
    this.replicas = dispatcher.replicas();
    this.settings = settings;
    this.data = data;
  }

  private Reply sync(Call call) throws CommandError {
    if (!call.mayBlock()) {
      throw new CommandError("ERR SYNC isn't allowed for DENY BLOCKING client");
    }
    Session session = call.session();
    if (!session.replica) {
      if (call.argc() > 1) {
        session.front.send(new Reply.Simple("FULLRESYNC " + runId + " " + replicas.offset()));
      }
      replicas.add(session, data.get());
    }
    return Reply.None.NONE;
  }

  private Reply configure(Call call) throws CommandError {
    if (call.argc() % 2 == 0) {
      throw CommandError.SYNTAX;
    }
    for (int i = 1; i < call.argc(); i += 2) {
      if (call.is(i, "ACK") || call.is(i, "GETACK")) {
        return Reply.None.NONE;
      }
      boolean known =
          call.is(i, "listening-port")
              || call.is(i, "ip-address")
              || call.is(i, "capa")
              || call.is(i, "rdb-only")
              || call.is(i, "rdb-filter-only");
      if (!known) {
        throw new CommandError("ERR Unrecognized REPLCONF option: " + call.text(i));
      }
    }
    return Reply.OK;
  }

  private Reply role(Call call) {
    if (settings.isReplica()) {
      String[] master = settings.master().split(" ");
      return Reply.of(
          Reply.of("slave"),
          Reply.of(master[0]),
          Reply.of(Long.parseLong(master[1])),
          Reply.of("connect"),
          Reply.of(-1));
    }
    List<Reply> online = new ArrayList<>();
    for (Session each : replicas.all()) {
      String address = each.address();
      int colon = address.lastIndexOf(':');
      online.add(
          Reply.of(
              Reply.of(address.substring(0, Math.max(0, colon))),
              Reply.of(address.substring(colon + 1)),
              Reply.of(Long.toString(replicas.offset()))));
    }
    return Reply.of(Reply.of("master"), Reply.of(replicas.offset()), new Reply.Array(online));
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
        row(
            "role",
            "",
            NOSCRIPT | LOADING | STALE | Flags.FAST | Flags.ADMINISTRATIVE,
            "2.8.12",
            "Tells what the server is among others",
            this::role));
  }
}
