package dev.kvarium.redis.cluster;

import dev.kvarium.redis.command.Call;
import dev.kvarium.redis.command.CommandError;
import dev.kvarium.wire.Reply;
import java.util.BitSet;

/** What CLUSTER is told to do: slots, nodes, epochs. */
final class ClusterOrders {
  /** How far behind its port the bus of a node listens, unless it says otherwise. */
  static final int BUS_STEP = 10_000;

  private static final CommandError BAD_SLOT = new CommandError("ERR Invalid or out of range slot");

  private final Cluster cluster;

  ClusterOrders(Cluster cluster) {
    this.cluster = cluster;
  }

  private static int slot(Call call, int i) throws CommandError {
    return (int) call.longArg(i, 0, Table.SLOTS - 1, BAD_SLOT);
  }

  Reply addSlots(Call call) throws CommandError {
    return several(call, false);
  }

  Reply delSlots(Call call) throws CommandError {
    return several(call, true);
  }

  private Reply several(Call call, boolean gives) throws CommandError {
    BitSet slots = new BitSet();
    for (int i = 2; i < call.argc(); i++) {
      slot(call, i);
    }
    for (int i = 2; i < call.argc(); i++) {
      check(slots, slot(call, i), gives);
    }
    return change(slots, gives);
  }

  Reply addRanges(Call call) throws CommandError {
    return ranges(call, false);
  }

  Reply delRanges(Call call) throws CommandError {
    return ranges(call, true);
  }

  private Reply ranges(Call call, boolean gives) throws CommandError {
    if (call.argc() % 2 == 1) {
      throw call.wrongArity();
    }
    BitSet slots = new BitSet();
    for (int i = 2; i < call.argc(); i += 2) {
      int from = slot(call, i);
      int to = slot(call, i + 1);
      if (from > to) {
        throw new CommandError(
            "ERR start slot number " + from + " is greater than end slot number " + to);
      }
      for (int slot = from; slot <= to; slot++) {
        check(slots, slot, gives);
      }
    }
    return change(slots, gives);
  }

  private void check(BitSet slots, int slot, boolean gives) throws CommandError {
    boolean owned = cluster.table().owners[slot] != null;
    if (gives && !owned) {
      throw new CommandError("ERR Slot " + slot + " is already unassigned");
    }
    if (!gives && owned) {
      throw new CommandError("ERR Slot " + slot + " is already busy");
    }
    if (slots.get(slot)) {
      throw new CommandError("ERR Slot " + slot + " specified multiple times");
    }
    slots.set(slot);
  }

  private Reply change(BitSet slots, boolean gives) {
    Table table = cluster.table();
    for (int slot = slots.nextSetBit(0); slot >= 0; slot = slots.nextSetBit(slot + 1)) {
      if (gives) {
        table.unassign(slot);
      } else {
        table.importingFrom[slot] = null;
        table.assign(slot, table.myself);
      }
    }
    cluster.changed();
    cluster.tellSlots();
    return Reply.OK;
  }

  Reply flushSlots(Call call) throws CommandError {
    if (call.keyspace().db(0).size() != 0) {
      throw new CommandError("ERR DB must be empty to perform CLUSTER FLUSHSLOTS.");
    }
    cluster.table().unassignAll(cluster.table().myself);
    cluster.changed();
    cluster.tellSlots();
    return Reply.OK;
  }

  Reply setSlot(Call call) throws CommandError {
    Table table = cluster.table();
    if (table.myself.isReplica()) {
      throw new CommandError("ERR Please use SETSLOT only with masters.");
    }
    int slot = slot(call, 2);
    boolean named = call.argc() == 5;
    if (call.is(3, "migrating") && named) {
      if (table.owners[slot] != table.myself) {
        throw new CommandError("ERR I'm not the owner of hash slot " + slot);
      }
      table.migratingTo[slot] = master(call.text(4), "I don't know about node ");
    } else if (call.is(3, "importing") && named) {
      if (table.owners[slot] == table.myself) {
        throw new CommandError("ERR I'm already the owner of hash slot " + slot);
      }
      table.importingFrom[slot] = master(call.text(4), "I don't know about node ");
    } else if (call.is(3, "stable") && call.argc() == 4) {
      table.importingFrom[slot] = null;
      table.migratingTo[slot] = null;
    } else if (call.is(3, "node") && named) {
      give(slot, master(call.text(4), "Unknown node "));
    } else {
      throw new CommandError(
          "ERR Invalid CLUSTER SETSLOT action or number of arguments. Try CLUSTER HELP");
    }
    cluster.tellMove(slot);
    cluster.changed();
    return Reply.OK;
  }

  private Member master(String id, String otherwise) throws CommandError {
    Member member = cluster.known(id, otherwise);
    if (member.isReplica()) {
      throw new CommandError("ERR Target node is not a master");
    }
    return member;
  }

