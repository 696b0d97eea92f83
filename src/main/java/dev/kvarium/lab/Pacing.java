package dev.kvarium.lab;

/** How far a lab moves with the clock on the wall. */
final class Pacing {
  private Pace pace = Pace.WALL;
  private boolean wallKnown;
  private long pacedNanos;

  Pace pace() {
    return pace;
  }

  void pace(Pace other) {
    pace = other;
  }

  /** How far to move when so much has passed on the wall; 0 when the lab is not live. */
  long stride(long realMicros) {
    if (!pace.live() || realMicros <= 0) {
      return 0;
    }
    Pace.Stride stride = pace.stride(realMicros);
    pace = stride.rest();
    return stride.micros();
  }

  /** What has passed on the wall since this was asked last; 0 the first time. */
  long microsUpTo(long wallNanos) {
    if (!wallKnown) {
      wallKnown = true;
      pacedNanos = wallNanos;
      return 0;
    }
    long micros = (wallNanos - pacedNanos) / 1_000;
    pacedNanos += micros * 1_000;
    return micros;
  }
}
