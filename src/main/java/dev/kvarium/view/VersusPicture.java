package dev.kvarium.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A block for each size of value: what it takes here and there, as bars of one scale a block. */
public record VersusPicture(Versus versus) implements Picture {
  private static final int LABEL = 30;
  private static final int FIGURE = 8;
  private static final int MOST_BAR = 60;

  @Override
  public int rows(int columns) {
    return Frame.rows(columns, foot()) + lines(columns).size();
  }

  @Override
  public Canvas draw(int columns, int rows) {
    Canvas canvas = new Canvas(columns, rows);
    int bottom = Frame.draw(canvas, title(), "bytes per item", foot());
    Rows.draw(canvas, 1, bottom, lines(columns));
    return canvas;
  }

  private String title() {
    return "versus · "
        + versus.redis()
        + " and "
        + versus.memcached()
        + " · "
        + Quantity.count(versus.items(), "item")
        + ", keys of 10 B";
  }

  private List<StyledText> lines(int columns) {
    int label = Math.clamp(columns - FIGURE - 6, 10, LABEL);
    int bar = Math.clamp(columns - label - FIGURE - 6, 0, MOST_BAR);
    List<StyledText> lines = new ArrayList<>();
    for (Versus.OfSize each : versus.sizes()) {
      double most = Math.max(Math.max(each.withTtl(), each.packed()), each.chunk());
      lines.add(StyledText.of("value of " + Quantity.count(each.valueBytes()) + " B", Style.BOLD));
      lines.add(line("Redis, a string", each.string(), most, label, bar, Style.MEMORY));
      lines.add(line("Redis, with a time to live", each.withTtl(), most, label, bar, Style.MEMORY));
      lines.add(line("Redis, " + packing(each), each.packed(), most, label, bar, Style.MEMORY));
      String chunk = "Memcached, chunk of class " + each.slabClass();
      lines.add(line(chunk, each.chunk(), most, label, bar, Style.OTHER_NODE));
    }
    return lines;
  }

  private static String packing(Versus.OfSize each) {
    return "100 to a " + each.packedAs();
  }

  private static StyledText line(
      String what, double bytes, double most, int label, int bar, Style style) {
    return StyledText.of("  " + Columns.left(what, label), Style.PLAIN)
        .plus(Columns.right(figure(bytes), FIGURE) + "  ", Style.BOLD)
        .plus(Rows.bar(Math.round(bytes), Math.round(most), bar), style);
  }

  private static String figure(double bytes) {
    return String.format(Locale.ROOT, "%,.1f", bytes);
  }

  /** How far strings and chunks are apart, and where packing gains anything. */
  private String foot() {
    double least = Double.MAX_VALUE;
    double most = 0;
    List<String> gains = new ArrayList<>();
    for (Versus.OfSize each : versus.sizes()) {
      double ratio = each.chunk() / each.string();
      least = Math.min(least, ratio);
      most = Math.max(most, ratio);
      if (each.packed() * 2 < Math.min(each.string(), each.chunk())) {
        gains.add(each.valueBytes() + " B");
      }
    }
    return "A chunk takes "
        + times(least)
        + (times(least).equals(times(most)) ? "" : " to " + times(most))
        + " times what a string takes. "
        + (gains.isEmpty()
            ? "Packing into hashes halves nothing here: the hash is a hashtable."
            : "Packed into hashes, values of "
                + String.join(" and ", gains)
                + " take less than half of either.")
        + " What else differs: :versus table";
  }

  private static String times(double ratio) {
    return String.format(Locale.ROOT, "%.2f", ratio);
  }

  @Override
  public String narration() {
    StringBuilder out = new StringBuilder("Bytes per item in ").append(versus.redis());
    out.append(" and ").append(versus.memcached()).append(", measured over ");
    out.append(Quantity.count(versus.items(), "item")).append(" with keys of 10 B.\n");
    for (Versus.OfSize each : versus.sizes()) {
      out.append("A value of ").append(Quantity.count(each.valueBytes())).append(" B takes ");
      out.append(figure(each.string())).append(" as a string of Redis, ");
      out.append(figure(each.withTtl())).append(" with a time to live, ");
      out.append(figure(each.packed())).append(" as one of ").append(packing(each));
      out.append("; in Memcached ").append(figure(each.item())).append(" with its header, in a ");
      out.append("chunk of ").append(figure(each.chunk())).append(", class ");
      out.append(each.slabClass()).append(".\n");
    }
    return out.append(foot()).toString();
  }
}
