package dev.kvarium.redis.command;

import dev.kvarium.redis.keyspace.Keyspace;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the state of the server forbids for now: to take memory when all is taken, to write without
 * the replicas that are wanted or as a replica, to read from a replica that has lost its master.
 */
final class Gate {
  private static final String OUT_OF_MEMORY =
      "OOM command not allowed when used memory > 'maxmemory'.";
  private static final String NO_REPLICAS = "NOREPLICAS Not enough good replicas to write.";
  private static final String READ_ONLY = "READONLY You can't write against a read only replica.";
  static final String MASTER_DOWN =
      "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.";
  private final Replicas replicas;
  private final Settings settings;
  private final Keyspace keyspace;
  private Supplier<String> unsaved = () -> "";
  private boolean outOfMemory;

  Gate(Settings settings, Keyspace keyspace, Replicas replicas) {
    this.replicas = replicas;
    this.settings = settings;
    this.keyspace = keyspace;
  }

  /** Says why nothing may be written, since the data could not be kept; empty: it may. */
  void unsavedBy(Supplier<String> knowing) {
    unsaved = knowing;
  }

  /** Whether nothing is forbidden to anybody. */
  boolean isOpen() {
    return settings.maxMemoryBytes == 0
        && settings.minReplicas == 0
        && !settings.isReplica()
        && unsaved.get().isEmpty();
  }

  /** Why a command cannot run now; empty when it can. */
  Optional<String> refusal(Command command, int own, @Nullable Transaction transaction) {
    int flags = own;
    if (command.name().equals("exec") && transaction != null) {
      flags |= transaction.flags();
    }
    boolean queued = transaction != null && grows(command);
    if (outOfMemory && settings.maxMemoryBytes != 0 && ((flags & Flags.DENYOOM) != 0 || queued)) {
      return Optional.of(OUT_OF_MEMORY);
    }
    boolean write = (flags & Flags.WRITE) != 0;
    if (write || command.name().equals("ping")) {
      String why = unsaved.get();
      if (!why.isEmpty()) {
        return Optional.of(why);
      }
    }
    if (write
        && settings.minReplicas > 0
        && !settings.isReplica()
        && replicas.good() < settings.minReplicas) {
      return Optional.of(NO_REPLICAS);
    }
    if ((flags & Flags.WRITE) != 0 && settings.isReplica() && settings.replicaReadOnly) {
      return Optional.of(READ_ONLY);
    }
    boolean current =
        (own & Flags.STALE) == 0 || transaction != null && needsData(command, transaction);
    if (!settings.serveStale && current && replicas.isStale()) {
      return Optional.of(MASTER_DOWN);
    }
    return Optional.empty();
  }

  /**
   * Why a script cannot run a command now; empty when it can.
   *
   * @param written whether the script has written already, so that it cannot be stopped for this
   * @param takesMemory whether the script may take memory that is not there
   */
  Optional<String> refusalInScript(Command command, boolean written, boolean takesMemory) {
    CommandRow row = command.row();
    if (!settings.serveStale && !row.has(Flags.STALE) && replicas.isStale()) {
      return Optional.of("ERR Can not execute the command on a stale replica");
    }
    if (row.has(Flags.WRITE) && !written) {
      if (settings.isReplica() && settings.replicaReadOnly) {
        return Optional.of(READ_ONLY);
      }
      String why = unsaved.get();
      if (!why.isEmpty()) {
        return Optional.of(why);
      }
      if (settings.minReplicas > 0
          && !settings.isReplica()
          && replicas.good() < settings.minReplicas) {
        return Optional.of(NO_REPLICAS);
      }
    }
    if (outOfMemory
        && settings.maxMemoryBytes != 0
        && row.has(Flags.DENYOOM)
        && !written
        && !takesMemory
        && !keyspace.loading) {
      return Optional.of(OUT_OF_MEMORY);
    }
    return Optional.empty();
  }

  /** Whether a command would make a transaction longer. */
  private static boolean grows(Command command) {
    return switch (command.name()) {
      case "exec", "discard", "multi", "unwatch", "quit", "reset" -> false;
      default -> true;
    };
  }

  private static boolean needsData(Command command, Transaction transaction) {
    return command.name().equals("exec")
        && transaction.queued().stream().anyMatch(each -> !each.command().row().has(Flags.STALE));
  }

  /**
   * Says before a command whether memory is short and nothing more could be evicted; so it is for
   * all that the command calls.
   */
  void outOfMemory(boolean now) {
    outOfMemory = now;
  }
}
