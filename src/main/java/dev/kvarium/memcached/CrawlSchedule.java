package dev.kvarium.memcached;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * When the crawler should run by itself: a list of which more than one in a hundred of the items
 * with a time to live have expired is crawled again, sooner the more there are, at least once an
 * hour.
 */
final class CrawlSchedule {
  private static final int MINUTES = 60;
  private static final int MINUTE_SECONDS = 60;
  private static final int LONGEST_WAIT_SECONDS = 60 * 60;
  private static final int LEAST_WAIT_SECONDS = 5;

  private final Items items;
  private final Crawler crawler;
  private final NodeClock clock;
  private final Consumer<Supplier<String>> told;
  private final long[][] nextCrawl = new long[SlabTable.MOST_CLASSES][Segment.ALL.length];
  private final long[][] waitSeconds = new long[SlabTable.MOST_CLASSES][Segment.ALL.length];

  /**
   * Every list is due at once.
   *
   * @param told the lines that watchers of system events are sent, made when anybody watches
   */
  CrawlSchedule(Items items, Crawler crawler, NodeClock clock, Consumer<Supplier<String>> told) {
    this.items = items;
    this.crawler = crawler;
    this.clock = clock;
    this.told = told;
  }

  /** Looks at what the last run found, and starts the next one where it is due. */
  void check() {
    boolean[][] due = new boolean[SlabTable.MOST_CLASSES][Segment.ALL.length];
    boolean any = false;
    long most = 0;
    for (Segment segment : Segment.ALL) {
      int which = segment.ordinal();
      for (int classId = 0; classId < SlabTable.MOST_CLASSES; classId++) {
        Crawler.Findings findings = crawler.findings(classId, segment);
        if (findings.complete) {
          findings.complete = false;
          judge(findings, classId, segment);
        }
        // A list is a number, class and segment, of which 0 is none: class 0 has no HOT.
        if (clock.now() > nextCrawl[classId][which] && (classId > 0 || which > 0)) {
          most = Math.max(most, items.list(classId, segment).size);
          due[classId][which] = true;
          any = true;
          nextCrawl[classId][which] = clock.now() + LEAST_WAIT_SECONDS;
        }
      }
    }
    if (any) {
      long limit = items.settings.lruCrawlerToCrawl;
      crawler.startByItself(due, limit != 0 && limit < most ? limit : most);
    }
  }

  /** Decides when to come again from what a run found, and tells it. */
  private void judge(Crawler.Findings findings, int classId, Segment segment) {
    int which = segment.ordinal();
    long threshold = (findings.seen - findings.withoutExpiry) / 100 + 1;
    long available = 0;
    long wait = waitSeconds[classId][which];
    for (int minute = 0; minute < MINUTES; minute++) {
      available += findings.expiringInMinute[minute];
      if (available > threshold) {
        if (wait < (long) minute * MINUTE_SECONDS) {
          wait += MINUTE_SECONDS;
        } else if (wait >= MINUTE_SECONDS) {
          wait -= MINUTE_SECONDS;
        }
        break;
      }
    }
    if (available == 0) {
      wait += MINUTE_SECONDS;
    }
    wait = Math.min(wait, LONGEST_WAIT_SECONDS);
    waitSeconds[classId][which] = wait;
    nextCrawl[classId][which] = clock.now() + wait + LEAST_WAIT_SECONDS;
    long reclaims = available;
    long next = wait + LEAST_WAIT_SECONDS;
    told.accept(
        () ->
            "type=lru_crawler crawler="
                + classId
                + " lru="
                + segment.shown()
                + " low_mark="
                + threshold
                + " next_reclaims="
                + reclaims
                + " since_run="
                + (clock.now() - findings.endedSeconds)
                + " next_run="
                + next
                + " elapsed="
                + (findings.endedSeconds - findings.startedSeconds)
                + " examined="
                + findings.seen
                + " reclaimed="
                + findings.reclaimed);
  }
}
