package dev.kvarium.view;

import dev.kvarium.event.EventLog;
import dev.kvarium.event.Facts;
import dev.kvarium.event.LedgerEvent;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lanes of facts along the time. The span is parted into {@link #BINS} equal parts when it is
 * looked at, and these into the cells that there are when it is drawn, so a picture of a million
 * facts is as small as one of ten.
 *
 * <p>The height of a block follows the number of facts in its cell on a scale that is always the
 * same: one, two, up to 4, 8, 16, 64, 256, more.
 */
final class TimelinePicture implements Picture {
  /** Parts of the span that are told apart. */
  static final int BINS = 3_600;

  private static final String SCALE = "·▂▃▄▅▆▇█";
  private static final int[] UP_TO = {1, 2, 4, 8, 16, 64, 256};
  private static final int TENTHS = 10;

  private final String node;
  private final String models;
  private final long startMicros;
  private final long nowMicros;
  private final long fromMicros;
  private final long toMicros;
  private final Map<Lane, Counts> lanes;
  private final SortedMap<String, Long> byFact;
  private final long lost;
  private final EventLog.@Nullable Entry notable;
  private final long partMicros;

  /** The facts of one lane. */
  private static final class Counts {
    final int[] facts = new int[BINS];
    final byte[] rank = new byte[BINS];
    final boolean[] isNew = new boolean[BINS];
    long total;
  }

  private TimelinePicture(Builder builder, Scene scene) {
    node = scene.node();
    models = scene.models();
    startMicros = scene.startMicros();
    nowMicros = scene.nowMicros();
    fromMicros = builder.fromMicros;
    toMicros = builder.toMicros;
    lanes = builder.lanes;
    byFact = builder.byFact;
    lost = builder.lost;
    notable = builder.notable;
    partMicros = builder.partMicros;
  }

  /** Takes the facts one by one. */
  static final class Builder {
    private final long fromMicros;
    private final long toMicros;
    private final Map<Lane, Counts> lanes = new EnumMap<>(Lane.class);
    private final SortedMap<String, Long> byFact = new TreeMap<>();
    private long lost;
    private EventLog.@Nullable Entry notable;
    private long partMicros;

    Builder(long fromMicros, long toMicros) {
      this.fromMicros = fromMicros;
      this.toMicros = toMicros;
    }

    void add(EventLog.Entry entry, boolean isNew) {
      int rank = Notable.rank(entry.event());
      Lane lane = Lane.of(entry.event());
      add(lane, entry.timeMicros(), 1, rank);
      if (isNew) {
        mark(entry);
      }
      byFact.merge(Facts.name(entry.event()), 1L, Long::sum);
      if (entry.event() instanceof LedgerEvent.Lost) {
        lost++;
      }
      if (rank > 0 && (notable == null || rank >= Notable.rank(notable.event()))) {
        notable = entry;
      }
    }

    /** Facts that were counted before, about a time. */
    void add(Lane lane, long timeMicros, int facts, int rank) {
      Counts counts = lanes.computeIfAbsent(lane, any -> new Counts());
      int bin = bin(timeMicros);
      counts.facts[bin] += facts;
      counts.rank[bin] = (byte) Math.max(counts.rank[bin], rank);
      counts.total += facts;
    }

    /** What else is to be known of facts that were counted before, in parts of so many µs. */
    void counted(
        SortedMap<String, Long> names,
        long losses,
        EventLog.@Nullable Entry mostNotable,
        long inPartsOfMicros) {
      byFact.putAll(names);
      lost = losses;
      notable = mostNotable;
      partMicros = inPartsOfMicros;
    }

    /** Marks a fact that was counted as new. */
    void mark(EventLog.Entry entry) {
      lanes.computeIfAbsent(Lane.of(entry.event()), any -> new Counts())
              .isNew[bin(entry.timeMicros())] =
          true;
    }

    private int bin(long timeMicros) {
      long span = Math.max(1, toMicros - fromMicros + 1);
      long at = Math.clamp(timeMicros - fromMicros, 0, span - 1);
      return (int) ((double) at / span * BINS);
    }

    TimelinePicture build(Scene scene) {
      return new TimelinePicture(this, scene);
    }
  }

  @Override
  public int rows(int columns) {
    return Math.max(3, Frame.rows(columns, foot()) + lanes.size() + (lanes.isEmpty() ? 1 : 2));
  }

  @Override
  public Canvas draw(int columns, int rows) {
    Canvas canvas = new Canvas(columns, rows);
    int bottom = Frame.draw(canvas, title(columns >= 100), "t " + clock(nowMicros), foot());
    int numbers = 1;
    for (Counts each : lanes.values()) {
      numbers = Math.max(numbers, Quantity.count(each.total).length());
    }
    int left = 2 + 8 + 1 + numbers + 2;
    int cells = Math.max(1, columns - left - 1);
    int row = 1;
    axis(canvas, row++, left, cells);
    int shown = 0;
    for (Map.Entry<Lane, Counts> lane : lanes.entrySet()) {
      int more = lanes.size() - shown;
      if (row == bottom - 1 && more > 1) {
        canvas.text(2, row, "… " + Quantity.count(more, "more lane"), Style.DIM);
        row++;
        break;
      }
      lane(canvas, row++, left, cells, numbers, lane.getKey(), lane.getValue());
      shown++;
    }
    if (row < bottom && shown > 0) {
      canvas.words(
          2,
          row,
          "· one fact, ▂ to █ ever more  ▲ a threshold  ✕ a loss  underlined: new",
          Style.DIM);
    }
    return canvas;
  }

  private String title(boolean wide) {
    long total = 0;
    for (Counts each : lanes.values()) {
      total += each.total;
    }
    return "timeline · "
        + node
        + " · "
        + Quantity.count(total, "fact")
        + (partMicros > 0 ? ", by " + Quantity.span(partMicros) : "")
        + (wide ? " · " + models : "");
  }

  private String clock(long micros) {
    return Quantity.clock(micros - startMicros);
  }

  /** From, the middle where there is room, to. */
  private void axis(Canvas canvas, int y, int left, int cells) {
    String from = clock(fromMicros);
    String to = clock(toMicros);
    String middle = clock(middleMicros());
    canvas.fill(left, y, cells, '┄', Style.DIM);
    if (cells < from.length() + to.length() + 2) {
      canvas.textRight(y, from + "┄" + to + " ", Style.DIM);
      return;
    }
    canvas.text(left, y, from, Style.DIM);
    canvas.text(left + cells - to.length(), y, to, Style.DIM);
    if (cells >= from.length() + middle.length() + to.length() + 8) {
      canvas.text(left + cells / 2, y, middle, Style.DIM);
    }
  }

  private long middleMicros() {
    return fromMicros + (toMicros - fromMicros) / 2;
  }

  private void lane(
      Canvas canvas, int y, int left, int cells, int numbers, Lane lane, Counts counts) {
    canvas.text(2, y, 8, lane.word(), Style.BOLD);
    canvas.text(11, y, Columns.right(Quantity.count(counts.total), numbers), Style.DIM);
    for (int cell = 0; cell < cells; cell++) {
      int first = (int) ((long) cell * BINS / cells);
      int end = (int) Math.max(first + 1, (cell + 1L) * BINS / cells);
      int facts = 0;
      int rank = 0;
      boolean isNew = false;
      for (int bin = first; bin < Math.min(end, BINS); bin++) {
        facts += counts.facts[bin];
        rank = Math.max(rank, counts.rank[bin]);
        isNew |= counts.isNew[bin];
      }
      if (facts > 0) {
        Style style = rank >= Notable.GRAVE ? Style.LOST : Style.of(lane.hue());
        canvas.text(left + cell, y, 1, glyph(facts, rank), isNew ? style.withUnderline() : style);
      }
    }
  }

  private static String glyph(int facts, int rank) {
    if (rank >= Notable.GRAVE) {
      return "✕";
    }
    if (rank >= Notable.THRESHOLD) {
      return "▲";
    }
    int height = 0;
    while (height < UP_TO.length && facts > UP_TO[height]) {
      height++;
    }
    return SCALE.substring(height, height + 1);
  }

  // in words

  private String foot() {
    if (lanes.isEmpty()) {
      return "Nothing happened in this time.";
    }
    if (notable == null) {
      return "Nothing out of the ordinary: no threshold was passed, nothing was lost.";
    }
    String at = clock(notable.timeMicros()) + " ";
    return lost > 1
        ? at + Quantity.count(lost, "acknowledged write") + " were lost, the last of them then."
        : at + Notable.sentence(notable.event()) + ".";
  }

  @Override
  public String narration() {
    StringBuilder out = new StringBuilder("What happened on ").append(node).append(" (");
    out.append(models)
        .append("), ")
        .append(title(false).substring(title(false).lastIndexOf('·') + 2));
    out.append(" from ").append(clock(fromMicros)).append(" to ").append(clock(toMicros));
    out.append(", the middle at ").append(clock(middleMicros()));
    out.append(". Time: t ").append(clock(nowMicros)).append(".\n");
    for (Map.Entry<Lane, Counts> lane : lanes.entrySet()) {
      out.append(lane.getKey().word()).append(": ");
      out.append(Quantity.count(lane.getValue().total)).append(", by tenths of the time");
      for (long each : tenths(lane.getValue())) {
        out.append(' ').append(Quantity.count(each));
      }
      out.append(".\n");
    }
    for (Map.Entry<String, Long> fact : byFact.entrySet()) {
      out.append(fact.getKey()).append(": ").append(Quantity.count(fact.getValue())).append(".\n");
    }
    return out.append(foot()).toString();
  }

  private static List<Long> tenths(Counts counts) {
    List<Long> tenths = new ArrayList<>();
    for (int tenth = 0; tenth < TENTHS; tenth++) {
      long facts = 0;
      for (int bin = tenth * BINS / TENTHS; bin < (tenth + 1) * BINS / TENTHS; bin++) {
        facts += counts.facts[bin];
      }
      tenths.add(facts);
    }
    return tenths;
  }
}
