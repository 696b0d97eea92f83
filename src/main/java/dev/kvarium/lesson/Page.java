package dev.kvarium.lesson;

import dev.kvarium.lab.Part;
import java.util.List;

/** How much of a lesson is shown at a time: what a terminal of 80 by 24 holds. */
final class Page {
  static final int COLUMNS = 80;

  /** Two rows are for the prompt and for what is waited for. */
  static final int ROWS = 22;

  private Page() {}

  /** The rows that parts take. */
  static int rows(List<Part> parts) {
    int rows = 0;
    for (Part part : parts) {
      rows +=
          switch (part) {
            case Part.Replied replied -> rows(replied.text());
            case Part.Delivered delivered -> rows(delivered.text());
            case Part.Said said -> rows(said.text());
            case Part.Problem problem -> rows(problem.what());
            case Part.Picture shown -> shown.picture().rows(COLUMNS);
            case Part.Offered offered -> offered.lines().size();
            case Part.Glass glass -> 1;
          };
    }
    return rows;
  }

  private static int rows(String text) {
    return (int) text.chars().filter(each -> each == '\n').count() + 1;
  }
}
