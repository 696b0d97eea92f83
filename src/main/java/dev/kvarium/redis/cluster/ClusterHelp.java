package dev.kvarium.redis.cluster;

import dev.kvarium.redis.command.Call;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;

/** CLUSTER HELP. */
final class ClusterHelp {
  private static final List<String> LINES =
      List.of(
          "ADDSLOTS <slot> [<slot> ...]", "Takes slots.",
          "ADDSLOTSRANGE <start> <end> [<start> <end> ...]", "Takes ranges of slots.",
          "BUMPEPOCH", "Takes a newer epoch.",
          "COUNT-FAILURE-REPORTS <node-id>", "How many hold a node for failed.",
          "COUNTKEYSINSLOT <slot>", "How many keys a slot has.",
          "DELSLOTS <slot> [<slot> ...]", "Gives slots up.",
          "DELSLOTSRANGE <start> <end> [<start> <end> ...]", "Gives ranges of slots up.",
          "FAILOVER [FORCE|TAKEOVER]", "Takes the place of its master.",
          "FLUSHSLOTS", "Gives all slots up.",
          "FORGET <node-id>", "Forgets a node.",
          "GETKEYSINSLOT <slot> <count>", "Keys of a slot.",
          "INFO", "The state of the cluster.",
          "KEYSLOT <key>", "The slot of a key.",
          "LINKS", "The connections to other nodes.",
          "MEET <ip> <port> [<bus-port>]", "Makes another node known.",
          "MYID", "The name of this node.",
          "NODES", "The nodes.",
          "REPLICAS <node-id>", "The replicas of a node.",
          "REPLICATE <node-id>", "Becomes a replica.",
          "RESET [HARD|SOFT]", "Forgets the cluster.",
          "SAVECONFIG", "Writes down what is known.",
          "SET-CONFIG-EPOCH <epoch>", "Sets the epoch of a new node.",
          "SETSLOT <slot> (IMPORTING|MIGRATING|STABLE|NODE <node-id>)", "Says whose a slot is.",
          "SHARDS", "Slots with all their nodes.",
          "SLOTS", "Slots with their nodes.");

  private ClusterHelp() {}

  static Reply lines(Call call) {
    List<Reply> reply = new ArrayList<>();
    reply.add(new Reply.Simple("CLUSTER <subcommand> [<arg> [value] [opt] ...]. Subcommands are:"));
    for (int i = 0; i < LINES.size(); i += 2) {
      reply.add(new Reply.Simple(LINES.get(i)));
      reply.add(new Reply.Simple("    " + LINES.get(i + 1)));
    }
    reply.add(new Reply.Simple("HELP"));
    reply.add(new Reply.Simple("    Prints this help."));
    return new Reply.Array(reply);
  }
}
