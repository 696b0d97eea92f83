package dev.kvarium.lab;

import java.util.Optional;

/** A line that says what must be so, and what there is to complain of where it is not. */
public final class CheckLine {
  private CheckLine() {}

  /**
   * What a check has to complain of: {@code ? metric op value} now, {@code ~ fact} and {@code !~
   * fact}, which must not be, among the facts from a number on. Empty when it holds.
   *
   * @throws Refusal when it cannot be read
   */
  public static Optional<String> unmet(Lab lab, String check, int firstEvent) throws Refusal {
    if (check.startsWith("? ")) {
      return new MetricCheck(lab).difference(check.substring(2).strip());
    }
    int from = StrictMath.min(firstEvent, lab.world().events().size());
    if (check.startsWith("~ ")) {
      return new FactCheck(lab).missing(check.substring(2).strip(), from);
    }
    if (check.startsWith("!~ ")) {
      return new FactCheck(lab).forbidden(check.substring(3).strip(), from);
    }
    throw new Refusal("'" + check + "' is no check: one begins with ?, ~ or !~ and a space");
  }

  /**
   * What {@link #unmet} complains of, in words that name no fact and no metric as it is written.
   */
  public static Optional<String> unmetInWords(Lab lab, String check, int firstEvent)
      throws Refusal {
    int from = StrictMath.min(firstEvent, lab.world().events().size());
    if (check.startsWith("? ")) {
      return new MetricCheck(lab).words(check.substring(2).strip());
    }
    if (check.startsWith("~ ")) {
      return new FactCheck(lab).missingInWords(check.substring(2).strip(), from);
    }
    return check.startsWith("!~ ")
        ? new FactCheck(lab).forbiddenInWords(check.substring(3).strip(), from)
        : unmet(lab, check, firstEvent);
  }
}
