package dev.kvarium.view;

import java.util.ArrayList;
import java.util.List;

/**
 * Two worlds as one way that parts, and beneath it what is not the same in them, a row a thing.
 *
 * <pre>
 *   #1 to #3 in both, the last SET a 1
 *   ├─ here    :crash power · :restart
 *   └─ first   SET a 2
 *               here          first
 *   a           "1"           "2"
 * </pre>
 */
record DifferencePicture(WorldsApart apart, long sinceStartMicros) implements RowsPicture {
  /** As wide as the names of what differs may be. */
  private static final int WHAT = 26;

  private static final int STEPS = 6;
  private static final String NOT_THERE = "—";

  @Override
  public String title() {
    return "diff · " + apart.here() + " and " + apart.there();
  }

  @Override
  public String time() {
    return "t " + Quantity.clock(sinceStartMicros);
  }

  @Override
  public List<StyledText> lines() {
    List<StyledText> lines = new ArrayList<>();
    lines.add(StyledText.of(common()));
    int name = Math.max(Columns.of(apart.here()), Columns.of(apart.there()));
    lines.add(branch("├─ ", apart.here(), name, apart.stepsHere()));
    lines.add(branch("└─ ", apart.there(), name, apart.stepsThere()));
    if (apart.rows().isEmpty()) {
      return lines;
    }
    int what = name;
    int here = Columns.of(apart.here());
    for (WorldsApart.Row each : apart.rows()) {
      what = Math.max(what, Math.min(WHAT, Columns.of(each.what())));
      here = Math.max(here, Columns.of(shown(each.here())));
    }
    here = Math.min(here, WHAT);
    lines.add(
        StyledText.of(
            " ".repeat(what + 2) + Columns.left(apart.here(), here) + "  " + apart.there(),
            Style.BOLD));
    for (WorldsApart.Row each : apart.rows()) {
      lines.add(
          StyledText.of(padded(each.what(), what) + "  ", Style.PLAIN)
              .plus(padded(shown(each.here()), here) + "  ", style(each.here(), Style.MEMORY))
              .plus(shown(each.there()), style(each.there(), Style.OTHER_NODE)));
    }
    return lines;
  }

  private static String padded(String text, int columns) {
    return Columns.of(text) >= columns ? text : Columns.left(text, columns);
  }

  private static Style style(String value, Style there) {
    return value.isEmpty() ? Style.DIM : there;
  }

  private static String shown(String value) {
    return value.isEmpty() ? NOT_THERE : value;
  }

  private String common() {
    return apart.inCommon() == 0
        ? "no step in common"
        : Quantity.count(apart.inCommon(), "step") + " in common, the last " + apart.parting();
  }

  private static StyledText branch(String sign, String name, int columns, List<String> steps) {
    return StyledText.of(sign, Style.DIM)
        .plus(Columns.left(name, columns) + "  ", Style.BOLD)
        .plus(steps(steps), steps.isEmpty() ? Style.DIM : Style.PLAIN);
  }

  private static String steps(List<String> steps) {
    if (steps.isEmpty()) {
      return "nothing more";
    }
    int most = Math.min(STEPS, steps.size());
    int more = steps.size() - most;
    return String.join(" · ", steps.subList(0, most))
        + (more > 0 ? " · and " + more + " more" : "");
  }

  @Override
  public String foot() {
    int rows = apart.rows().size();
    if (rows == 0) {
      return "Nothing is different in them.";
    }
    long only = apart.rows().stream().filter(each -> each.here().isEmpty()).count();
    long here = apart.rows().stream().filter(each -> each.there().isEmpty()).count();
    return Quantity.count(rows, "thing differs", "things differ")
        + (only + here == 0
            ? "."
            : ": "
                + Quantity.count(here)
                + " only in "
                + apart.here()
                + ", "
                + Quantity.count(only)
                + " only in "
                + apart.there()
                + ".");
  }

  @Override
  public String narration() {
    StringBuilder out = new StringBuilder();
    out.append("What differs between ").append(apart.here()).append(", which is at ");
    out.append(Quantity.clock(sinceStartMicros)).append(", and ").append(apart.there());
    out.append(".\n").append(common()).append(".\n");
    out.append("Then ").append(apart.here()).append(": ").append(steps(apart.stepsHere()));
    out.append(".\nThen ").append(apart.there()).append(": ").append(steps(apart.stepsThere()));
    out.append(".\n");
    for (WorldsApart.Row each : apart.rows()) {
      out.append(each.what()).append(": ");
      out.append(each.here().isEmpty() ? "not" : each.here()).append(" in ").append(apart.here());
      out.append(", ").append(each.there().isEmpty() ? "not" : each.there()).append(" in ");
      out.append(apart.there()).append(".\n");
    }
    return out.append(foot()).toString();
  }
}
