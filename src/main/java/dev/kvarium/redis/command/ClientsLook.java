package dev.kvarium.redis.command;

import java.util.ArrayList;
import java.util.List;

/** The clients as they are now: one by one for whoever looks, as counts for INFO. */
final class ClientsLook {
  private final Clients clients;
  private final Waits waits;
  private final Watches watches;
  private final Pauses pauses;
  private final PubSub pubSub;
  private final Tracking tracking;
  private final Replicas replicas;

  ClientsLook(
      Clients clients,
      Waits waits,
      Watches watches,
      Pauses pauses,
      PubSub pubSub,
      Tracking tracking,
      Replicas replicas) {
    this.clients = clients;
    this.waits = waits;
    this.watches = watches;
    this.pauses = pauses;
    this.pubSub = pubSub;
    this.tracking = tracking;
    this.replicas = replicas;
  }

  /** At most so many of the clients as they are now. */
  ClientsSnapshot snapshot(int most) {
    List<ClientsSnapshot.Client> seen = new ArrayList<>();
    for (Session each : clients.all()) {
      if (seen.size() < most) {
        seen.add(snapshot(each));
      }
    }
    String paused =
        switch (pauses.mode()) {
          case NONE -> "";
          case WRITE -> "write";
          case ALL -> "all";
        };
    return new ClientsSnapshot(seen, clients.count(), paused);
  }

  private ClientsSnapshot.Client snapshot(Session session) {
    Waits.Wait wait = session.wait;
    Subscriptions own = session.subscriptions;
    return new ClientsSnapshot.Client(
        session.label(),
        session.db,
        session.resp,
        wait == null ? "" : wait.command.name(),
        wait == null ? List.of() : wait.keys,
        wait == null ? 0 : waits.waitedMicros(wait),
        session.held != null,
        session.transaction == null ? -1 : session.transaction.size(),
        watches.count(session),
        session.watchBroken,
        own == null
            ? 0
            : own.counted(Subscriptions.Kind.CHANNEL) + own.counted(Subscriptions.Kind.SHARD),
        session.tracking != null);
  }

  /** What INFO counts. */
  ClientCounts counts() {
    return new ClientCounts(
        replicas.counts(),
        waits.waiting() + pauses.held(),
        waits.withTimeout(),
        tracking.clients(),
        tracking.keys(),
        tracking.items(),
        tracking.prefixes(),
        pubSub.count(Subscriptions.Kind.CHANNEL),
        pubSub.count(Subscriptions.Kind.PATTERN),
        pubSub.count(Subscriptions.Kind.SHARD));
  }
}
