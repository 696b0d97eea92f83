package dev.kvarium.redis.command;

import dev.kvarium.base.Crc16;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers the keys of a command, or of a transaction, and asks whether they are here.
 *
 * <p>A client names the keys of a script beforehand, and is sent elsewhere by them as by those of
 * any command. A script that touches others gets errors instead: it could not go on elsewhere.
 */
final class SlotCheck {
  private final SlotGate gate;

  SlotCheck(SlotGate gate) {
    this.gate = gate;
  }

  /** The error with which a client is sent elsewhere; empty: the command runs here. */
  String refusal(Session session, Command command, byte[][] argv, int called) {
    List<byte[]> keys = new ArrayList<>(1);
    int flags = called;
    session.slot = -1;
    boolean isExec = command.name().equals("exec");
    if (isExec) {
      Transaction transaction = session.transaction;
      if (transaction == null) {
        return "";
      }
      for (Transaction.Queued each : transaction.queued()) {
        gather(each.command(), each.argv(), keys);
      }
      flags |= transaction.flags();
    } else {
      gather(command, argv, keys);
    }
    if (keys.isEmpty()) {
      return "";
    }
    if (isExec || command.row().has(Flags.SKIP_MONITOR)) {
      session.slot = Crc16.slot(keys.getFirst());
    }
    return gate.refusal(
        keys,
        kind(command),
        (flags & Flags.WRITE) != 0,
        session.asking || (called & Flags.ASKING) != 0,
        session.readsReplica);
  }

  /** The same for a client that waits. */
  String refusal(Session session, Command command, List<byte[]> keys) {
    boolean write = command.row().has(Flags.WRITE);
    return gate.verdict(keys, SlotGate.Kind.USUAL, write, true, session.readsReplica);
  }

  /**
   * The error with which a script may not run a command; empty: it may.
   *
   * @param session of the client that called the script
   * @param anySlots whether it may touch keys of several slots, if this node has them all
   */
  String refusalInScript(Session session, Command command, byte[][] argv, boolean anySlots) {
    List<byte[]> keys = new ArrayList<>(1);
    gather(command, argv, keys);
    if (keys.isEmpty()) {
      return "";
    }
    boolean write = command.row().has(Flags.WRITE);
    String refusal = gate.verdict(keys, kind(command), write, session.asking, session.readsReplica);
    switch (refusal) {
      case "" -> {}
      case SlotGate.READS_ONLY -> {
        return "ERR Script attempted to execute a write command while the cluster is down and"
            + " readonly";
      }
      case SlotGate.DOWN -> {
        return "ERR Script attempted to execute a command while the cluster is down";
      }
      default -> {
        return "ERR Script attempted to access a non local key in a cluster node";
      }
    }
    int slot = anySlots ? session.slot : Crc16.slot(keys.getFirst());
    if (session.slot < 0) {
      session.slot = slot;
    }
    return slot == session.slot
        ? ""
        : "ERR Script attempted to access keys that do not hash to the same slot";
  }

  private static SlotGate.Kind kind(Command command) {
    return switch (command.name()) {
      case "migrate" -> SlotGate.Kind.MIGRATION;
      case "ssubscribe", "sunsubscribe", "spublish" -> SlotGate.Kind.CHANNELS;
      default -> SlotGate.Kind.USUAL;
    };
  }

  private static void gather(Command command, byte[][] argv, List<byte[]> keys) {
    List<KeySpec> specs = command.row().keys();
    if (specs.isEmpty()) {
      return;
    }
    KeySpec first = specs.getFirst();
    if (specs.size() == 1
        && first.begin() instanceof KeySpec.Begin.Index index
        && first.find() instanceof KeySpec.Find.Range range
        && range.lastKey() == 0) {
      keys.add(argv[index.index()]);
    } else if (first.isNoKey()) {
      first.positions(argv).forEach(at -> keys.add(argv[at]));
    } else {
      for (KeySpec.Key key : KeySpec.keys(command.row(), argv)) {
        keys.add(argv[key.at()]);
      }
    }
  }
}
