package dev.kvarium.app;

import java.util.HashSet;
import java.util.Set;

/**
 * Refresh ahead: a reader who finds an entry in the last part of its time is answered with it at
 * once, and the process gets it anew in the background. What is read often is never missed; what is
 * read seldom runs out as ever.
 *
 * <p>Source: Oracle Coherence, "Caching Data Sources", section "Refresh-Ahead Caching", where the
 * part is the refresh-ahead factor; Caffeine's {@code refreshAfterWrite}.
 */
final class RefreshAhead extends Strategy {
  private final Set<String> refreshing = new HashSet<>();

  RefreshAhead(AppProcess process) {
    super(process);
  }

  @Override
  public void read(Access access) {
    process()
        .get(
            access,
            found -> {
              if (found.entry().isEmpty()) {
                fillAndAnswer(access, "miss");
                return;
              }
              Entry entry = found.entry().get();
              process().answer(access, Access.From.CACHE, entry);
              if (isNearItsEnd(entry) && refreshing.add(access.key())) {
                process().fill(access, "ahead", again -> refreshing.remove(access.key()));
              }
            });
  }

  private boolean isNearItsEnd(Entry entry) {
    AppSettings settings = process().settings();
    long left = entry.freshUntilMillis() - process().clock().nowMillis();
    return left * 100 <= settings.ttlMillis() * settings.aheadPercent();
  }
}
