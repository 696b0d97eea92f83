package dev.kvarium.memcached;

import dev.kvarium.world.Timers;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Walks lists from their tails, one item of each in turn, and takes away what has expired; or shows
 * every item to somebody. After a thousand items it pauses.
 */
final class Crawler {
  /** What asking for a run led to. */
  enum Answer {
    STARTED,
    RUNNING,
    BAD_CLASS,
    NOTHING_TO_DO,
    FAILED
  }

  /** What a run found on one list. */
  static final class Findings {
    final long startedSeconds;
    final long[] expiringInMinute = new long[61];
    long endedSeconds;
    long seen;
    long withoutExpiry;
    long reclaimed;

    /** Whether the run is over, and nobody has looked at this yet. */
    boolean complete;

    Findings(long startedSeconds) {
      this.startedSeconds = startedSeconds;
    }
  }

  private static final int ITEMS_BETWEEN_PAUSES = 1_000;
  private static final int MINUTES = 60;
  private static final long HOUR_SECONDS = 3_599;
  private static final long BLOCK_SECONDS = 60;

  private final Items items;
  private final NodeClock clock;
  private final NodeStats stats;
  private final Timers timers;
  private final Settings settings;

  /** What the last run found that the schedule wanted; others are none of its business. */
  private Findings[][] findings = {};

  /** What this run finds. */
  private Findings[][] found = {};

  private @Nullable Consumer<Item> show;
  private Runnable shown = () -> {};
  private boolean running;
  private boolean byItself;
  private boolean throughTable;
  private long blockedUntil;
  private Timers.Timer timer = () -> {};

  Crawler(Items items, NodeClock clock, Timers timers) {
    this.items = items;
    this.settings = items.settings;
    this.clock = clock;
    this.stats = items.stats;
    this.timers = timers;
    this.findings = nothing();
  }

  private Findings[][] nothing() {
    Findings[][] none = new Findings[SlabTable.MOST_CLASSES][Segment.ALL.length];
    for (Findings[] ofClass : none) {
      Arrays.setAll(ofClass, segment -> new Findings(clock.now()));
    }
    return none;
  }

  Findings findings(int classId, Segment segment) {
    return findings[classId][segment.ordinal()];
  }

  boolean running() {
    return running;
  }

  void stop() {
    timer.cancel();
  }

  /** A run that the schedule wants, of so many items of each list. */
  void startByItself(boolean[][] lists, long most) {
    if (running && !byItself || blockedUntil > clock.now()) {
      if (running && !byItself) {
        blockedUntil = clock.now() + BLOCK_SECONDS;
      }
      return;
    }
    if (!running) {
      findings = nothing();
      found = findings;
      show = null;
      shown = () -> {};
    }
    begin(lists, most, true);
  }

  /**
   * A run that somebody asked for.
   *
   * @param classes {@code all}, {@code hash} or numbers with commas between them
   * @param viewer is shown each item, none of which is then taken away; null to take away
   * @param done runs when it is over
   */
  Answer start(String classes, @Nullable Consumer<Item> viewer, Runnable done) {
    boolean[][] lists = new boolean[SlabTable.MOST_CLASSES][Segment.ALL.length];
    boolean hash = classes.equals("hash");
    if (classes.equals("all")) {
      for (boolean[] ofClass : lists) {
        Arrays.fill(ofClass, true);
      }
    } else if (!hash) {
      for (String each : classes.split(",", -1)) {
        if (each.isEmpty()) {
          continue;
        }
        if (!each.matches("[0-9]{1,9}")
            || Integer.parseInt(each) < 1
            || Integer.parseInt(each) >= SlabTable.MOST_CLASSES) {
          return Answer.BAD_CLASS;
        }
        Arrays.fill(lists[Integer.parseInt(each)], true);
      }
    }
    if (running) {
      blockedUntil = clock.now() + BLOCK_SECONDS;
      return Answer.RUNNING;
    }
    if (hash && viewer == null) {
      return Answer.FAILED;
    }
    found = nothing();
    show = viewer;
    shown = done;
    if (hash) {
      running = true;
      byItself = false;
      throughTable = true;
      stats.crawlerStarts++;
      timer = timers.after(0, this::walkTable);
      return Answer.STARTED;
    }
    return begin(lists, viewer == null ? settings.lruCrawlerToCrawl : -1, false) > 0
        ? Answer.STARTED
        : Answer.NOTHING_TO_DO;
  }

