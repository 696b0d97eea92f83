package dev.kvarium.view;

import dev.kvarium.event.EvictionEvent.Candidate;
import dev.kvarium.event.EvictionEvent.Evicted;
import dev.kvarium.event.EvictionEvent.Sampled;
import dev.kvarium.redis.command.EvictionSnapshot;
import dev.kvarium.redis.command.EvictionSnapshot.Range;
import dev.kvarium.view.EvictionFold.HitRatio;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The last sample and the pool, who went, all keys by what speaks for them, hits over time. */
record EvictionPicture(
    String node,
    String models,
    long nowMicros,
    long startMicros,
    EvictionSnapshot eviction,
    Optional<Sampled> sampled,
    Optional<Evicted> evicted,
    Optional<HitRatio> ratio)
    implements Picture {
  /** Parts of time in which hits are counted. */
  static final int MOST_CELLS = 64;

  private static final String SCALE = "▁▂▃▄▅▆▇█";
  private static final int LABEL = 9;
  private static final int RANGE_LABEL = 18;
  private static final int TOLD_PARTS = 8;

  @Override
  public int rows(int columns) {
    return Frame.rows(columns, foot()) + Rows.folded(rows(columns, true), columns - 2).size();
  }

  @Override
  public Canvas draw(int columns, int rows) {
    Canvas canvas = new Canvas(columns, rows);
    int bottom = Frame.draw(canvas, title(columns >= 100), time(), foot());
    List<StyledText> drawn = rows(columns, true);
    if (Rows.folded(drawn, columns - 2).size() > bottom - 1) {
      drawn = rows(columns, false);
    }
    Rows.draw(canvas, 1, bottom, drawn);
    return canvas;
  }

  private String time() {
    return "t " + Quantity.clock(nowMicros - startMicros);
  }

  private String title(boolean wide) {
    return "eviction · "
        + node
        + " · "
        + eviction.policy()
        + " · "
        + memory()
        + (wide ? " · " + models : "");
  }

  private String memory() {
    return eviction.limitBytes() == 0
        ? Quantity.bytes(eviction.usedBytes()) + ", no limit"
        : Quantity.bytes(eviction.usedBytes()) + " of " + Quantity.bytes(eviction.limitBytes());
  }

  private List<StyledText> rows(int columns, boolean withEmptyRanges) {
    List<StyledText> rows = new ArrayList<>();
    sampled.ifPresent(
        drawn -> {
          rows.add(label("drawn").plus(list(drawn.policy(), drawn.drawn()), Style.PLAIN));
          rows.add(label("pool").plus(pool(drawn), Style.MEMORY));
        });
    evicted.ifPresent(
        gone ->
            rows.add(
                label("gone")
                    .plus(EvictionFacts.name(gone.key()), Style.LOST)
                    .plus(", " + EvictionFacts.sentence(gone), Style.PLAIN)));
    ranges(rows, columns, withEmptyRanges);
    ratio.filter(hits -> hits.allReads() > 0).ifPresent(hits -> rows.add(hits(hits, columns)));
    rows.add(label("evicted").plus(counts(), Style.PLAIN));
    return rows;
  }

  private static StyledText label(String text) {
    return StyledText.of(Columns.left(text, LABEL), Style.DIM);
  }

  /** The candidates, the next to go first. */
  private static String list(String policy, List<Candidate> candidates) {
    List<String> texts = new ArrayList<>();
    for (Candidate each : candidates) {
      texts.add(EvictionFacts.candidate(policy, each, texts.isEmpty()));
    }
    return texts.isEmpty() ? "nobody" : String.join(" · ", texts);
  }

  private static String pool(Sampled drawn) {
    return list(drawn.policy(), drawn.pool().reversed());
  }

  private void ranges(List<StyledText> rows, int columns, boolean withEmptyRanges) {
    long most = 0;
    for (Range range : eviction.ranges()) {
      most = Math.max(most, range.keys());
    }
    int width = Quantity.count(most).length();
    int bar = Math.min(48, columns - RANGE_LABEL - width - 8);
    int left = 0;
    for (Range range : eviction.ranges()) {
      if (range.keys() > 0 || withEmptyRanges) {
        rows.add(
            StyledText.of(Columns.left(label(range), RANGE_LABEL) + "  ", Style.DIM)
                .plus(Columns.right(Quantity.count(range.keys()), width) + "  ", Style.PLAIN)
                .plus(Rows.bar(range.keys(), most, bar), Style.MEMORY));
      } else {
        left++;
      }
    }
    if (left > 0) {
      rows.add(StyledText.of("… no key in " + (left == 1 ? "one other" : "the others"), Style.DIM));
    }
    if (eviction.looked() < eviction.mayGo()) {
      rows.add(StyledText.of("… " + looked(), Style.DIM));
    }
  }

  private String looked() {
    return Quantity.count(eviction.looked())
        + " of "
        + Quantity.count(eviction.mayGo(), "key")
        + " were looked at";
  }

  private String label(Range range) {
    return switch (eviction.by()) {
      case USES ->
          range.to() - range.from() == 1
              ? "counter " + range.from()
              : "counter " + range.from() + " to " + (range.to() - 1);
      case END ->
          range.from() == Long.MIN_VALUE
              ? "past its time"
              : range.to() == Long.MAX_VALUE
                  ? span(range.from()) + " left and more"
                  : range.from() == 0
                      ? "under " + span(range.to()) + " left"
                      : "up to " + span(range.to()) + " left";
      case LAST_USE, CHANCE, NOTHING ->
          range.to() == Long.MAX_VALUE
              ? span(range.from() * 1_000) + " and more"
              : range.from() == 0
                  ? "used this second"
                  : "under " + span(range.to() * 1_000) + " unused";
    };
  }

  private static String span(long millis) {
    return millis == 60_000 ? "1 min" : Quantity.span(millis * 1_000).replace(".0 s", " s");
  }

  private StyledText hits(HitRatio hits, int columns) {
    StringBuilder line = new StringBuilder();
    int cells = Math.max(1, Math.min(hits.hits().length, columns - LABEL - 32));
    for (int cell = 0; cell < cells; cell++) {
      long found = 0;
      long reads = 0;
      for (int i = cell * hits.hits().length / cells;
          i < (cell + 1) * hits.hits().length / cells;
          i++) {
        found += hits.hits()[i];
        reads += hits.reads()[i];
      }
      line.append(reads == 0 ? ' ' : SCALE.charAt((int) Math.min(7, found * 8 / reads)));
    }
    return label("hits").plus(line.toString(), Style.MEMORY).plus("  " + share(hits), Style.PLAIN);
  }

  private static String share(HitRatio hits) {
    return percent(hits.allHits(), hits.allReads())
        + " of "
        + Quantity.count(hits.allReads(), "read");
  }

  private static String percent(long part, long all) {
    return String.format(Locale.ROOT, "%.1f %%", 100.0 * part / Math.max(1, all));
  }

  private String counts() {
    String text =
        Quantity.count(eviction.evicted(), "key")
            + ", "
            + Quantity.count(eviction.expired())
            + " expired";
    if (eviction.choices() > 0 && !eviction.policy().endsWith("-random")) {
      text +=
          "; "
              + Quantity.count(eviction.worse())
              + " of "
              + Quantity.count(eviction.choices())
              + " choices not the best of all"
              + (eviction.worse() == 0
                  ? ""
                  : ", " + EvictionFacts.regret(eviction.policy(), eviction.regret()) + " in all");
    }
    return text;
  }

  private String foot() {
    if (eviction.limitBytes() == 0) {
      return "maxmemory is 0: memory is never short, nobody is evicted.";
    }
    long over = eviction.usedBytes() - eviction.limitBytes();
    if (eviction.policy().equals("noeviction")) {
      return over > 0
          ? "Memory is short and nobody may go: what takes memory is refused."
          : "Nobody may go: when memory is short, what takes memory is refused.";
    }
    if (eviction.mayGo() == 0) {
      return eviction.policy().startsWith("volatile")
          ? "No key has a time to live, so none may go: when memory is short, writes are refused."
          : "There is no key that could go.";
    }
    if (over > 0) {
      return Quantity.bytes(over)
          + " too much: "
          + (eviction.goesOn()
              ? "the time for one command was up, a timer goes on."
              : "keys go before the next command.");
    }
    return Quantity.bytes(-over)
        + " are free; then "
        + (eviction.by() == EvictionSnapshot.By.CHANCE
            ? "chance takes one of " + Quantity.count(eviction.mayGo(), "key")
            : Quantity.count(eviction.samples())
                + " of "
                + Quantity.count(eviction.mayGo(), "key")
                + (eviction.samples() == 1 ? " is" : " are")
                + " drawn, and the best in the pool goes")
        + ".";
  }

  @Override
  public String narration() {
    StringBuilder out = new StringBuilder("Eviction on ").append(node);
    out.append(" (").append(models).append("), policy ").append(eviction.policy());
    out.append(": ").append(memory()).append(". Time: ").append(time()).append(".\n");
    sampled.ifPresent(
        drawn -> {
          out.append("Drawn last: ").append(list(drawn.policy(), drawn.drawn())).append(".\n");
          out.append("In the pool then, the next to go first: ").append(pool(drawn)).append(".\n");
        });
    evicted.ifPresent(
        gone ->
            out.append("Gone last: ")
                .append(EvictionFacts.name(gone.key()))
                .append(", ")
                .append(EvictionFacts.sentence(gone))
                .append(".\n"));
    for (Range range : eviction.ranges()) {
      out.append(label(range)).append(": ").append(Quantity.count(range.keys())).append(".\n");
    }
    if (eviction.looked() < eviction.mayGo()) {
      out.append(looked()).append(".\n");
    }
    ratio.filter(hits -> hits.allReads() > 0).ifPresent(hits -> tell(out, hits));
    out.append("Evicted: ").append(counts()).append(".\n");
    return out.append(foot()).toString();
  }

  private static void tell(StringBuilder out, HitRatio hits) {
    out.append("Reads that found their key: ").append(share(hits));
    int parts = Math.min(TOLD_PARTS, hits.hits().length);
    List<String> told = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      long found = 0;
      long reads = 0;
      for (int i = part * hits.hits().length / parts;
          i < (part + 1) * hits.hits().length / parts;
          i++) {
        found += hits.hits()[i];
        reads += hits.reads()[i];
      }
      told.add(reads == 0 ? "none read" : percent(found, reads));
    }
    out.append("; in the course of time ").append(String.join(", ", told)).append(".\n");
  }
}
