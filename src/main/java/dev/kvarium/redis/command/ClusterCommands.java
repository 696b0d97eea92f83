package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.ADMIN;
import static dev.kvarium.redis.command.Flags.FAST;
import static dev.kvarium.redis.command.Flags.LOADING;
import static dev.kvarium.redis.command.Flags.NOSCRIPT;
import static dev.kvarium.redis.command.Flags.NO_ASYNC_LOADING;
import static dev.kvarium.redis.command.Flags.STALE;

import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The rows of CLUSTER and its kin. A node that is part of no cluster knows them all and allows
 * none; else they are handled by whoever knows the cluster.
 */
public final class ClusterCommands {
  private static final int CHANGES = NO_ASYNC_LOADING | ADMIN | STALE;
  private static final CommandError DISABLED =
      new CommandError("ERR This instance has cluster support disabled");

  private ClusterCommands() {}

  /** The rows of all commands on a cluster, as a node has them that is part of none. */
  public static List<CommandRow> rows() {
    return rows(name -> ClusterCommands::disabled);
  }

  /**
   * The same for a node of a cluster.
   *
   * @param handlers by the name of the row, {@code cluster|slots}
   */
  public static List<CommandRow> rows(Function<String, Handler> handlers) {
    List<CommandRow> handled = new ArrayList<>();
    for (CommandRow each : unhandled()) {
      handled.add(each.name().equals("cluster") ? each : each.by(handlers.apply(each.name())));
    }
    return handled;
  }

  private static List<CommandRow> unhandled() {
    List<CommandRow> rows = new ArrayList<>();
    rows.add(
        Help.container("cluster", "subcommand", Group.CLUSTER, "3.0.0", "Tells of the cluster"));
    rows.addAll(slots());
    rows.addAll(nodes());
    rows.add(row("cluster|help", "", LOADING | STALE, "5.0.0", "Lists the subcommands"));
    for (String name : List.of("readonly", "readwrite")) {
      String summary =
          name.equals("readonly")
              ? "Lets this connection read from a replica of the cluster"
              : "Lets this connection read from no replica any more";
      rows.add(row(name, "", FAST | LOADING | STALE | Flags.CONNECTION, "3.0.0", summary));
    }
    rows.add(
        row(
            "asking",
            "",
            FAST | Flags.CONNECTION,
            "3.0.0",
            "Lets the next command in although its slot is only being moved here"));
    return rows;
  }

  private static List<CommandRow> slots() {
    return List.of(
        row("cluster|addslots", "slot [slot ...]", CHANGES, "3.0.0", "Takes slots"),
        row(
            "cluster|addslotsrange",
            "start-slot end-slot [start-slot end-slot ...]",
            CHANGES,
            "7.0.0",
            "Takes ranges of slots"),
        row("cluster|delslots", "slot [slot ...]", CHANGES, "3.0.0", "Gives slots up"),
        row(
            "cluster|delslotsrange",
            "start-slot end-slot [start-slot end-slot ...]",
            CHANGES,
            "7.0.0",
            "Gives ranges of slots up"),
        row("cluster|flushslots", "", CHANGES, "3.0.0", "Gives all slots up"),
        row(
                "cluster|setslot",
                "slot <IMPORTING node-id | MIGRATING node-id | NODE node-id | STABLE>",
                CHANGES,
                "3.0.0",
                "Says to whom a slot belongs or moves")
            .withArity(-4),
        row("cluster|countkeysinslot", "slot", STALE, "3.0.0", "Counts the keys of a slot"),
        row("cluster|getkeysinslot", "slot count", STALE, "3.0.0", "Lists keys of a slot"),
        row("cluster|keyslot", "key", STALE, "3.0.0", "Says in which slot a key lies"),
        row("cluster|slots", "", STALE, "3.0.0", "Lists who has which slots"));
  }

  private static List<CommandRow> nodes() {
    return List.of(
        row("cluster|bumpepoch", "", CHANGES, "3.0.0", "Takes a newer epoch"),
        row(
            "cluster|count-failure-reports",
            "node-id",
            ADMIN | STALE,
            "3.0.0",
            "Counts the nodes that hold another for failed"),
        row(
            "cluster|failover",
            "[FORCE | TAKEOVER]",
            CHANGES,
            "3.0.0",
            "Has this replica take the place of its master"),
        row("cluster|forget", "node-id", CHANGES, "3.0.0", "Forgets a node"),
        row("cluster|info", "", STALE, "3.0.0", "Tells the state of the cluster"),
        row("cluster|links", "", STALE, "7.0.0", "Lists the connections to other nodes"),
        row(
            "cluster|meet",
            "ip port [cluster-bus-port]",
            CHANGES,
            "3.0.0",
            "Makes this node know another"),
        row("cluster|myid", "", STALE, "3.0.0", "Gives the name of this node"),
        row("cluster|nodes", "", STALE, "3.0.0", "Lists the nodes"),
        row("cluster|replicas", "node-id", ADMIN | STALE, "5.0.0", "Lists a node's replicas"),
        row("cluster|replicate", "node-id", CHANGES, "3.0.0", "Makes this node a replica"),
        row(
            "cluster|reset",
            "[HARD | SOFT]",
            ADMIN | STALE | NOSCRIPT,
            "3.0.0",
            "Makes this node forget the cluster"),
        row("cluster|saveconfig", "", CHANGES, "3.0.0", "Saves what is known of the cluster"),
        row(
            "cluster|set-config-epoch",
            "config-epoch",
            CHANGES,
            "3.0.0",
            "Sets the epoch of a new node"),
        row("cluster|shards", "", STALE, "7.0.0", "Lists who has which slots, with replicas"),
        row("cluster|slaves", "node-id", ADMIN | STALE, "3.0.0", "Lists a node's replicas"));
  }

  private static CommandRow row(
      String name, String syntax, int flags, String since, String summary) {
    return new CommandRow(
        name,
        syntax,
        flags,
        Group.CLUSTER,
        since,
        summary,
        KeySpec.NONE,
        ClusterCommands::disabled);
  }

  private static Reply disabled(Call call) throws CommandError {
    throw DISABLED;
  }
}
