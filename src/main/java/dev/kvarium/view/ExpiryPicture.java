package dev.kvarium.view;

import dev.kvarium.base.CommandText;
import dev.kvarium.redis.keyspace.ExpirySnapshot;
import dev.kvarium.redis.keyspace.ExpirySnapshot.Cycle;
import dev.kvarium.redis.keyspace.ExpirySnapshot.Due;
import dev.kvarium.redis.keyspace.ExpirySnapshot.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Keys by the time that is left to them, a bar a range; the removed; the next to die. */
record ExpiryPicture(
    String node, String models, long nowMicros, long startMicros, ExpirySnapshot expiry)
    implements Picture {
  private static final int LABEL = 18;

  @Override
  public int rows(int columns) {
    return Frame.rows(columns, foot()) + Rows.folded(rows(columns, true), columns - 2).size();
  }

  @Override
  public Canvas draw(int columns, int rows) {
    Canvas canvas = new Canvas(columns, rows);
    int bottom = Frame.draw(canvas, title(columns >= 100), time(), foot());
    List<StyledText> drawn = rows(columns, true);
    if (drawn.size() > bottom - 1) {
      drawn = rows(columns, false);
    }
    Rows.draw(canvas, 1, bottom, drawn);
    return canvas;
  }

  private String time() {
    return "t " + Quantity.clock(nowMicros - startMicros);
  }

  private String title(boolean wide) {
    return "expiry · "
        + node
        + " · db"
        + expiry.db()
        + " · "
        + Quantity.count(expiry.expiring())
        + " of "
        + Quantity.count(expiry.keys(), "key")
        + (wide ? " · " + models : "");
  }

  private List<StyledText> rows(int columns, boolean withEmptyRanges) {
    List<StyledText> rows = new ArrayList<>();
    long most = expiry.stale();
    for (Range range : expiry.ranges()) {
      most = Math.max(most, range.keys());
    }
    int width = Quantity.count(most).length();
    int bar = Math.min(48, columns - LABEL - width - 8);
    if (expiry.stale() > 0 || withEmptyRanges) {
      rows.add(row("✕ past, still here", expiry.stale(), most, width, bar, Style.LOST));
    }
    int left = 0;
    for (Range range : expiry.ranges()) {
      if (range.keys() > 0 || withEmptyRanges) {
        rows.add(row(label(range), range.keys(), most, width, bar, Style.MEMORY));
      } else {
        left++;
      }
    }
    if (left > 0) {
      rows.add(StyledText.of("… no key in " + (left == 1 ? "one other" : "the others"), Style.DIM));
    }
    if (expiry.looked() < expiry.expiring()) {
      rows.add(StyledText.of("… " + sample(), Style.DIM));
    }
    rows.add(StyledText.of(Columns.left("removed", 9), Style.DIM).plus(removed(), Style.PLAIN));
    rows.add(StyledText.of(Columns.left("cycle", 9), Style.DIM).plus(cycle(), Style.PLAIN));
    rows.add(StyledText.of(Columns.left("pace", 9), Style.DIM).plus(pace(), Style.PLAIN));
    for (Due due : expiry.soonest()) {
      Style style = left(due) < 0 ? Style.LOST : Style.PLAIN;
      rows.add(StyledText.of(Columns.left("next", 9), Style.DIM).plus(due(due), style));
    }
    return rows;
  }

  private static StyledText row(
      String label, long keys, long most, int width, int bar, Style style) {
    return StyledText.of(Columns.left(label, LABEL) + "  ", style == Style.LOST ? style : Style.DIM)
        .plus(Columns.right(Quantity.count(keys), width) + "  ", Style.PLAIN)
        .plus(Rows.bar(keys, most, bar), style);
  }

  private static String label(Range range) {
    if (range.fromMillis() == 0) {
      return "under " + span(range.toMillis());
    }
    return range.toMillis() == Long.MAX_VALUE
        ? span(range.fromMillis()) + " and more"
        : span(range.fromMillis()) + " to " + span(range.toMillis());
  }

  private static String span(long millis) {
    return millis == 60_000 ? "1 min" : Quantity.span(millis * 1_000).replace(".0 s", " s");
  }

  private String sample() {
    return Quantity.count(expiry.looked())
        + " of "
        + Quantity.count(expiry.expiring())
        + " times were looked at";
  }

  private String removed() {
    return Quantity.count(expiry.removedLazily())
        + " when touched (lazily), "
        + Quantity.count(expiry.removedActively())
        + " by the active cycle";
  }

  private String cycle() {
    String on = expiry.active() ? "" : "off; ";
    if (expiry.lastCycle().isEmpty()) {
      return on + "has looked at no key yet";
    }
    Cycle cycle = expiry.lastCycle().get();
    return on
        + Quantity.clock(cycle.atMillis() * 1_000 - startMicros)
        + ": looked at "
        + Quantity.count(cycle.looked())
        + ", removed "
        + Quantity.count(cycle.removed())
        + String.format(Locale.ROOT, " (%.1f %%)", 100.0 * cycle.removed() / cycle.looked())
        + " in "
        + Quantity.count(cycle.loops(), "loop")
        + ", "
        + Quantity.span(cycle.micros())
        + " of at most "
        + Quantity.span(cycle.mostMicros())
        + (cycle.gaveUp() ? ", then gave up" : "")
        + (cycle.fast() ? ", a fast one" : "");
  }

  private String pace() {
    ExpirySnapshot.Pace pace = expiry.pace();
    return pace.hz()
        + " times a second, "
        + pace.keysPerLoop()
        + " keys a loop, again while more than "
        + pace.acceptablePercent()
        + " % of them are dead; dead of all, as it estimates, "
        + String.format(Locale.ROOT, "%.1f %%", expiry.stalePercent())
        + (expiry.gaveUp() == 0
            ? ""
            : "; gave up " + Quantity.count(expiry.gaveUp(), "time") + " so far");
  }

  private long left(Due due) {
    return due.atMillis() - expiry.nowMillis();
  }

  private String due(Due due) {
    String key = CommandText.of(new byte[][] {due.key().bytes()}, 40);
    return left(due) < 0 ? key + " ✕ " + span(-left(due)) + " ago" : key + " in " + span(left(due));
  }

  private String foot() {
    if (expiry.expiring() == 0) {
      return "No key of db" + expiry.db() + " has a time to live.";
    }
    if (expiry.stale() > 0) {
      return Quantity.count(expiry.stale(), "key is", "keys are")
          + " past "
          + (expiry.stale() == 1 ? "its" : "their")
          + " time and still here, until "
          + (expiry.active() ? "touched or met by the active cycle" : "touched: the cycle is off")
          + ".";
    }
    return "No key is past its time. The next: " + due(expiry.soonest().getFirst()) + ".";
  }

  @Override
  public String narration() {
    StringBuilder out = new StringBuilder("The times to live of db").append(expiry.db());
    out.append(" of ").append(node).append(" (").append(models).append("): ");
    out.append(Quantity.count(expiry.expiring())).append(" of ");
    out.append(Quantity.count(expiry.keys(), "key")).append(". Time: ").append(time());
    out.append(".\nPast, still here: ").append(Quantity.count(expiry.stale())).append(".\n");
    for (Range range : expiry.ranges()) {
      out.append(label(range)).append(": ").append(Quantity.count(range.keys())).append(".\n");
    }
    if (expiry.looked() < expiry.expiring()) {
      out.append(sample()).append(".\n");
    }
    out.append("Removed: ").append(removed()).append(".\n");
    out.append("The active cycle: ").append(cycle()).append(".\n");
    out.append("Its pace: ").append(pace()).append(".\n");
    for (Due due : expiry.soonest()) {
      out.append("Next: ").append(due(due)).append(".\n");
    }
    return out.append(foot()).toString();
  }
}
