package dev.kvarium.lab;

import dev.kvarium.base.Blob;
import dev.kvarium.base.CommandText;
import dev.kvarium.event.Crash;
import dev.kvarium.event.EncodingEvent;
import dev.kvarium.event.Event;
import dev.kvarium.event.EventLog;
import dev.kvarium.event.EvictionEvent;
import dev.kvarium.event.KeyEvent;
import dev.kvarium.event.LedgerEvent;
import dev.kvarium.event.NodeEvent;
import dev.kvarium.event.StreamEvent;
import dev.kvarium.view.EncodingFacts;
import dev.kvarium.view.EvictionFacts;
import dev.kvarium.view.Quantity;
import dev.kvarium.view.StreamFacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What became of one key of one node, folded from the event log: no store is asked.
 *
 * <p>What a key holds may have come from elsewhere, by RENAME, MOVE, COPY or SWAPDB; then the
 * history of where it came from is told too, up to that. So a first pass, from the end backwards,
 * gathers the names from which something may have come, and a second one writes a story for each of
 * them in every database.
 */
final class KeyHistory {
  /** What a fact did to the key. */
  enum Turn {
    BORN,
    /** There since, but made elsewhere: renamed, copied, or exchanged with its database. */
    MOVED,
    CHANGED,
    CONVERTED,
    EXPIRY,
    /** Gone by a command, by its time, or with the memory of its server. */
    GONE
  }

  /**
   * A fact about the key.
   *
   * @param as where what the key holds was then, {@code as a in db1: }; empty when it was here
   * @param what in words
   */
  record Chapter(EventLog.Entry fact, Turn turn, String as, String what) {
    /** Both in words. */
    String text() {
      return as + what;
    }
  }

  /** A name in a database. */
  private record Site(int db, Blob key) {
    String text() {
      return CommandText.of(new byte[][] {key.bytes()}, 40);
    }
  }

  /** What is told of a site. */
  private static final class Story {
    final List<Chapter> chapters = new ArrayList<>();
    boolean there;
    boolean died;

    void add(EventLog.Entry fact, Turn turn, String what) {
      chapters.add(new Chapter(fact, turn, "", what));
      there = turn == Turn.GONE ? false : there || turn == Turn.BORN || turn == Turn.MOVED;
    }

    /** What is told of the value that is there now. */
    List<Chapter> current() {
      int from = chapters.size();
      while (from > 0 && chapters.get(from - 1).turn() != Turn.GONE) {
        from--;
      }
      return chapters.subList(from, chapters.size());
    }
  }

  private final long startMicros;
  private final Site site;
  private final Set<Blob> names;
  private final Map<Site, Story> stories = new LinkedHashMap<>();
  private boolean down;

  private KeyHistory(long startMicros, Site site, Set<Blob> names) {
    this.startMicros = startMicros;
    this.site = site;
    this.names = names;
  }

  /** The history of a key up to a fact, that one left out. */
  static KeyHistory of(Lab lab, String node, int db, Blob key, long beforeFact) {
    EventLog log = lab.events();
    int end = (int) StrictMath.min(beforeFact, log.size());
    Set<Blob> names = new LinkedHashSet<>();
    names.add(key);
    for (int i = end - 1; i >= 0; i--) {
      if (log.get(i).node().equals(node)) {
        switch (log.get(i).event()) {
          case KeyEvent.Renamed moved when names.contains(moved.to()) -> names.add(moved.key());
          case KeyEvent.Copied copied when names.contains(copied.to()) -> names.add(copied.key());
          case Event other -> {}
        }
      }
    }
    KeyHistory history = new KeyHistory(lab.startMicros(), new Site(db, key), names);
    for (int i = 0; i < end; i++) {
      EventLog.Entry entry = log.get(i);
      if (entry.node().equals(node)) {
        history.take(entry);
      }
    }
    return history;
  }

  List<Chapter> chapters() {
    return story(site).chapters;
  }

  /** Whether the key is there at the end, as far as facts tell. */
  boolean isThere() {
    return story(site).there;
  }

