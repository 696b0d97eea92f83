package dev.kvarium.tui;

import dev.kvarium.lab.Mark;
import dev.kvarium.lab.Outcome;
import dev.kvarium.lab.Suggestion;
import java.util.List;
import java.util.OptionalLong;

/** Something that the screen has to take into account. */
sealed interface Message {
  /** A character was typed. */
  record Typed(String text) implements Message {}

  /** A key that is no character was pressed. */
  record Pressed(Key key) implements Message {}

  /** A view was chosen by its number, from 1. */
  record Chose(int number) implements Message {}

  /** The mouse was clicked upon a cell. */
  record Clicked(int column, int row) implements Message {}

  /** The wheel was turned upon a cell; down is positive. */
  record Wheeled(int column, int row, int by) implements Message {}

  /** The terminal has another size. */
  record Resized(int columns, int rows) implements Message {}

  /** The world was looked at. */
  record Saw(Sight sight) implements Message {}

  /**
   * The cursor of the timeline moved.
   *
   * @param cursor the fact under it; empty when it is on now
   */
  record Moved(OptionalLong cursor, Strip strip) implements Message {}

  /** The world was looked at as it was. */
  record Recalled(Then then) implements Message {}

  /** Clients were sent something, line by line. */
  record Told(List<String> lines) implements Message {}

  /** Something went wrong that the screen can live without. */
  record Broken(String what) implements Message {}

  /**
   * A line was followed.
   *
   * @param prompt what stood before it
   * @param before the panes as they were before it
   * @param sight the world after it
   */
  record Answered(String prompt, Outcome outcome, List<Seen> before, Sight sight)
      implements Message {}

  /** What may stand at the cursor. */
  record Offered(List<Suggestion> suggestions) implements Message {}

  /** The line that is being typed was read: its parts, and the arguments still missing. */
  record Studied(List<Mark> marks, String hint) implements Message {}
}
