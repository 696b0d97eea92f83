package dev.kvarium.lab;

import dev.kvarium.event.EventLog;
import dev.kvarium.sim.LedgerReach;
import dev.kvarium.sim.LedgerSnapshot;
import dev.kvarium.view.View;
import dev.kvarium.view.ViewRefusal;
import dev.kvarium.view.Views;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Looking at the world; none of these is a step. */
final class LookDirectives {
  private static final String GROUP = "look";

  private LookDirectives() {}

  static List<DirectiveRow> rows() {
    return List.of(
        new DirectiveRow(
            "show",
            GROUP,
            "VIEW [WORD ...]",
            "Draws a view of the node at the prompt",
            (lab, arguments) ->
                show(
                    lab,
                    arguments.word(0, "the name of a view, " + names()),
                    arguments.words().subList(1, arguments.count()))),
        new DirectiveRow(
            "inspect",
            GROUP,
            "KEY",
            "Draws the bytes of a value, every field named",
            (lab, arguments) -> {
              arguments.word(0, "a key");
              return show(lab, "inspect", arguments.words());
            }),
        VersusDirective.row(),
        new DirectiveRow(
            "events", GROUP, "[COUNT]", "Lists the last facts", LookDirectives::events),
        new DirectiveRow(
            "ledger",
            GROUP,
            "",
            "Counts the acknowledged writes by the place that each has reached",
            LookDirectives::ledger),
        new DirectiveRow(
            "metrics",
            GROUP,
            "",
            "Lists the figures that ? lines compare",
            LookDirectives::metrics),
        new DirectiveRow(
            "glass",
            GROUP,
            "[off|on|full]",
            "How much is said beneath a reply: nothing, what changed, every fact",
            LookDirectives::glass));
  }

  private static String names() {
    return String.join(", ", Views.all().stream().map(View::name).toList());
  }

  static List<Part> show(Lab lab, String name, List<String> words) throws Refusal {
    View view =
        Views.find(name)
            .orElseThrow(
                () -> {
                  List<String> views = Views.all().stream().map(View::name).toList();
                  return new Refusal(
                      "there is no view '"
                          + name
                          + "'"
                          + NearWords.question(name, views)
                          + (NearWords.to(name, views, 1).isEmpty()
                              ? ": there are " + names()
                              : ""));
                });
    try {
      return List.of(new Part.Picture(view.look(lab.scene(lab.node()), words)));
    } catch (ViewRefusal refusal) {
      throw new Refusal(refusal.what());
    }
  }

  private static List<Part> events(Lab lab, DirectiveArguments arguments) throws Refusal {
    arguments.atMost(1);
    long count = arguments.number(0, "a count", 20);
    int size = lab.events().size();
    StringBuilder text = new StringBuilder();
    for (EventLog.Entry each : lab.events().since((int) StrictMath.max(0, size - count))) {
      text.append(text.isEmpty() ? "" : "\n").append(EventText.of(each, lab.startMicros()));
    }
    return List.of(new Part.Said(text.isEmpty() ? "no facts" : text.toString()));
  }

  private static List<Part> ledger(Lab lab, DirectiveArguments arguments) throws Refusal {
    arguments.atMost(0);
    List<Part> parts = new ArrayList<>();
    for (String node : lab.nodes()) {
      LedgerSnapshot seen = lab.ledger(node, 10);
      StringBuilder text = new StringBuilder(node);
      text.append(": ").append(seen.acknowledged()).append(" acknowledged");
      place(text, seen.onDisk(), "on disk");
      place(text, seen.inPageCache(), "in the page cache");
      place(text, seen.inBuffer(), "in the buffer");
      place(text, seen.inMemory(), "in memory alone");
      place(text, seen.elsewhere(), "on another node alone");
      place(text, seen.lost(), "lost");
      LedgerReach way = lab.reach(node);
      place(text, way.sent(), "sent to a replica");
      place(text, way.replicated(), "acknowledged by a replica");
      for (LedgerSnapshot.Line line : seen.recent()) {
        text.append("\n  ")
            .append(line.number())
            .append("  ")
            .append(Durations.sinceStart(line.acknowledgedMicros() - lab.startMicros()))
            .append("  ")
            .append(line.client())
            .append("  ")
            .append(line.text())
            .append("  ")
            .append(line.place().name().toLowerCase(Locale.ROOT).replace('_', ' '));
      }
      parts.add(new Part.Said(text.toString()));
    }
    return parts;
  }

  private static void place(StringBuilder text, long count, String where) {
    if (count > 0) {
      text.append(" · ").append(count).append(' ').append(where);
    }
  }

  private static List<Part> metrics(Lab lab, DirectiveArguments arguments) throws Refusal {
    arguments.atMost(0);
    StringBuilder text = new StringBuilder();
    Map<String, String> values = lab.metrics();
    for (Metrics.Row row : Metrics.rows()) {
      String value = row.ofKey() ? "KEY" : String.valueOf(values.get(row.name()));
      text.append(text.isEmpty() ? "" : "\n");
      text.append(padded(row.name(), 23)).append(padded(value, 12)).append(row.doc());
    }
    text.append("\n").append(padded("dbN.keys dbN.expires", 35)).append("the same of one database");
    text.append("\n@NODE behind a name asks another node.");
    return List.of(new Part.Said(text.toString()));
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(StrictMath.max(2, width - text.length()));
  }

  private static List<Part> glass(Lab lab, DirectiveArguments arguments) throws Refusal {
    arguments.atMost(1);
    if (arguments.count() == 0) {
      return List.of(new Part.Said("the glass is " + lab.glass().name().toLowerCase(Locale.ROOT)));
    }
    String word = arguments.words().getFirst();
    for (GlassMode mode : GlassMode.values()) {
      if (mode.name().equalsIgnoreCase(word)) {
        lab.glass(mode);
        return List.of();
      }
    }
    throw new Refusal(":glass takes off, on or full, not '" + word + "'");
  }
}
