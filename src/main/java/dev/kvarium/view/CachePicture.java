package dev.kvarium.view;

import dev.kvarium.app.AppSnapshot;
import dev.kvarium.app.DatabaseSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A block for each application: where reads were answered from, how fast, and what it cost. */
record CachePicture(List<AppSnapshot> apps, long startMicros, long nowMicros)
    implements RowsPicture {
  private static final String HEIGHTS = "▁▂▃▄▅▆▇█";
  private static final int BAR = 15;

  @Override
  public String title() {
    List<String> names = new ArrayList<>();
    for (AppSnapshot each : apps) {
      names.add(each.name());
    }
    return "cache · " + String.join(", ", names);
  }

  @Override
  public String time() {
    return "t " + Quantity.clock(nowMicros - startMicros);
  }

  @Override
  public List<StyledText> lines() {
    List<StyledText> lines = new ArrayList<>();
    for (AppSnapshot each : apps) {
      lines.add(
          StyledText.of(head(each), Style.BOLD)
              .plus(
                  ", kept "
                      + Quantity.span(each.settings().ttlMillis() * 1_000)
                      + ", changes "
                      + each.settings().writes().word(),
                  Style.DIM));
      lines.add(
          StyledText.of("  hit ratio  ", Style.DIM)
              .plus(Columns.right(percent(each.hitRatio()), 7) + "  ", Style.BOLD)
              .plus(Rows.bar(each.hits(), each.reads(), BAR), Style.MEMORY));
      if (each.reads() > 0) {
        lines.add(
            StyledText.of("  in time    ", Style.DIM)
                .plus(course(each), Style.MEMORY)
                .plus("  since clients began", Style.DIM));
      }
      lines.add(text("  reads      ", answered(each)));
      lines.add(text("  took       ", times(each.readTimes())));
      if (each.missTimes().count() > 0) {
        lines.add(text("  misses     ", times(each.missTimes())));
      }
      if (each.writeTimes().count() > 0) {
        lines.add(text("  changes    ", times(each.writeTimes())));
      }
      lines.add(text("  database   ", load(each)));
    }
    return lines;
  }

  private static String head(AppSnapshot app) {
    String strategy = app.settings().strategy();
    return app.name() + (strategy.equals(app.name()) ? "" : " · " + strategy);
  }

  private static StyledText text(String label, String text) {
    return StyledText.of(label, Style.DIM).plus(text, Style.PLAIN);
  }

  private static String percent(double ratio) {
    return String.format(Locale.ROOT, "%.1f %%", Math.floor(ratio * 1_000) / 10);
  }

  private static String answered(AppSnapshot app) {
    long fresh = app.hits() - app.staleHits();
    long asked = app.reads() - app.hits() - app.shared();
    return Quantity.count(app.reads())
        + ": cache "
        + Quantity.count(fresh)
        + (app.staleHits() == 0 ? "" : ", past its time " + Quantity.count(app.staleHits()))
        + ", database "
        + Quantity.count(asked)
        + (app.shared() == 0 ? "" : ", another's query " + Quantity.count(app.shared()))
        + (app.open() == 0 ? "" : ", not answered yet " + Quantity.count(app.open()))
        + (app.abandoned() == 0 ? "" : ", never answered " + Quantity.count(app.abandoned()))
        + (app.staleReads() == 0 ? "" : "; stale " + Quantity.count(app.staleReads()));
  }

  private static String times(AppSnapshot.Times times) {
    return "p50 "
        + Quantity.span(times.p50())
        + " · p99 "
        + Quantity.span(times.p99())
        + " · p99.9 "
        + Quantity.span(times.p999())
        + " · longest "
        + Quantity.span(times.max());
  }

  private static String load(AppSnapshot app) {
    DatabaseSnapshot database = app.database();
    long span = Math.max(1, app.nowMicros() - app.beganMicros());
    double busy = (double) database.busyMicros() / span;
    return database.name()
        + ": "
        + Quantity.count(app.queries(), "query", "queries")
        + ", "
        + Quantity.count(app.peak())
        + " at once, "
        + String.format(Locale.ROOT, "%.1f", busy)
        + " of "
        + Quantity.count(database.settings().connections())
        + " busy"
        + (database.waiting() == 0
            ? ""
            : ", " + Quantity.count(database.waiting(), "query waits", "queries wait"));
  }

  /** The hit ratio in fifteen parts of the time since the clients began. */
  private static String course(AppSnapshot app) {
    long span = Math.max(1, app.nowMicros() - app.beganMicros());
    int[] hits = StampedeKind.HITS.cells(app, 0, span, BAR);
    int[] misses = StampedeKind.MISSES.cells(app, 0, span, BAR);
    StringBuilder out = new StringBuilder();
    for (int cell = 0; cell < BAR; cell++) {
      int all = hits[cell] + misses[cell];
      int height = all == 0 ? 0 : hits[cell] * (HEIGHTS.length() - 1) / all;
      out.append(all == 0 ? ' ' : HEIGHTS.charAt(height));
    }
    return out.toString();
  }

  @Override
  public String foot() {
    AppSnapshot best = apps.getFirst();
    AppSnapshot worst = apps.getFirst();
    for (AppSnapshot each : apps) {
      best = each.queries() < best.queries() ? each : best;
      worst = each.queries() > worst.queries() ? each : worst;
    }
    if (best == worst) {
      return "Of a hundred reads "
          + percent(best.hitRatio()).replace(" %", "")
          + " did not reach the database.";
    }
    return worst.name()
        + " sent "
        + Quantity.count(worst.queries(), "query", "queries")
        + " to its database, "
        + best.name()
        + " "
        + Quantity.count(best.queries())
        + ".";
  }

  @Override
  public String narration() {
    StringBuilder out = new StringBuilder("Applications and their caches: ");
    out.append(title().substring(8)).append(". Time: ").append(time()).append(".\n");
    for (StyledText each : lines()) {
      out.append(each.text().replaceAll("[" + HEIGHTS + "]+", "").strip()).append(".\n");
    }
    return out.append(foot()).toString();
  }
}
