package dev.kvarium.view;

import dev.kvarium.event.Event;
import dev.kvarium.event.EventLog;
import dev.kvarium.event.Facts;
import dev.kvarium.event.LedgerEvent;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The facts of each node counted by their time, so that a timeline of millions of them need not
 * read them all at every look.
 *
 * <p>Time is parted evenly from the start of the world on. There are at most {@link #PARTS} parts;
 * when time goes beyond the last, two become one and all are twice as long:
 *
 * <pre>
 *   parts of 1 ms    3 0 1 7 | 2      the next fact is beyond the last part
 *   parts of 2 ms    3 8 2 . | .      half of them are in use again
 * </pre>
 *
 * A time is therefore known to one in 3,600 of all that has passed, or better.
 */
final class TimelineCounts implements EventLog.Fold {
  private static final int PARTS = 2 * TimelinePicture.BINS;

  private final long startMicros;
  private final Map<String, OfNode> nodes = new LinkedHashMap<>();

  private TimelineCounts(long startMicros) {
    this.startMicros = startMicros;
  }

  /** The counts of a scene's node up to now. */
  static OfNode of(Scene scene) {
    return scene
        .events()
        .folded(TimelineCounts.class, () -> new TimelineCounts(scene.startMicros()))
        .ofNode(scene.node());
  }

  private OfNode ofNode(String node) {
    return nodes.computeIfAbsent(node, any -> new OfNode(startMicros));
  }

  @Override
  public void take(EventLog.Entry entry) {
    ofNode(entry.node()).take(entry);
  }

  /** The facts of one node. */
  static final class OfNode {
    private final long startMicros;
    private final Map<Lane, Counts> lanes = new EnumMap<>(Lane.class);
    private final Map<Class<?>, Named> byFact = new HashMap<>(); // told in the order of names
    private long partMicros = 1;
    private long lost;
    private int highest;
    private EventLog.@Nullable Entry notable;

    private OfNode(long startMicros) {
      this.startMicros = startMicros;
    }

    private static final class Counts {
      final int[] facts = new int[PARTS];
      final byte[] rank = new byte[PARTS];
    }

    private static final class Named {
      final String name;
      long facts;

      Named(Event event) {
        name = Facts.name(event);
      }
    }

    private void take(EventLog.Entry entry) {
      Event event = entry.event();
      long since = Math.max(0, entry.timeMicros() - startMicros);
      while (since / partMicros >= PARTS) {
        lanes.values().forEach(OfNode::halve);
        partMicros *= 2;
      }
      int part = (int) (since / partMicros);
      int rank = Notable.rank(event);
      Counts counts = lanes.computeIfAbsent(Lane.of(event), any -> new Counts());
      counts.facts[part]++;
      counts.rank[part] = (byte) Math.max(counts.rank[part], rank);
      byFact.computeIfAbsent(event.getClass(), any -> new Named(event)).facts++;
      lost += event instanceof LedgerEvent.Lost ? 1 : 0;
      if (rank > 0 && rank >= highest) {
        highest = rank;
        notable = entry;
      }
    }

    private static void halve(Counts counts) {
      for (int i = 0; i < PARTS / 2; i++) {
        counts.facts[i] = counts.facts[2 * i] + counts.facts[2 * i + 1];
        counts.rank[i] = (byte) Math.max(counts.rank[2 * i], counts.rank[2 * i + 1]);
      }
      for (int i = PARTS / 2; i < PARTS; i++) {
        counts.facts[i] = 0;
        counts.rank[i] = 0;
      }
    }

    void addTo(TimelinePicture.Builder builder) {
      for (Map.Entry<Lane, Counts> lane : lanes.entrySet()) {
        Counts counts = lane.getValue();
        for (int i = 0; i < PARTS; i++) {
          if (counts.facts[i] > 0) {
            long middle = startMicros + i * partMicros + partMicros / 2;
            builder.add(lane.getKey(), middle, counts.facts[i], counts.rank[i]);
          }
        }
      }
      SortedMap<String, Long> names = new TreeMap<>();
      byFact.values().forEach(each -> names.put(each.name, each.facts));
      builder.counted(names, lost, notable, partMicros);
    }
  }
}
