package dev.kvarium.redis.command;

import dev.kvarium.base.Blob;
import java.util.List;

/**
 * The clients of a node at one moment.
 *
 * @param clients at most so many as were asked for, in the order in which they came
 * @param total how many there are
 * @param paused what CLIENT PAUSE holds, {@code all} or {@code write}; empty when nothing
 */
public record ClientsSnapshot(List<Client> clients, int total, String paused) {
  public ClientsSnapshot {
    clients = List.copyOf(clients);
  }

  /**
   * One client.
   *
   * @param command the name of the command that it waits with; empty when it does not wait
   * @param keys for which it waits
   * @param waitedMicros for how long by now
   * @param held whether its command is held by a pause
   * @param queued how many commands wait for its EXEC; -1 when it is in no transaction
   * @param watched how many keys it watches
   * @param watchBroken whether one of them was changed
   * @param subscriptions channels, patterns and shard channels that it listens to
   * @param tracks whether it is told what changes of what it has cached
   */
  public record Client(
      String name,
      int db,
      int resp,
      String command,
      List<Blob> keys,
      long waitedMicros,
      boolean held,
      int queued,
      int watched,
      boolean watchBroken,
      int subscriptions,
      boolean tracks) {
    public Client {
      keys = List.copyOf(keys);
    }
  }
}
