package dev.kvarium.lint;

import java.util.EnumMap;

/** The thresholds of one run. */
public final class Limits {
  /** All as they usually are. */
  public static final Limits USUAL = new Limits(new EnumMap<>(Limit.class));

  private final EnumMap<Limit, Long> given;

  private Limits(EnumMap<Limit, Long> given) {
    this.given = given;
  }

  /** The same with another value for one. */
  public Limits with(Limit limit, long value) {
    EnumMap<Limit, Long> more = new EnumMap<>(given);
    more.put(limit, value);
    return new Limits(more);
  }

  /**
   * The same with what {@code NAME=NUMBER} says.
   *
   * @throws IllegalArgumentException when there is no such limit, or that is no number
   */
  public Limits with(String assignment) {
    int equals = assignment.indexOf('=');
    String name = equals < 0 ? assignment : assignment.substring(0, equals);
    Limit limit =
        Limit.named(name)
            .orElseThrow(() -> new IllegalArgumentException("there is no limit '" + name + "'"));
    String number = equals < 0 ? "" : assignment.substring(equals + 1);
    if (!number.matches("[0-9]{1,15}")) {
      throw new IllegalArgumentException(name + " takes a whole number, not '" + number + "'");
    }
    return with(limit, Long.parseLong(number));
  }

  /** The value of a limit. */
  public long get(Limit limit) {
    return given.getOrDefault(limit, limit.usual());
  }
}
