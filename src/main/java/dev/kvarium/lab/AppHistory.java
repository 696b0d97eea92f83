package dev.kvarium.lab;

import dev.kvarium.event.AppEvent;
import dev.kvarium.event.DatabaseEvent;
import dev.kvarium.event.EventLog;
import dev.kvarium.history.History;
import dev.kvarium.history.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the clients of applications read, and when rows changed, out of the facts.
 *
 * <p>A change happens at one moment, at which the database has it. A read lasts from when its
 * client first asked anybody until it was answered. Facts of the same microsecond are told apart by
 * their order: of a thousand of them the last ones count as at the same time, which proves nothing.
 */
final class AppHistory implements EventLog.Fold {
  private static final long NANOS_PER_MICRO = 1_000;

  private record Request(String app, long number) {}

  private final Map<Request, Long> begun = new HashMap<>();
  private final Map<String, List<Operation>> reads = new HashMap<>();
  private final Map<String, List<Operation>> changes = new HashMap<>();
  private long micros = -1;
  private long inThisMicro;

  /** What the facts so far tell. */
  static AppHistory of(EventLog events) {
    return events.folded(AppHistory.class, AppHistory::new);
  }

  @Override
  public void take(EventLog.Entry entry) {
    inThisMicro = entry.timeMicros() == micros ? inThisMicro + 1 : 0;
    micros = entry.timeMicros();
    long now = micros * NANOS_PER_MICRO + StrictMath.min(inThisMicro, NANOS_PER_MICRO - 1);
    switch (entry.event()) {
      case AppEvent.Asked asked ->
          begun.putIfAbsent(new Request(asked.app(), asked.request()), now);
      case AppEvent.Read read -> {
        Long start = begun.remove(new Request(read.app(), read.request()));
        reads
            .computeIfAbsent(read.app(), app -> new ArrayList<>())
            .add(
                new Operation(
                    read.request(),
                    read.client(),
                    Operation.Kind.READ,
                    read.key(),
                    read.version(),
                    start == null ? now : start,
                    now));
      }
      case AppEvent.Wrote wrote -> begun.remove(new Request(wrote.app(), wrote.request()));
      case DatabaseEvent.Changed changed ->
          changes
              .computeIfAbsent(changed.database(), database -> new ArrayList<>())
              .add(
                  new Operation(
                      entry.number(),
                      changed.database(),
                      Operation.Kind.WRITE,
                      changed.key(),
                      changed.version(),
                      now,
                      now));
      default -> {}
    }
  }

  /** What an application's clients read, and how the rows of its database changed. */
  History history(String app, String database) {
    History history = new History();
    changes.getOrDefault(database, List.of()).forEach(history::add);
    reads.getOrDefault(app, List.of()).forEach(history::add);
    return history;
  }
}
