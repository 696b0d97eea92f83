package dev.kvarium.memcached;

import dev.kvarium.world.Timers;

/**
 * The background work that keeps the segmented LRU in shape, as memcached's maintainer thread does
 * it: class by class, each with a pause of its own that grows while there is nothing to do, from a
 * millisecond to a second.
 *
 * <p>It moves items between HOT, WARM and COLD, takes those that were read in COLD to WARM, looks
 * once a second whether the crawler should run, and lets the {@link Automover} decide about pages.
 */
final class Maintainer {
  private static final int JUGGLES = 500;
  private static final long LEAST_SLEEP_MICROS = 1_000;
  private static final long MOST_SLEEP_MICROS = 1_000_000;

  private final Items items;
  private final Settings settings;
  private final NodeClock clock;
  private final NodeStats stats;
  private final Timers timers;
  private final CrawlSchedule schedule;
  private final Automover automover;
  private final long[] nextMicros = new long[SlabTable.MOST_CLASSES];
  private final long[] backoffMicros = new long[SlabTable.MOST_CLASSES];
  private long sleepMicros = LEAST_SLEEP_MICROS;
  private long lastCrawlerCheck;
  private long lastAutomoveCheck;
  private Timers.Timer timer = () -> {};

  Maintainer(
      Items items, NodeClock clock, Timers timers, CrawlSchedule schedule, Automover automover) {
    this.items = items;
    this.settings = items.settings;
    this.stats = items.stats;
    this.clock = clock;
    this.timers = timers;
    this.schedule = schedule;
    this.automover = automover;
  }

  void start() {
    timer = timers.after(sleepMicros, this::run);
  }

  void stop() {
    timer.cancel();
  }

  private void run() {
    long slept = Math.max(sleepMicros, LEAST_SLEEP_MICROS);
    sleepMicros = MOST_SLEEP_MICROS;
    stats.maintainerJuggles++;
    for (int classId = 1; classId < SlabTable.MOST_CLASSES; classId++) {
      visit(classId, slept);
    }
    if (settings.lruSegmented && items.takeBumps() && sleepMicros > LEAST_SLEEP_MICROS) {
      sleepMicros = LEAST_SLEEP_MICROS;
    }
    if (settings.lruCrawler && lastCrawlerCheck != clock.now()) {
      schedule.check();
      lastCrawlerCheck = clock.now();
    }
    if (settings.slabAutomove == 1 && lastAutomoveCheck != clock.now()) {
      if (automover.run()) {
        sleepMicros = LEAST_SLEEP_MICROS;
      } else {
        lastAutomoveCheck = clock.now();
      }
    }
    timer = timers.after(sleepMicros, this::run);
  }

  private void visit(int classId, long sleptMicros) {
    nextMicros[classId] = Math.max(nextMicros[classId] - sleptMicros, 0);
    if (nextMicros[classId] == 0) {
      long backoff = backoffMicros[classId];
      if (juggle(classId) == 0) {
        backoff = backoff == 0 ? LEAST_SLEEP_MICROS : backoff + backoff / 8;
        backoff = Math.min(backoff, MOST_SLEEP_MICROS);
      } else if (backoff > 0) {
        backoff /= 2;
        backoff = backoff < LEAST_SLEEP_MICROS ? 0 : backoff;
      }
      backoffMicros[classId] = backoff;
      nextMicros[classId] = backoff;
    }
    sleepMicros = Math.min(sleepMicros, nextMicros[classId]);
  }

  /** Moves what should move in a class; how many rounds had something to do. */
  private int juggle(int classId) {
    int moves = 0;
    if (settings.temporaryLru) {
      while (moves < JUGGLES
          && items.pullTail(classId, Segment.TEMPORARY, 0, Items.Pull.NOTHING, 0) > 0) {
        moves++;
      }
    }
    long hotAge = 0;
    long warmAge = 0;
    long total = 0;
    if (settings.lruSegmented) {
      LruList cold = items.list(classId, Segment.COLD);
      long coldAge = cold.tail == null ? 0 : clock.now() - cold.tail.time;
      hotAge = (long) (coldAge * settings.hotMaxFactor);
      warmAge = (long) (coldAge * settings.warmMaxFactor);
      total =
          cold.bytes
              + items.list(classId, Segment.HOT).bytes
              + items.list(classId, Segment.WARM).bytes;
    }
    for (int i = 0; i < JUGGLES; i++) {
      boolean moved =
          items.pullTail(classId, Segment.HOT, total, Items.Pull.CRAWLER_BLOCKS, hotAge) > 0
              || items.pullTail(classId, Segment.WARM, total, Items.Pull.CRAWLER_BLOCKS, warmAge)
                  > 0;
      if (settings.lruSegmented) {
        moved |= items.pullTail(classId, Segment.COLD, total, Items.Pull.CRAWLER_BLOCKS, 0) > 0;
      }
      if (!moved) {
        break;
      }
      moves++;
    }
    return moves;
  }
}
