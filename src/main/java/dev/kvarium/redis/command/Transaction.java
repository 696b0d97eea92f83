package dev.kvarium.redis.command;

import java.util.ArrayList;
import java.util.List;

/** What a client has queued since MULTI. */
final class Transaction {
  /** A command that waits for EXEC. */
  record Queued(Command command, byte[][] argv) {}

  private final List<Queued> queued = new ArrayList<>();
  private int flags;

  /** Whether a command was refused while it was queued, so that EXEC will run none. */
  boolean broken;

  void add(Command command, byte[][] argv, int own) {
    queued.add(new Queued(command, argv));
    flags |= own;
  }

  List<Queued> queued() {
    return queued;
  }

  int size() {
    return queued.size();
  }

  /** The flags of all commands in it. */
  int flags() {
    return flags;
  }
}
