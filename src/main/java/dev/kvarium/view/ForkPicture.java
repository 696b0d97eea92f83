package dev.kvarium.view;

import dev.kvarium.redis.rdb.ForkSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Pages that both processes see, and pages that each has for itself, as a bar and in numbers. */
record ForkPicture(String node, long nowMicros, long startMicros, Optional<ForkSnapshot> fork)
    implements Picture {
  private static final int BAR = 36;
  private static final char COPIED = '▚';

  @Override
  public int rows(int columns) {
    return Frame.rows(columns, foot()) + Rows.folded(lines(), columns - 2).size();
  }

  @Override
  public Canvas draw(int columns, int rows) {
    Canvas canvas = new Canvas(columns, rows);
    int bottom = Frame.draw(canvas, title(), time(), foot());
    Rows.draw(canvas, 1, bottom, lines());
    return canvas;
  }

  @Override
  public String narration() {
    StringBuilder text = new StringBuilder(title()).append(", ").append(time()).append(".\n");
    for (String each : facts()) {
      text.append(each.replaceFirst("^[█▚] ", "")).append(".\n");
    }
    return text.append(foot()).toString();
  }

  private String time() {
    return "t " + Quantity.clock(nowMicros - startMicros);
  }

  private String title() {
    return "fork · "
        + node
        + fork.map(seen -> seen.running() ? (seen.rewrite() ? " · BGREWRITEAOF" : " · BGSAVE") : "")
            .orElse("");
  }

  private List<StyledText> lines() {
    List<StyledText> lines = new ArrayList<>();
    fork.filter(ForkSnapshot::running).ifPresent(seen -> lines.add(bar(seen)));
    facts().forEach(fact -> lines.add(StyledText.of(fact, Style.PLAIN)));
    return lines;
  }

  private static StyledText bar(ForkSnapshot seen) {
    long pages = Math.max(1, seen.pages());
    int copied =
        seen.copiedPages() == 0
            ? 0
            : (int) Math.max(1, Math.min(BAR, seen.copiedPages() * BAR / pages));
    return StyledText.of(String.valueOf(Hue.MEMORY.glyph()).repeat(BAR - copied), Style.MEMORY)
        .plus(String.valueOf(COPIED).repeat(copied), Style.of(Hue.MEMORY).withBold());
  }

  /** What there is to say, a row each. */
  private List<String> facts() {
    List<String> facts = new ArrayList<>();
    if (fork.isEmpty()) {
      return facts;
    }
    ForkSnapshot seen = fork.get();
    if (seen.running()) {
      facts.add(
          "at work for "
              + Quantity.span(nowMicros - seen.startedMicros())
              + ": "
              + Quantity.count(seen.keysWritten())
              + " of "
              + Quantity.count(seen.keys(), "key")
              + " written");
      facts.add(
          Hue.MEMORY.glyph()
              + " shared "
              + Quantity.count(seen.pages() - seen.copiedPages(), "page")
              + ", once in memory");
      facts.add(
          COPIED
              + " copied "
              + Quantity.count(seen.copiedPages(), "page")
              + ", twice in memory: "
              + Quantity.count(seen.keysChanged(), "key")
              + " changed since the fork");
      facts.add("current_cow_size " + Quantity.bytes(seen.copiedBytes()));
    }
    if (seen.lastSaveBytes() > 0) {
      facts.add("rdb_last_cow_size " + Quantity.bytes(seen.lastSaveBytes()));
    }
    if (seen.lastRewriteBytes() > 0) {
      facts.add("aof_last_cow_size " + Quantity.bytes(seen.lastRewriteBytes()));
    }
    return facts;
  }

  private String foot() {
    if (fork.isEmpty()) {
      return node + " is down: it has no copy.";
    }
    ForkSnapshot seen = fork.get();
    if (!seen.running()) {
      return "No copy of the process is at work: BGSAVE or BGREWRITEAOF makes one.";
    }
    return seen.copiedPages() == 0
        ? "Nobody has written since the fork: both processes see the same pages."
        : "Each page that the server writes to is copied first: "
            + Quantity.bytes(seen.copiedBytes())
            + " more memory by now.";
  }
}
