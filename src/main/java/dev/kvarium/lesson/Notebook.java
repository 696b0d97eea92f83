package dev.kvarium.lesson;

import dev.kvarium.lab.Refusal;

/** Where a learner's progress is kept: one text. */
public interface Notebook {
  /** All that was written; empty when nothing was. */
  String read() throws Refusal;

  /** Keeps this text and nothing else. */
  void write(String text) throws Refusal;

  /**
   * The journal that was kept of a lesson; empty when there is none.
   *
   * @param name the lesson's, or the lesson's and the student's
   */
  default String journal(String name) throws Refusal {
    return "";
  }

  /**
   * Keeps the journal of a lesson.
   *
   * @return where it can be found; empty where it is not kept
   */
  default String keepJournal(String name, String text) throws Refusal {
    return "";
  }

  /** The day, {@code 2026-11-23}, as it is noted where a lesson was finished. */
  String today();
}
