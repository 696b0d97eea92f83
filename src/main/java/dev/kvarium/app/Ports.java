package dev.kvarium.app;

import dev.kvarium.event.Probe;
import dev.kvarium.world.Clock;
import dev.kvarium.world.Randomness;
import dev.kvarium.world.Timers;

/**
 * All that an application is handed.
 *
 * @param cache makes the cache of a process, over the line by which it asks
 * @param databaseName by which facts call the database
 */
public record Ports(
    CacheMaker cache,
    DatabasePort database,
    String databaseName,
    Clock clock,
    Timers timers,
    Randomness chance,
    Probe probe) {
  /** Makes caches: {@code line -> new RedisCache(line.over(port, …), clock)}. */
  public interface CacheMaker {
    Cache over(Line line);
  }
}
