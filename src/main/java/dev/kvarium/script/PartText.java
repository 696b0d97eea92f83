package dev.kvarium.script;

import dev.kvarium.lab.Part;
import dev.kvarium.view.PlainRenderer;
import java.util.List;

/** What a lab answers as plain text, pictures at a width of 80 columns. */
public final class PartText {
  private static final int COLUMNS = 80;
  private static final PlainRenderer RENDERER = new PlainRenderer(false);

  private PartText() {}

  /**
   * What an expected reply is compared with: the reply where a node was asked, otherwise what the
   * lab said, drew or refused. The glass line is not part of it.
   *
   * @param delivered whether what was sent to clients unasked stands behind it
   */
  static String answer(List<Part> parts, boolean delivered) {
    StringBuilder replied = new StringBuilder();
    StringBuilder said = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Part.Replied reply) {
        append(replied, reply.text());
      } else if (!(part instanceof Part.Glass) && !(part instanceof Part.Delivered)) {
        append(said, of(part));
      }
    }
    StringBuilder answer = replied.isEmpty() ? said : replied;
    for (Part part : parts) {
      if (delivered && part instanceof Part.Delivered sent) {
        append(answer, sent.lines());
      }
    }
    return answer.toString();
  }

  /** What was refused. */
  static String problems(List<Part> parts) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Part.Problem problem) {
        append(text, problem.what());
      }
    }
    return text.toString();
  }

  /** All that is to be shown, as a session without a terminal prints it. */
  public static String all(List<Part> parts) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      append(text, of(part));
    }
    return text.toString();
  }

  private static String of(Part part) {
    if (part instanceof Part.Replied replied) {
      return replied.text();
    }
    if (part instanceof Part.Delivered delivered) {
      return delivered.lines();
    }
    if (part instanceof Part.Said said) {
      return said.text();
    }
    if (part instanceof Part.Problem problem) {
      return problem.what();
    }
    if (part instanceof Part.Glass glass) {
      return "  " + RENDERER.render(glass.line());
    }
    if (part instanceof Part.Picture shown) {
      String text = RENDERER.render(shown.picture().draw(COLUMNS, shown.picture().rows(COLUMNS)));
      return text.stripTrailing();
    }
    if (part instanceof Part.Offered offered) {
      return "> " + String.join("\n> ", offered.lines());
    }
    throw new IllegalArgumentException("no text for " + part);
  }

  private static void append(StringBuilder text, String more) {
    text.append(text.isEmpty() ? "" : "\n").append(more);
  }
}