  /** The last of its chapters of a kind. */
  Optional<Chapter> last(Turn turn) {
    for (Chapter each : chapters().reversed()) {
      if (each.turn() == turn) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** The chapter that made the value what it is as a whole. */
  Optional<Chapter> birth() {
    return isThere() ? last(Turn.BORN) : Optional.empty();
  }

  /** The chapter since which the key holds that value. */
  Optional<Chapter> arrival() {
    for (Chapter each : chapters().reversed()) {
      boolean came = each.turn() == Turn.BORN || each.turn() == Turn.MOVED;
      if (isThere() && came && each.as().isEmpty()) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  private Story story(Site of) {
    return stories.computeIfAbsent(of, any -> new Story());
  }

  /** The story of a name, if it is one that matters. */
  private Optional<Story> told(int db, Blob key) {
    return names.contains(key) ? Optional.of(story(new Site(db, key))) : Optional.empty();
  }

  private void take(EventLog.Entry entry) {
    switch (entry.event()) {
      case KeyEvent event -> take(entry, event);
      case EncodingEvent.Converted converted ->
          told(converted.db(), converted.key())
              .ifPresent(story -> story.add(entry, Turn.CONVERTED, of(converted)));
      case EncodingEvent.Densified dense ->
          told(dense.db(), dense.key())
              .ifPresent(
                  story ->
                      story.add(
                          entry,
                          Turn.CONVERTED,
                          "HyperLogLog from sparse to dense: " + EncodingFacts.reason(dense)));
      case EncodingEvent.Widened widened ->
          told(widened.db(), widened.key())
              .ifPresent(
                  story ->
                      story.add(
                          entry,
                          Turn.CONVERTED,
                          "intset widened from "
                              + widened.fromBits()
                              + " to "
                              + widened.toBits()
                              + " bits a number, for "
                              + widened.found()));
      case EvictionEvent.Evicted gone ->
          told(gone.db(), gone.key())
              .ifPresent(story -> story.add(entry, Turn.GONE, EvictionFacts.sentence(gone)));
      case StreamEvent.Appended appended -> {}
      case StreamEvent stream ->
          told(stream.db(), stream.key())
              .ifPresent(story -> story.add(entry, Turn.CHANGED, StreamFacts.sentence(stream)));
      case Crash crash ->
          died(
              entry,
              crash instanceof Crash.Power
                  ? "gone from memory: the power was cut"
                  : "gone from memory: the process was killed");
      case NodeEvent.Stopped stopped -> died(entry, "gone from memory: the server was stopped");
      case NodeEvent.Started started -> {
        for (Story story : stories.values()) {
          if (story.died && !story.there) {
            story.add(entry, Turn.GONE, "missing from the log that the server read at its start");
          }
          story.died = false;
        }
        down = false;
      }
      case LedgerEvent.Lost lost -> {
        if (mentions(lost.text())) {
          story(site).add(entry, Turn.CHANGED, "lost, though it was acknowledged: " + lost.text());
        }
      }
      case Event other -> {}
    }
  }

  private void died(EventLog.Entry entry, String what) {
    down = true;
    for (Story story : stories.values()) {
      if (story.there) {
        story.died = true;
        story.add(entry, Turn.GONE, what);
      }
    }
  }

  private boolean mentions(String command) {
    String name = CommandText.of(new byte[][] {site.key().bytes()});
    return (command + " ").contains(" " + name + " ");
  }

  private void take(EventLog.Entry entry, KeyEvent event) {
    switch (event) {
      case KeyEvent.Renamed renamed -> {
        Site from = new Site(renamed.db(), renamed.key());
        Site to = new Site(renamed.toDb(), renamed.to());
        told(to.db(), to.key())
            .ifPresent(story -> came(entry, story, from, to, "took the place of "));
        told(from.db(), from.key())
            .ifPresent(story -> story.add(entry, Turn.GONE, "renamed to " + name(to, from)));
      }
      case KeyEvent.Copied copied -> {
        Site from = new Site(copied.db(), copied.key());
        Site to = new Site(copied.toDb(), copied.to());
        told(to.db(), to.key())
            .ifPresent(
                story -> {
                  story.chapters.removeLast(); // that it was created: here is how
                  came(entry, story, from, to, "a copy of ");
                });
      }
      case KeyEvent.Flushed flushed -> {
        for (Blob name : names) {
          Story story = story(new Site(flushed.db(), name));
          if (story.there) {
            String all = Quantity.count(flushed.keys(), "key");
            story.add(entry, Turn.GONE, "gone with all " + all + " of db" + flushed.db());
          }
        }
      }
      case KeyEvent.Swapped swapped -> {
        for (Blob name : names) {
          swapped(entry, new Site(swapped.db(), name), new Site(swapped.otherDb(), name));
        }
      }
      case KeyEvent each ->
          told(each.db(), each.key()).ifPresent(story -> takeOwn(entry, each, story));
    }
  }

  /** What a site holds came from another, with the story that is told of it there. */
  private void came(EventLog.Entry entry, Story story, Site from, Site to, String how) {
    told(List.copyOf(story(from).current()), story, from, to);
    story.add(entry, Turn.MOVED, how + name(from, to));
  }

  private static void told(List<Chapter> elsewhere, Story story, Site from, Site to) {
    String as =
        (from.key().equals(to.key()) ? "" : "as " + from.text())
            + (from.db() == to.db() ? "" : (from.key().equals(to.key()) ? "" : " ") + inDb(from))
            + ": ";
    for (Chapter each : elsewhere) {
      String earlier = each.as().isEmpty() ? as : each.as();
      story.chapters.add(new Chapter(each.fact(), each.turn(), earlier, each.what()));
    }
  }

  private void swapped(EventLog.Entry entry, Site one, Site other) {
    Story first = story(one);
    Story second = story(other);
    if (!first.there && !second.there) {
      return;
    }
    List<Chapter> ofFirst = List.copyOf(first.current());
    List<Chapter> ofSecond = List.copyOf(second.current());
    boolean firstWas = first.there;
    swapped(entry, first, second.there, ofSecond, other, one);
    swapped(entry, second, firstWas, ofFirst, one, other);
  }

  private static void swapped(
      EventLog.Entry entry,
      Story story,
      boolean comes,
      List<Chapter> elsewhere,
      Site from,
      Site to) {
    String both = "when db" + to.db() + " and db" + from.db() + " exchanged all their keys";
    if (story.there) {
      story.add(entry, Turn.GONE, "gone to db" + from.db() + " " + both);
    }
    if (comes) {
      told(elsewhere, story, from, to);
      story.add(entry, Turn.MOVED, "came from db" + from.db() + " " + both);
    }
  }

  private static String inDb(Site site) {
    return "in db" + site.db();
  }

  private static String name(Site site, Site seenFrom) {
    return site.text() + (site.db() == seenFrom.db() ? "" : " " + inDb(site));
  }

  private void takeOwn(EventLog.Entry entry, KeyEvent event, Story story) {
    switch (event) {
      case KeyEvent.Created created ->
          story.add(
              entry,
              Turn.BORN,
              (down ? "read from the log: " : "created: ")
                  + created.type()
                  + ", "
                  + created.encoding());
      case KeyEvent.Replaced replaced ->
          story.add(
              entry,
              Turn.BORN,
              "replaced as a whole: " + replaced.type() + ", " + replaced.encoding());
      case KeyEvent.Changed changed -> story.add(entry, Turn.CHANGED, "changed");
      case KeyEvent.Deleted deleted -> {
        if (story.there) { // not by an eviction, which is told already
          story.add(entry, Turn.GONE, "deleted");
        }
      }
      case KeyEvent.Expired expired ->
          story.add(
              entry,
              Turn.GONE,
              expired.cause() == KeyEvent.Cause.LAZY
                  ? "expired: its time had passed, and this touch found it (lazily)"
                  : "expired: its time had passed, and the active cycle came by");
      case KeyEvent.ExpirySet set ->
          story.add(
              entry,
              Turn.EXPIRY,
              "expires at " + Durations.sinceStart(set.atMillis() * 1_000 - startMicros));
      case KeyEvent.ExpiryCleared cleared -> story.add(entry, Turn.EXPIRY, "expires no more");
      case KeyEvent.Hit hit -> {}
      case KeyEvent.Missed missed -> {}
      case KeyEvent.Renamed renamed -> {}
      case KeyEvent.Copied copied -> {}
      case KeyEvent.Flushed flushed -> {}
      case KeyEvent.Swapped swapped -> {}
    }
  }

  /** Why a value took another encoding: the limit that was passed, and what it costs. */
  static String of(EncodingEvent.Converted converted) {
    String why =
        converted.limitValue() == 0 && converted.found() == 0
            ? converted.limit()
            : Quantity.count(converted.found())
                + " > "
                + converted.limit()
                + " "
                + Quantity.count(converted.limitValue());
    return converted.from()
        + " → "
        + converted.to()
        + ": "
        + why
        + " ("
        + Quantity.bytes(converted.bytesBefore())
        + " → "
        + Quantity.bytes(converted.bytesAfter())
        + ")";
  }
}
