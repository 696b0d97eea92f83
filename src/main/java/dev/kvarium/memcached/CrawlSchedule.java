package dev.kvarium.memcached;

/**
 * When the crawler should run by itself: a list of which more than one in a hundred of the items
 * with a time to live have expired is crawled again, sooner the more there are, at least once an
 * hour.
 */
final class CrawlSchedule {
  private static final int MINUTE_SECONDS = 60;
  private static final int LONGEST_WAIT_SECONDS = 60 * 60;
  private static final int LEAST_WAIT_SECONDS = 5;

  private final Items items;
  private final Crawler crawler;
  private final NodeClock clock;
  private final long[][] nextCrawl = new long[SlabTable.MOST_CLASSES][Segment.ALL.length];
  private final long[][] waitSeconds = new long[SlabTable.MOST_CLASSES][Segment.ALL.length];

  CrawlSchedule(Items items, Crawler crawler, NodeClock clock) {
    this.items = items;
    this.crawler = crawler;
    this.clock = clock;
  }

  /** Looks at what the last run found, and starts the next one where it is due. */
  void check() {
    boolean[][] due = new boolean[SlabTable.MOST_CLASSES][Segment.ALL.length];
    boolean any = false;
    long most = 0;
    for (int classId = 1; classId < SlabTable.MOST_CLASSES; classId++) {
      for (Segment segment : Segment.ALL) {
        int which = segment.ordinal();
        Crawler.Findings findings = crawler.findings(classId, segment);
        if (findings.complete) {
          findings.complete = false;
          nextCrawl[classId][which] =
              clock.now() + waitAfter(findings, classId, which) + LEAST_WAIT_SECONDS;
        }
        if (clock.now() > nextCrawl[classId][which]) {
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

  private long waitAfter(Crawler.Findings findings, int classId, int which) {
    long threshold = (findings.seen - findings.withoutExpiry) / 100 + 1;
    long available = 0;
    long wait = waitSeconds[classId][which];
    for (int minute = 0; minute < findings.expiringInMinute.length; minute++) {
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
    return wait;
  }
}
