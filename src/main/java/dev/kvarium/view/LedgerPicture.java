package dev.kvarium.view;

import dev.kvarium.sim.LedgerSnapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How many writes are in which place, then the writes themselves: those that are lost, then the
 * last ones.
 *
 * @param fresh the numbers of those that the last input led to
 */
record LedgerPicture(long nowMicros, long startMicros, LedgerSnapshot ledger, Set<Long> fresh)
    implements RowsPicture {
  /** How many lost writes are drawn before the rest is only counted. */
  private static final int MOST_LOST = 200;

  @Override
  public String narration() {
    StringBuilder text = new StringBuilder(title()).append(", ").append(time()).append(".\n");
    for (StyledText each : lines()) {
      text.append(each.text().strip()).append(".\n");
    }
    return text.append(foot()).toString();
  }

  @Override
  public String time() {
    return "t " + Quantity.clock(nowMicros - startMicros);
  }

  @Override
  public String title() {
    return "ledger · "
        + ledger.node()
        + " · "
        + Quantity.count(ledger.acknowledged(), "acknowledged write");
  }

  @Override
  public List<StyledText> lines() {
    List<StyledText> lines = new ArrayList<>();
    if (ledger.acknowledged() == 0) {
      return lines;
    }
    lines.add(places());
    List<LedgerSnapshot.Line> shown = new ArrayList<>();
    Set<Long> listed = new HashSet<>();
    ledger.recent().forEach(line -> listed.add(line.number()));
    List<LedgerSnapshot.Line> lost = ledger.lostWrites();
    int from = Math.max(0, lost.size() - MOST_LOST);
    for (LedgerSnapshot.Line line : lost.subList(from, lost.size())) {
      if (!listed.contains(line.number())) {
        shown.add(line);
      }
    }
    shown.addAll(ledger.recent());
    if (from > 0) {
      lines.add(StyledText.of("… " + Quantity.count(from, "more lost write"), Style.DIM));
    }
    int width = 0;
    for (LedgerSnapshot.Line line : shown) {
      width = Math.max(width, Quantity.count(line.number()).length());
    }
    // the last ones are what there is to see where there is not room for all
    for (LedgerSnapshot.Line line : shown.reversed()) {
      lines.add(line(line, width));
    }
    return lines;
  }

  private StyledText places() {
    StyledText text = StyledText.EMPTY;
    text = place(text, Hue.DISK, ledger.onDisk(), Hue.DISK.place());
    text = place(text, Hue.PAGE_CACHE, ledger.inPageCache(), Hue.PAGE_CACHE.place());
    text = place(text, Hue.BUFFER, ledger.inBuffer(), Hue.BUFFER.place());
    text = place(text, Hue.MEMORY, ledger.inMemory(), "memory alone");
    text = place(text, Hue.OTHER_NODE, ledger.elsewhere(), Hue.OTHER_NODE.place());
    return place(text, Hue.LOST, ledger.lost(), Hue.LOST.place());
  }

  private static StyledText place(StyledText text, Hue hue, long count, String name) {
    if (count == 0) {
      return text;
    }
    StyledText joined = text.isEmpty() ? text : text.plus(" · ", Style.DIM);
    return joined.plus(hue.glyph() + " " + name + " " + Quantity.count(count), Style.of(hue));
  }

  private StyledText line(LedgerSnapshot.Line line, int width) {
    Hue hue =
        switch (line.place()) {
          case MEMORY -> Hue.MEMORY;
          case BUFFER -> Hue.BUFFER;
          case PAGE_CACHE -> Hue.PAGE_CACHE;
          case DISK -> Hue.DISK;
          case ELSEWHERE -> Hue.OTHER_NODE;
          case LOST -> Hue.LOST;
        };
    return StyledText.of(Columns.right(Quantity.count(line.number()), width) + "  ", Style.DIM)
        .plus(hue.glyph() + " " + hue.place() + "  ", Style.of(hue))
        .plus(
            Quantity.clock(line.acknowledgedMicros() - startMicros) + " " + line.client() + "  ",
            Style.DIM)
        .plus(line.text(), fresh.contains(line.number()) ? Style.REVERSE : Style.PLAIN);
  }

  @Override
  public String foot() {
    if (ledger.acknowledged() == 0) {
      return "No client has been told yet that a write is done.";
    }
    String gone =
        ledger.lost() == 0 ? "" : Quantity.count(ledger.lost(), "acknowledged write") + " lost. ";
    long power = ledger.atStakeWithPower();
    long process = ledger.atStakeWithProcess();
    return gone
        + "Power cut now: "
        + (power == 0 ? "none lost." : Quantity.count(power, "write") + " lost.")
        + " Process killed now: "
        + (process == 0 ? "none lost." : Quantity.count(process, "write") + " lost.");
  }
}