  /** Sets a crawl on each of these lists; -1 items for as many as there are now. */
  private int begin(boolean[][] lists, long most, boolean auto) {
    int started = 0;
    for (int classId = 0; classId < SlabTable.MOST_CLASSES; classId++) {
      for (Segment segment : Segment.ALL) {
        LruList list = items.list(classId, segment);
        if (lists[classId][segment.ordinal()] && list.crawl == null) {
          long remaining = most == -1 ? list.size : most;
          list.crawl = new Crawl(list.tail, remaining == 0 ? 0 : remaining + 1);
          started++;
        }
      }
    }
    if (started > 0) {
      stats.crawlerStarts++;
      if (!running) {
        running = true;
        byItself = auto;
        throughTable = false;
        timer = timers.after(0, this::walkLists);
      }
    }
    return started;
  }

  private void walkTable() {
    Consumer<Item> viewer = show;
    if (viewer != null) {
      items.table.each(viewer);
    }
    finish();
  }

  private void walkLists() {
    int budget = ITEMS_BETWEEN_PAUSES;
    boolean any = true;
    while (any) {
      any = false;
      for (int classId = 0; classId < SlabTable.MOST_CLASSES; classId++) {
        for (Segment segment : Segment.ALL) {
          LruList list = items.list(classId, segment);
          if (list.crawl != null) {
            any = true;
            budget -= step(list, list.crawl);
          }
        }
      }
      if (any && budget <= 0) {
        timer = timers.after(settings.lruCrawlerSleepMicros, this::walkLists);
        return;
      }
    }
    finish();
  }

  /** Looks at one item of a list; how many it looked at. */
  private int step(LruList list, Crawl crawl) {
    Item item = crawl.next;
    if (item == null || crawl.remaining != 0 && --crawl.remaining < 1) {
      list.crawl = null;
      list.counts.crawlerReclaimed += crawl.reclaimed;
      list.counts.expiredUnfetched += crawl.unfetched;
      list.counts.crawlerChecked += crawl.checked;
      Findings of = found[list.classId][list.segment.ordinal()];
      of.endedSeconds = clock.now();
      of.complete = true;
      return 0;
    }
    crawl.next = item.previous;
    if (item.references != 1) {
      return 0;
    }
    crawl.checked++;
    if (show == null) {
      judge(list, crawl, item);
    } else {
      show.accept(item);
    }
    return 1;
  }

  private void judge(LruList list, Crawl crawl, Item item) {
    Findings of = found[list.classId][list.segment.ordinal()];
    boolean flushed = items.isFlushed(item);
    if (item.expires != 0 && item.expires < clock.now() || flushed) {
      crawl.reclaimed++;
      of.reclaimed++;
      if (!item.fetched && !flushed) {
        crawl.unfetched++;
      }
      items.reclaimByCrawler(item);
      return;
    }
    of.seen++;
    long remaining = item.expires - clock.now();
    if (item.expires == 0) {
      of.withoutExpiry++;
    } else if (remaining <= HOUR_SECONDS && remaining >= 0) {
      of.expiringInMinute[(int) Math.min(remaining / MINUTES, MINUTES)]++;
    }
  }

  private void finish() {
    running = false;
    throughTable = false;
    show = null;
    Runnable then = shown;
    shown = () -> {};
    then.run();
  }

  /** Whether this run goes through the hash table. */
  boolean throughTable() {
    return throughTable;
  }
}
