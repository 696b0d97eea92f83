package dev.kvarium.view;

import dev.kvarium.loop.LoopSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A client in a stretch of time: when its commands waited, ran, and had their replies wait.
 *
 * @param waitingSinceNanos since when one of its requests waits; {@link Long#MAX_VALUE} for none
 * @param waitedNanos the longest that one of its commands waited for its turn, or waits by now
 */
record LoopLane(
    String client, List<LoopSnapshot.Ran> commands, long waitingSinceNanos, long waitedNanos) {

  /** What a cell shows, the stronger last. */
  private enum Cell {
    NOTHING(' ', Style.PLAIN),
    REPLY('▒', Style.BUFFER),
    WAITS('░', Style.BUFFER),
    RUNS('█', Style.MEMORY);

    final char glyph;
    final Style style;

    Cell(char glyph, Style style) {
      this.glyph = glyph;
      this.style = style;
    }
  }

  /** The lanes of all clients that have something in the stretch, in the order they connected. */
  static List<LoopLane> of(LoopSnapshot seen, long from, long to) {
    Map<String, List<LoopSnapshot.Ran>> commands = new LinkedHashMap<>();
    for (String each : seen.connections()) {
      commands.put(each, new ArrayList<>());
    }
    for (LoopSnapshot.Ran each : seen.commands()) {
      if (each.arrived() <= to && each.replied() >= from) {
        commands.computeIfAbsent(each.client(), any -> new ArrayList<>()).add(each);
      }
    }
    Map<String, Long> waiting = new LinkedHashMap<>();
    for (LoopSnapshot.Waiting each : seen.waiting()) {
      if (each.sinceNanos() <= to) {
        waiting.put(each.client(), each.sinceNanos());
      }
    }
    List<LoopLane> lanes = new ArrayList<>();
    commands.forEach(
        (client, ran) -> {
          long since = waiting.getOrDefault(client, Long.MAX_VALUE);
          if (!ran.isEmpty() || since < Long.MAX_VALUE) {
            long waits = since == Long.MAX_VALUE ? 0 : seen.nowNanos() - since;
            lanes.add(new LoopLane(client, List.copyOf(ran), since, Math.max(waits, longest(ran))));
          }
        });
    return lanes;
  }

  private static long longest(List<LoopSnapshot.Ran> commands) {
    long longest = 0;
    for (LoopSnapshot.Ran each : commands) {
      longest = Math.max(longest, each.started() - each.arrived());
    }
    return longest;
  }

  /** The lane in so many cells. */
  StyledText bar(long from, long to, int columns) {
    Cell[] cells = new Cell[columns];
    Arrays.fill(cells, Cell.NOTHING);
    for (LoopSnapshot.Ran each : commands) {
      fill(cells, Cell.REPLY, each.ended(), each.replied(), from, to);
      fill(cells, Cell.WAITS, each.arrived(), each.started(), from, to);
      fill(cells, Cell.RUNS, each.started(), each.ended(), from, to);
    }
    if (waitingSinceNanos < Long.MAX_VALUE) {
      fill(cells, Cell.WAITS, waitingSinceNanos, to, from, to);
    }
    StyledText text = StyledText.EMPTY;
    int at = 0;
    while (at < columns) {
      int end = at;
      while (end < columns && cells[end] == cells[at]) {
        end++;
      }
      text = text.plus(String.valueOf(cells[at].glyph).repeat(end - at), cells[at].style);
      at = end;
    }
    return text;
  }

  /** Fills the cells of a span, one at least, where nothing stronger is. */
  private static void fill(Cell[] cells, Cell with, long began, long ended, long from, long to) {
    if (ended <= began || began > to || ended < from) {
      return;
    }
    int first = cell(began, from, to, cells.length);
    int last = cell(ended - 1, from, to, cells.length);
    for (int i = first; i <= last; i++) {
      if (cells[i].ordinal() < with.ordinal()) {
        cells[i] = with;
      }
    }
  }

  /** The cell of an instant. */
  static int cell(long nanos, long from, long to, int columns) {
    double part = (double) (nanos - from) / (to - from);
    return (int) Math.max(0, Math.min(columns - 1, part * columns));
  }
}
