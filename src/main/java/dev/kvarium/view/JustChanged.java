package dev.kvarium.view;

import dev.kvarium.base.Blob;
import dev.kvarium.event.AofEvent;
import dev.kvarium.event.EncodingEvent;
import dev.kvarium.event.EventLog;
import dev.kvarium.event.KeyEvent;
import dev.kvarium.event.StreamEvent;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the last input changed on a node: what pictures mark until the next. Of a long step, the
 * last {@link #MOST_FACTS} facts are looked at.
 */
final class JustChanged {
  /** Nothing changed. */
  static final JustChanged NOTHING = new JustChanged();

  private static final int MOST_FACTS = 10_000;
  private static final int MOST_KEYS = 1_000;

  private final SortedMap<Integer, SortedSet<Blob>> keys = new TreeMap<>();
  private long firstOffset = Long.MAX_VALUE;

  private JustChanged() {}

  static JustChanged of(Scene scene) {
    JustChanged changed = new JustChanged();
    EventLog log = scene.events();
    for (int i = Math.max(scene.sinceInput(), log.size() - MOST_FACTS); i < log.size(); i++) {
      EventLog.Entry entry = log.get(i);
      if (entry.node().equals(scene.node())) {
        changed.add(entry);
      }
    }
    return changed;
  }

  private void add(EventLog.Entry entry) {
    switch (entry.event()) {
      case KeyEvent.Hit hit -> {}
      case KeyEvent.Missed missed -> {}
      case KeyEvent.Renamed renamed -> key(renamed.toDb(), renamed.to());
      case KeyEvent event -> key(event.db(), event.key());
      case StreamEvent event -> key(event.db(), event.key());
      case EncodingEvent.Converted converted -> key(converted.db(), converted.key());
      case EncodingEvent.Densified dense -> key(dense.db(), dense.key());
      case EncodingEvent.Widened widened -> key(widened.db(), widened.key());
      case AofEvent.Buffered buffered -> firstOffset = Math.min(firstOffset, buffered.offset());
      default -> {}
    }
  }

  private void key(int db, Blob key) {
    SortedSet<Blob> known = keys.computeIfAbsent(db, any -> new TreeSet<>());
    if (known.size() < MOST_KEYS) {
      known.add(key);
    }
  }

  /** The keys of a database that were changed, those that are gone among them. */
  SortedSet<Blob> keys(int db) {
    return Collections.unmodifiableSortedSet(keys.getOrDefault(db, Collections.emptySortedSet()));
  }

  boolean has(int db, Blob key) {
    return keys(db).contains(key);
  }

  /** Whether a command of the log that begins at this byte is new. */
  boolean hasLogged(long offset) {
    return offset >= firstOffset;
  }
}
