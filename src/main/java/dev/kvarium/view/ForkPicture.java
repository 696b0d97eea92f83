package dev.kvarium.view;

import dev.kvarium.redis.rdb.ForkSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Pages that both processes see, and pages that each has for itself, as a bar and in numbers. */
record ForkPicture(String node, long nowMicros, long startMicros, Optional<ForkSnapshot> fork)
    implements RowsPicture {
  private static final int BAR = 36;
  private static final char COPIED = '▚';
  private static final String SHARED = "shared ";
  private static final String TWICE = "copied ";

  @Override
  public String narration() {
    StringBuilder text = new StringBuilder(title()).append(", ").append(time()).append(".\n");
    for (String each : facts()) {
      text.append(each).append(".\n");
    }
    return text.append(foot()).toString();
  }

  @Override
  public String time() {
    return "t " + Quantity.clock(nowMicros - startMicros);
  }

  @Override
  public String title() {
    return "fork · "
        + node
        + fork.map(seen -> seen.running() ? (seen.rewrite() ? " · BGREWRITEAOF" : " · BGSAVE") : "")
            .orElse("");
  }

  @Override
  public List<StyledText> lines() {
    List<StyledText> lines = new ArrayList<>();
    fork.filter(ForkSnapshot::running).ifPresent(seen -> lines.add(bar(seen)));
    facts().forEach(fact -> lines.add(StyledText.of(sign(fact) + fact, Style.PLAIN)));
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

  /** The sign that stands in the bar for what a row counts; nothing before the other rows. */
  private static String sign(String fact) {
    return fact.startsWith(SHARED)
        ? Hue.MEMORY.glyph() + " "
        : fact.startsWith(TWICE) ? COPIED + " " : "";
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
          SHARED + Quantity.count(seen.pages() - seen.copiedPages(), "page") + ", once in memory");
      facts.add(
          TWICE
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

  @Override
  public String foot() {
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
