package dev.kvarium.lab;

/** How much is said beneath a reply about what changed inside. */
public enum GlassMode {
  OFF,
  /** One line, and only what changed. */
  ON,
  /** Every fact. */
  FULL
}
