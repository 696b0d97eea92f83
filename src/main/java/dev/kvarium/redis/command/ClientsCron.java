package dev.kvarium.redis.command;

import dev.kvarium.redis.command.ClientBuffers.BufferStats;
import java.util.List;

/**
 * What the cron does for clients: every one is looked at once a second, a few at each call, and its
 * buffers are fitted to what it uses.
 */
public final class ClientsCron {
  private static final int LEAST_CLIENTS = 5;

  private final Clients clients;
  private final Settings settings;
  private final BufferStats stats = new BufferStats();
  private int next;

  public ClientsCron(Clients clients, Settings settings) {
    this.clients = clients;
    this.settings = settings;
  }

  /** Looks at the next clients. */
  public void run(long nowMillis) {
    int count = clients.count();
    if (count == 0) {
      return;
    }
    List<Session> all = clients.all();
    for (int i = Math.min(count, Math.max(LEAST_CLIENTS, count / settings.runningHz)); i > 0; i--) {
      Session session = all.get(next++ % count);
      long idle = nowMillis / 1000 - session.lastCommandMicros / 1_000_000;
      session.buffers.fit(settings, nowMillis, idle, stats);
    }
    next %= count;
  }

  /** How often a reply buffer was made smaller. */
  public long shrinks() {
    return stats.shrinks;
  }

  /** How often a reply buffer was made larger. */
  public long expands() {
    return stats.expands;
  }
}
