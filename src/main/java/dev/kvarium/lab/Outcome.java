package dev.kvarium.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What came of one line.
 *
 * @param input the line as it was entered
 * @param parts what is to be shown for it, in order; empty where nothing is to be said
 */
public record Outcome(String input, List<Part> parts) {
  public Outcome {
    parts = List.copyOf(parts);
  }

  /** Whether the line could not be followed, or a check in it does not hold. */
  public boolean failed() {
    return parts.stream().anyMatch(Part.Problem.class::isInstance);
  }

  /**
   * What clients were sent unasked, line by line; empty when they were sent nothing.
   *
   * @param earlier how many of these came before the line was entered, and are left out
   */
  public String deliveredText(int earlier) {
    List<String> lines = new ArrayList<>();
    for (Part part : parts) {
      if (part instanceof Part.Delivered delivered) {
        lines.add(delivered.lines());
      }
    }
    return String.join("\n", lines.subList(StrictMath.min(earlier, lines.size()), lines.size()));
  }

  /** The reply of the node as redis-cli prints it; empty when no node was asked. */
  public Optional<String> replyText() {
    for (Part part : parts) {
      if (part instanceof Part.Replied replied) {
        return Optional.of(replied.text());
      }
    }
    return Optional.empty();
  }
}
