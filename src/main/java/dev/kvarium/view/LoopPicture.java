package dev.kvarium.view;

import dev.kvarium.loop.LoopSnapshot;
import dev.kvarium.loop.SystemCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * A stretch of a loop's time: rows of system calls and of the queue, a lane for each client, and
 * below what all came to and how long requests took.
 */
record LoopPicture(
    String node, long startNanos, long nowNanos, Optional<LoopSnapshot> loop, long from, long to)
    implements Picture {
  private static final String HEIGHTS = "▁▂▃▄▅▆▇█";
  private static final int MOST_LANES = 24;
  private static final int MOST_NAME = 12;
  private static final int MOST_COSTS = 5;
  private static final int LATENCY_CELLS = 24;
  private static final int SPAN_COLUMNS = 8;
  private static final int TOLD_BYTES = 65_536;

  @Override
  public int rows(int columns) {
    return Frame.rows(columns, foot()) + Rows.folded(lines(columns - 2), columns - 2).size();
  }

  @Override
  public Canvas draw(int columns, int rows) {
    Canvas canvas = new Canvas(columns, rows);
    int bottom = Frame.draw(canvas, title(), time(), foot());
    Rows.draw(canvas, 1, bottom, lines(columns - 2));
    return canvas;
  }

  @Override
  public String narration() {
    StringBuilder text = new StringBuilder(title()).append(", at ").append(time()).append(".\n");
    if (loop.isPresent()) {
      text.append("From ").append(clock(from)).append(" on for ").append(nanos(to - from));
      text.append(", at most ").append(Quantity.count(most(queue(400)))).append(" waiting.\n");
      for (LoopLane each : lanes()) {
        text.append(each.client()).append(": ");
        text.append(Quantity.count(each.commands().size(), "command"));
        text.append(", waited ").append(nanos(each.waitedNanos())).append(" at most.\n");
      }
      if (lanes().size() > MOST_LANES) {
        text.append(moreLanes(lanes()).substring(2)).append(" in the picture.\n");
      }
      for (StyledText each : below()) {
        text.append(withoutBars(each.text().strip())).append(".\n");
      }
    }
    return text.append(foot()).toString();
  }

  /** A row without its bars, which only say again how far apart its figures are. */
  private static String withoutBars(String row) {
    return row.replaceAll("\\s*[" + HEIGHTS + "][" + HEIGHTS + " ]*", " to ");
  }

  private String title() {
    return "event loop · "
        + node
        + loop.map(
                seen ->
                    " · "
                        + Quantity.count(seen.ticks(), "turn")
                        + " · "
                        + Quantity.count(seen.commandsRun(), "command"))
            .orElse("");
  }

  private String time() {
    return "t " + clock(nowNanos);
  }

  private String clock(long nanos) {
    return Quantity.clock((nanos - startNanos) / 1_000);
  }

  /** Times of a command have a digit behind the point where they are short. */
  static String nanos(long nanos) {
    return nanos < 10_000
        ? nanos / 1_000 + "." + nanos % 1_000 / 100 + " µs"
        : Quantity.span(nanos / 1_000);
  }

  private List<LoopLane> lanes() {
    return loop.map(seen -> LoopLane.of(seen, from, to)).orElse(List.of());
  }

  private List<StyledText> lines(int columns) {
    List<StyledText> lines = new ArrayList<>();
    if (loop.isEmpty()) {
      return lines;
    }
    List<LoopLane> lanes = lanes();
    int name = 5;
    for (LoopLane each : lanes) {
      name = Math.min(MOST_NAME, Math.max(name, Columns.of(each.client())));
    }
    int cells = Math.max(8, columns - name - 2 - SPAN_COLUMNS - 1);
    String begin = clock(from);
    String end = "+" + nanos(to - from);
    int gap = Math.max(1, cells - Columns.of(begin) - Columns.of(end));
    lines.add(
        StyledText.of(
            " ".repeat(name + 2) + begin + " ".repeat(gap) + end + "   waited", Style.DIM));
    lines.add(row("calls", name, heights(calls(cells), Style.PAGE_CACHE)));
    lines.add(row("queue", name, heights(queue(cells), Style.BUFFER)));
    for (int i = 0; i < Math.min(lanes.size(), MOST_LANES); i++) {
      LoopLane each = lanes.get(i);
      lines.add(
          row(each.client(), name, each.bar(from, to, cells))
              .plus(" " + Columns.right(nanos(each.waitedNanos()), SPAN_COLUMNS), Style.DIM));
    }
    if (lanes.size() > MOST_LANES) {
      lines.add(StyledText.of(moreLanes(lanes), Style.DIM));
    }
    lines.add(legend());
    lines.addAll(below());
    return lines;
  }

  private static String moreLanes(List<LoopLane> lanes) {
    return "… " + Quantity.count(lanes.size() - MOST_LANES, "more client");
  }

  private static StyledText row(String name, int width, StyledText bar) {
    return StyledText.of(Columns.left(name, width) + "  ", Style.BOLD).plus(bar);
  }

  private static StyledText legend() {
    return StyledText.of("█", Style.MEMORY)
        .plus(" runs  ", Style.DIM)
        .plus("░", Style.BUFFER)
        .plus(" waits for its turn  ", Style.DIM)
        .plus("▒", Style.BUFFER)
        .plus(" reply waits to be written", Style.DIM);
  }

  /** System calls in each cell. */
  private long[] calls(int cells) {
    long[] counts = new long[cells];
    for (LoopSnapshot.Turn each : loop.orElseThrow().turns()) {
      if (each.ended() < from || each.began() > to) {
        continue;
      }
      // the calls of a turn are spread over it: what it read at its begin, what it wrote at its end
      long reads = each.calls().of(SystemCall.READ) + 1;
      add(counts, each.began(), reads);
      add(counts, each.ended() - 1, each.calls().total() + 1 - reads);
    }
    return counts;
  }

  private void add(long[] counts, long nanos, long count) {
    if (nanos >= from && nanos <= to) {
      counts[LoopLane.cell(nanos, from, to, counts.length)] += count;
    }
  }

  /** The most requests that waited at a time, in each cell. */
  private long[] queue(int cells) {
    long[] waiting = new long[cells];
    for (LoopLane lane : lanes()) {
      for (LoopSnapshot.Ran each : lane.commands()) {
        if (each.started() > each.arrived() && each.started() >= from && each.arrived() <= to) {
          int last = LoopLane.cell(each.started() - 1, from, to, cells);
          for (int i = LoopLane.cell(each.arrived(), from, to, cells); i <= last; i++) {
            waiting[i]++;
          }
        }
      }
    }
    return waiting;
  }

  private static long most(long[] counts) {
    long most = 0;
    for (long each : counts) {
      most = Math.max(most, each);
    }
    return most;
  }

  /** One, two, up to four and so on: a block is higher by a step for each doubling. */
  private static StyledText heights(long[] counts, Style style) {
    StringBuilder bar = new StringBuilder();
    for (long each : counts) {
      int height = 63 - Long.numberOfLeadingZeros(Math.max(1, each));
      bar.append(each == 0 ? ' ' : HEIGHTS.charAt(Math.min(height, HEIGHTS.length() - 1)));
    }
    return StyledText.of(bar.toString(), style);
  }

  /** The same on a scale on which the most are the highest block. */
  private static StyledText shares(long[] counts, Style style) {
    double most = StrictMath.log(most(counts) + 1.0);
    StringBuilder bar = new StringBuilder();
    for (long each : counts) {
      int height = (int) (StrictMath.log(each + 1.0) / most * HEIGHTS.length());
      bar.append(
          each == 0 ? ' ' : HEIGHTS.charAt(Math.max(0, Math.min(height, HEIGHTS.length()) - 1)));
    }
    return StyledText.of(bar.toString(), style);
  }

  /** What all came to since the start. */
  private List<StyledText> below() {
    LoopSnapshot seen = loop.orElseThrow();
    List<StyledText> lines = new ArrayList<>();
    List<String> calls = new ArrayList<>();
    for (SystemCall each : SystemCall.values()) {
      if (seen.calls().of(each) > 0) {
        calls.add(each.word() + " " + Quantity.count(seen.calls().of(each)));
      }
    }
    lines.add(StyledText.of("system calls: " + String.join(" · ", calls)));
    List<String> costs = new ArrayList<>();
    for (LoopSnapshot.Cpu each : seen.cpu()) {
      if (costs.size() == MOST_COSTS) {
        break;
      }
      costs.add(
          each.command()
              + " "
              + Quantity.count(each.calls())
              + " × "
              + nanos(each.nanos() / Math.max(1, each.calls())));
    }
    if (!costs.isEmpty()) {
      lines.add(
          StyledText.of(
              "processor: " + nanos(seen.busyNanos()) + " · " + String.join(" · ", costs)));
    }
    List<String> buffers = buffers(seen);
    if (!buffers.isEmpty()) {
      lines.add(StyledText.of("buffers: " + String.join(" · ", buffers), Style.BUFFER));
    }
    for (LoopSnapshot.Traffic each : seen.traffic()) {
      lines.add(latency(each));
    }
    return lines;
  }

  /** What large requests and replies take of the server's memory, on top of the data. */
  private static List<String> buffers(LoopSnapshot seen) {
    List<String> buffers = new ArrayList<>();
    for (LoopSnapshot.Waiting each : seen.waiting()) {
      if (each.queryBytes() >= TOLD_BYTES) {
        buffers.add(Quantity.bytes(each.queryBytes()) + " of a request of " + each.client());
      }
      if (each.replyBytes() >= TOLD_BYTES) {
        buffers.add(Quantity.bytes(each.replyBytes()) + " of the reply to " + each.client());
      }
    }
    return buffers;
  }

  /**
   * The latencies of a process: from the shortest to the longest, each cell so many times longer.
   */
  private StyledText latency(LoopSnapshot.Traffic traffic) {
    Histogram times = traffic.histogram();
    String name =
        traffic.name() + (traffic.through().equals("loop") ? "" : " (" + traffic.through() + ")");
    if (times.getTotalCount() == 0) {
      return StyledText.of(name + ": no reply yet");
    }
    long shortest = times.getMinNonZeroValue();
    long longest = times.getMaxValue();
    long[] counts = new long[LATENCY_CELLS];
    double step = StrictMath.pow((double) longest / shortest, 1.0 / LATENCY_CELLS);
    double low = shortest;
    for (int i = 0; i < LATENCY_CELLS; i++) {
      double high = i == LATENCY_CELLS - 1 ? longest : low * step;
      long after = i == 0 ? (long) low : (long) low + 1;
      counts[i] = high < after ? 0 : times.getCountBetweenValues(after, (long) high);
      low = high;
    }
    return StyledText.of(name + ": " + nanos(shortest) + " ")
        .plus(shares(counts, Style.MEMORY))
        .plus(
            " "
                + nanos(longest)
                + " · p50 "
                + nanos(times.getValueAtPercentile(50))
                + " · p99 "
                + nanos(times.getValueAtPercentile(99))
                + " · "
                + Quantity.count(Math.round(traffic.perSecond(nowNanos)))
                + "/s",
            Style.PLAIN);
  }

  private String foot() {
    if (loop.isEmpty()) {
      return "The event loop of "
          + node
          + " is not modelled, or it is down: :world redis loop=yes begins a world with one.";
    }
    LoopSnapshot seen = loop.get();
    for (int i = seen.stalls().size() - 1; i >= 0; i--) {
      LoopSnapshot.Stall stall = seen.stalls().get(i);
      if (stall.ended() > from && stall.began() < to) {
        return sentence(stall);
      }
    }
    if (seen.commandsRun() == 0) {
      return "The loop sleeps in epoll_wait: nobody has sent a command.";
    }
    long tenths = Math.round(seen.calls().total() * 10.0 / seen.commandsRun());
    return Quantity.count(seen.calls().total(), "system call")
        + " for "
        + Quantity.count(seen.commandsRun(), "command")
        + ": "
        + tenths / 10
        + "."
        + tenths % 10
        + " each.";
  }

  private static String sentence(LoopSnapshot.Stall stall) {
    String took =
        stall.command() + " of " + stall.client() + " took " + nanos(stall.ended() - stall.began());
    if (stall.waiters().isEmpty()) {
      return took + "; nobody waited for it.";
    }
    List<String> names = new ArrayList<>();
    for (LoopSnapshot.Waiter each : stall.waiters()) {
      if (names.size() == 3) {
        names.add("…");
        break;
      }
      names.add(each.client() + " " + nanos(each.nanos()));
    }
    return took
        + " on the one thread: "
        + Quantity.count(stall.waiters().size(), "client")
        + " waited for it, "
        + String.join(", ", names)
        + ".";
  }
}
