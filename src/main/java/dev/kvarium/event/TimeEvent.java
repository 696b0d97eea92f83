package dev.kvarium.event;

/** The clock of the world, where somebody moved it. */
public sealed interface TimeEvent extends Event {
  /** Time passed by the learner's wish. */
  record Advanced(long micros) implements TimeEvent {}
}
