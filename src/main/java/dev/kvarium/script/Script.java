package dev.kvarium.script;

import dev.kvarium.lab.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * A script as read: its lines, in order, none left out.
 *
 * @param name the file, as it was asked for
 */
public record Script(String name, List<ScriptLine> lines) {
  public Script {
    lines = List.copyOf(lines);
  }

  /** What one line asks for, with the reply that it expects. */
  public record Step(ScriptLine line, List<ScriptLine.Expected> expected) {
    /** Whether a reply is written down beneath the line. */
    public boolean isChecked() {
      return !expected.isEmpty() && !isPlaceholder();
    }

    /** Whether the place of the reply is marked, but the reply still to be written. */
    public boolean isPlaceholder() {
      return expected.size() == 1 && expected.getFirst().isPlaceholder();
    }

    /** Whether it says what other clients are sent: else that is not compared. */
    public boolean expectsDeliveries() {
      return expected.stream().anyMatch(line -> Part.Delivered.isLine(line.text()));
    }

    /** The expected reply, lines joined by line feeds. */
    public String expectedText() {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < expected.size(); i++) {
        text.append(i == 0 ? "" : "\n").append(expected.get(i).text());
      }
      return text.toString();
    }
  }

  /** The lines that do something, each with the expected lines beneath it. */
  public List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      ScriptLine line = lines.get(i);
      if (line.acts()) {
        steps.add(new Step(line, line.isAnswered() ? expectedAfter(i) : List.of()));
      }
    }
    return steps;
  }

  private List<ScriptLine.Expected> expectedAfter(int index) {
    List<ScriptLine.Expected> expected = new ArrayList<>();
    for (int i = index + 1; i < lines.size(); i++) {
      if (!(lines.get(i) instanceof ScriptLine.Expected line)) {
        break;
      }
      expected.add(line);
    }
    return expected;
  }

  /** The script as it stands in its file. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (ScriptLine line : lines) {
      text.append(line.source());
    }
    return text.toString();
  }
}
