package dev.kvarium.grade;

import java.util.Collection;
import java.util.Locale;

/** What is known of a check, a task or a whole journal. */
public enum Verdict {
  PASS,
  FAIL,
  /** It could not be decided: the state that would say so was not reached. */
  UNKNOWN;

  /** {@code pass}, as reports have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Of parts: one that fails decides, then one that is not known. */
  static Verdict of(Collection<Verdict> parts) {
    if (parts.contains(FAIL)) {
      return FAIL;
    }
    return parts.contains(UNKNOWN) ? UNKNOWN : PASS;
  }
}
