package dev.kvarium.view;

import dev.kvarium.base.CommandText;
import dev.kvarium.event.RingEvent;
import java.util.Locale;

/** What a ring decided, in words. */
public final class RingFacts {
  private RingFacts() {}

  /** What happened, to be put behind its time. */
  public static String sentence(RingEvent event) {
    return switch (event) {
      case RingEvent.Changed changed ->
          "ring " + changed.ring() + ": " + changed.method() + " over " + changed.servers();
      case RingEvent.Routed routed ->
          "ring "
              + routed.ring()
              + ": "
              + CommandText.of(new byte[][] {routed.key().bytes()}, 40)
              + " lies at "
              + place(routed.place())
              + ", which is "
              + routed.server()
              + "'s";
    };
  }

  /** A place on the circle, in the digits in which libraries print it. */
  static String place(long place) {
    return String.format(Locale.ROOT, "0x%08x", place);
  }
}