  private void give(int slot, Member to) throws CommandError {
    Table table = cluster.table();
    Member myself = table.myself;
    boolean wasMine = table.owners[slot] == myself;
    int held = cluster.keys().count(slot);
    if (wasMine && to != myself && held != 0) {
      throw new CommandError(
          "ERR Can't assign hashslot "
              + slot
              + " to a different node while I still hold keys for this hash slot.");
    }
    if (held == 0) {
      table.migratingTo[slot] = null;
    }
    table.unassign(slot);
    table.assign(slot, to);
    cluster.tellOwner(slot, slot, to);
    if (wasMine && to != myself && myself.slots.isEmpty() && cluster.replicasMigrate()) {
      cluster.say(
          "warning",
          "Configuration change detected. Reconfiguring myself as a replica of " + to.id);
      cluster.follow(to);
    }
    if (to == myself && table.importingFrom[slot] != null) {
      if (table.bumpEpoch()) {
        cluster.decided();
        cluster.say("warning", "configEpoch updated after importing slot " + slot);
        cluster.tellEpoch();
      }
      table.importingFrom[slot] = null;
      cluster.broadcastPong();
    }
  }

  Reply bumpEpoch(Call call) {
    boolean bumped = cluster.table().bumpEpoch();
    cluster.decided();
    if (bumped) {
      cluster.tellEpoch();
    }
    return new Reply.Simple((bumped ? "BUMPED " : "STILL ") + cluster.table().myself.configEpoch);
  }

  Reply setConfigEpoch(Call call) throws CommandError {
    long epoch = call.longArg(2);
    Table table = cluster.table();
    if (epoch < 0) {
      throw new CommandError("ERR Invalid config epoch specified: " + epoch);
    }
    if (table.members.size() > 1) {
      throw new CommandError(
          "ERR The user can assign a config epoch only when the node does not know any other"
              + " node.");
    }
    if (table.myself.configEpoch != 0) {
      throw new CommandError("ERR Node config epoch is already non-zero");
    }
    table.myself.configEpoch = epoch;
    cluster.say("warning", "configEpoch set to " + epoch + " via CLUSTER SET-CONFIG-EPOCH");
    table.currentEpoch = Math.max(table.currentEpoch, epoch);
    cluster.changed();
    return Reply.OK;
  }

  Reply saveConfig(Call call) {
    cluster.decided();
    cluster.save();
    return Reply.OK;
  }

  Reply meet(Call call) throws CommandError {
    if (call.argc() > 5) {
      throw call.wrongArity();
    }
    long port =
        call.longArg(3, new CommandError("ERR Invalid TCP base port specified: " + call.text(3)));
    long busPort =
        call.argc() == 5
            ? call.longArg(
                4, new CommandError("ERR Invalid TCP bus port specified: " + call.text(4)))
            : port + BUS_STEP;
    if (!cluster.handshake(call.text(2), port, busPort)) {
      throw new CommandError(
          "ERR Invalid node address specified: " + call.text(2) + ":" + call.text(3));
    }
    return Reply.OK;
  }

  Reply forget(Call call) throws CommandError {
    Member member = cluster.known(call.text(2), "Unknown node ");
    Member myself = cluster.table().myself;
    if (member == myself) {
      throw new CommandError("ERR I tried hard but I can't forget myself...");
    }
    if (myself.isReplica() && myself.primary == member) {
      throw new CommandError("ERR Can't forget my master!");
    }
    cluster.forget(member);
    return Reply.OK;
  }

  Reply replicate(Call call) throws CommandError {
    Member member = cluster.known(call.text(2), "Unknown node ");
    Member myself = cluster.table().myself;
    if (member == myself) {
      throw new CommandError("ERR Can't replicate myself");
    }
    if (member.isReplica()) {
      throw new CommandError("ERR I can only replicate a master, not a replica.");
    }
    if (myself.isMaster() && (!myself.slots.isEmpty() || call.keyspace().db(0).size() != 0)) {
      throw new CommandError(
          "ERR To set a master the node must be empty and without assigned slots.");
    }
    cluster.follow(member);
    cluster.changed();
    return Reply.OK;
  }

  Reply failover(Call call) throws CommandError {
    boolean takeover = call.argc() == 3 && call.is(2, "takeover");
    boolean force = takeover || call.argc() == 3 && call.is(2, "force");
    if (call.argc() > 2 && !force) {
      throw CommandError.SYNTAX;
    }
    Member myself = cluster.table().myself;
    Member primary = myself.primary;
    if (myself.isMaster()) {
      throw new CommandError("ERR You should send CLUSTER FAILOVER to a replica");
    }
    if (primary == null) {
      throw new CommandError("ERR I'm a replica but my master is unknown to me");
    }
    if (!force && (primary.is(Member.FAIL) || primary.link == null)) {
      throw new CommandError("ERR Master is down or failed, please use CLUSTER FAILOVER FORCE");
    }
    cluster.failover(primary, force, takeover);
    return Reply.OK;
  }

  Reply reset(Call call) throws CommandError {
    boolean hard = call.argc() == 3 && call.is(2, "hard");
    if (call.argc() > 3 || call.argc() == 3 && !hard && !call.is(2, "soft")) {
      throw CommandError.SYNTAX;
    }
    if (cluster.table().myself.isMaster() && call.db().size() != 0) {
      throw new CommandError("ERR CLUSTER RESET can't be called with master nodes containing keys");
    }
    cluster.reset(hard);
    return Reply.OK;
  }
}
