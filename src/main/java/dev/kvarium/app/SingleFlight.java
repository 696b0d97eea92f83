package dev.kvarium.app;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Single flight: within a process, the first who misses a key asks the database, and whoever misses
 * it meanwhile waits for the same answer. Other processes know nothing of it, so there is a query a
 * process.
 *
 * <p>The first looks into the cache once more before it asks the database: its own look may have
 * been answered after an earlier flight had ended.
 *
 * <p>Source: Go's {@code golang.org/x/sync/singleflight}, which came out of groupcache.
 */
final class SingleFlight extends Strategy {
  private final Map<String, List<Access>> flights = new HashMap<>();

  SingleFlight(AppProcess process) {
    super(process);
  }

  @Override
  public void read(Access access) {
    process()
        .get(
            access,
            found -> {
              if (found.entry().isPresent()) {
                process().answer(access, Access.From.CACHE, found.entry().get());
              } else {
                join(access);
              }
            });
  }

  private void join(Access access) {
    List<Access> others = flights.get(access.key());
    if (others != null) {
      others.add(access);
      return;
    }
    flights.put(access.key(), new ArrayList<>());
    process()
        .get(
            access,
            found -> {
              if (found.entry().isPresent()) {
                land(access, Access.From.CACHE, found.entry().get());
              } else {
                process().fill(access, "miss", entry -> land(access, Access.From.DATABASE, entry));
              }
            });
  }

  private void land(Access first, Access.From from, Entry entry) {
    List<Access> others = flights.remove(first.key());
    process().answer(first, from, entry);
    if (others != null) {
      others.forEach(each -> process().answer(each, Access.From.SHARED, entry));
    }
  }
}
