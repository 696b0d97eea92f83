package dev.kvarium.redis.command;

import java.util.ArrayList;
import java.util.List;

/** Gathers the keys of a command, or of a transaction, and asks whether they are here. */
final class SlotCheck {
  private final SlotGate gate;

  SlotCheck(SlotGate gate) {
    this.gate = gate;
  }

  /** The error with which a client is sent elsewhere; empty: the command runs here. */
  String refusal(Session session, Command command, byte[][] argv, int called) {
    List<byte[]> keys = new ArrayList<>(1);
    int flags = called;
    if (command.name().equals("exec")) {
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
    return gate.refusal(
        keys,
        kind(command),
        (flags & Flags.WRITE) != 0,
        session.asking || (called & Flags.ASKING) != 0,
        session.readsReplica);
  }

  /** The same for a client that waits. */
  String refusal(Session session, Command command, List<byte[]> keys) {
    return gate.elsewhere(keys, command.row().has(Flags.WRITE), session.readsReplica);
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
