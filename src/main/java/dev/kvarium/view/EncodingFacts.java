package dev.kvarium.view;

import dev.kvarium.event.EncodingEvent;

/** What is said of changes of encoding in more than one picture. */
public final class EncodingFacts {
  private EncodingFacts() {}

  /** What made a HyperLogLog dense. */
  public static String reason(EncodingEvent.Densified dense) {
    if (dense.limitValue() == 0) {
      return dense.limit();
    }
    return dense.limit().endsWith("-bytes")
        ? Quantity.bytes(dense.found())
            + " > "
            + dense.limit()
            + " "
            + Quantity.count(dense.limitValue())
        : dense.limit() + " of " + dense.found() + " > " + dense.limitValue();
  }
}
