package dev.kvarium.lab;

import dev.kvarium.sim.Simulation;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/** Lets time pass until something has come about. */
final class Waiting {
  private Waiting() {}

  /** Lets time pass until it has, or up to an instant; whether it has. */
  static boolean until(Simulation simulation, long untilMicros, BooleanSupplier done) {
    while (!done.getAsBoolean()) {
      OptionalLong due = simulation.nextDueMicros();
      if (due.isEmpty() || due.getAsLong() > untilMicros) {
        simulation.advanceTo(untilMicros);
        return done.getAsBoolean();
      }
      simulation.advanceTo(due.getAsLong());
    }
    return true;
  }
}
