package dev.kvarium.event;

import dev.kvarium.base.Blob;
import java.util.List;

/** What happens between clients and their node. Clients go by the names that the lab gave them. */
public sealed interface ClientEvent extends Event {
  String client();

  /**
   * A client waits for one of several keys.
   *
   * @param timeoutMillis how long at most; 0 for ever
   */
  record Blocked(String client, String command, int db, List<Blob> keys, long timeoutMillis)
      implements ClientEvent {
    public Blocked {
      keys = List.copyOf(keys);
    }
  }

  /**
   * A client got what it waited for.
   *
   * @param waitedMicros how long it waited
   * @param dirty how many changes to the data that made
   */
  record Served(String client, String command, int db, Blob key, long waitedMicros, long dirty)
      implements ClientEvent {}

  /** A client waited in vain until its time was over. */
  record TimedOut(String client, String command, long waitedMicros) implements ClientEvent {}

  /** A wait was ended from outside: {@code reason} says by what. */
  record Unblocked(String client, String command, long waitedMicros, String reason)
      implements ClientEvent {}

  /** A command was put behind those that wait for EXEC; they are so many now. */
  record Queued(String client, String command, int queued) implements ClientEvent {}

  /** EXEC ran what was queued; so many of the commands were answered with an error. */
  record Executed(String client, int commands, int errors) implements ClientEvent {}

  /** What was queued was thrown away; {@code reason} says by what. */
  record Aborted(String client, int commands, String reason) implements ClientEvent {}

  /** A client watches a key until its next EXEC. */
  record Watched(String client, int db, Blob key) implements ClientEvent {}

  /** A key that a client watches was changed: its EXEC will run nothing. */
  record WatchBroken(String client, int db, Blob key) implements ClientEvent {}

  /**
   * A client listens to a channel or pattern from now on.
   *
   * @param how {@code subscribe}, {@code psubscribe} or {@code ssubscribe}
   */
  record Subscribed(String client, String how, Blob channel) implements ClientEvent {}

  /** A client listens no more. */
  record Unsubscribed(String client, String how, Blob channel) implements ClientEvent {}

  /**
   * A message went to so many listeners, and is kept nowhere.
   *
   * @param carried whether it goes to other nodes of a cluster as well
   */
  record Published(String client, Blob channel, int receivers, boolean carried)
      implements ClientEvent {}

  /** A client was told that keys which it may have in its cache have changed; none named: all. */
  record Invalidated(String client, List<Blob> keys) implements ClientEvent {
    public Invalidated {
      keys = List.copyOf(keys);
    }
  }

  /** Commands are held from now on, {@code all} or those that {@code write}. */
  record Paused(String client, String mode, long forMillis) implements ClientEvent {}

  /** The commands of so many clients are held no longer. */
  record PauseEnded(String client, int held) implements ClientEvent {}

  /**
   * A command is held until a pause is over, or until another command is done.
   *
   * @param behind the command that it waits for, in lower case; empty when clients are paused
   */
  record Held(String client, String command, String behind) implements ClientEvent {}

  /** A client's connection was ended by another. */
  record Killed(String client, String by) implements ClientEvent {}

  /** A command was refused while it was to be queued: EXEC will run none. */
  record Spoiled(String client, String error) implements ClientEvent {}
}
