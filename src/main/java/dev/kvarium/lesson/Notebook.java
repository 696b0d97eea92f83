package dev.kvarium.lesson;

import dev.kvarium.lab.Refusal;

/** Where a learner's progress is kept: one text. */
public interface Notebook {
  /** All that was written; empty when nothing was. */
  String read() throws Refusal;

  /** Keeps this text and nothing else. */
  void write(String text) throws Refusal;

  /** The day, {@code 2026-11-23}, as it is noted where a lesson was finished. */
  String today();
}
