package dev.kvarium.tui;

import dev.kvarium.lab.Mark;
import dev.kvarium.view.StyledText;
import java.util.List;
import java.util.OptionalLong;

/**
 * All that the screen shows, and nothing else.
 *
 * @param marks the parts of the typed line
 * @param hint the arguments that are still missing
 * @param offers the words that Tab offers; none when it does not
 * @param transcript what was entered and answered, line by line
 * @param scroll how many lines of it are below what is shown
 * @param panes the views that were chosen, the latest first
 * @param before what the panes showed before the last step
 * @param after what they showed right after it
 * @param cursor the number of the fact on which the timeline's cursor stands; empty when on now
 * @param promised lines that are put on the prompt one after the other
 * @param explaining whether the screen is being explained
 * @param note one sentence about the last key, until the next
 */
record TuiState(
    int columns,
    int rows,
    InputLine input,
    List<Mark> marks,
    String hint,
    List<Completion> offers,
    History history,
    List<StyledText> transcript,
    int scroll,
    List<Pane> panes,
    Sight sight,
    List<Seen> before,
    List<Seen> after,
    OptionalLong cursor,
    List<String> promised,
    boolean explaining,
    String note) {
  private static final int MOST_LINES = 5_000;

  TuiState {
    int size = transcript.size();
    transcript =
        List.copyOf(size > MOST_LINES ? transcript.subList(size - MOST_LINES, size) : transcript);
  }

  /** What there is before anything happened. */
  static TuiState begin(
      int columns, int rows, List<String> history, List<Pane> panes, Sight sight) {
    return new TuiState(
        columns,
        rows,
        InputLine.EMPTY,
        List.of(),
        "",
        List.of(),
        History.of(history),
        List.of(),
        0,
        panes,
        sight,
        sight.panes(),
        sight.panes(),
        OptionalLong.empty(),
        List.of(),
        false,
        "");
  }

  /** The panes that there is room for. */
  List<Pane> visible() {
    int room = Math.min(panes.size(), Layout.of(columns, rows).panes());
    return panes.subList(0, room);
  }

  /** A copy that is being changed. */
  Edit edit() {
    return new Edit(this);
  }

  /** Changes some parts of a state at once. */
  static final class Edit {
    private int columns;
    private int rows;
    private InputLine input;
    private List<Mark> marks;
    private String hint;
    private List<Completion> offers;
    private History history;
    private List<StyledText> transcript;
    private int scroll;
    private List<Pane> panes;
    private Sight sight;
    private List<Seen> before;
    private List<Seen> after;
    private OptionalLong cursor;
    private List<String> promised;
    private boolean explaining;
    private String note;

    private Edit(TuiState from) {
      columns = from.columns;
      rows = from.rows;
      input = from.input;
      marks = from.marks;
      hint = from.hint;
      offers = from.offers;
      history = from.history;
      transcript = from.transcript;
      scroll = from.scroll;
      panes = from.panes;
      sight = from.sight;
      before = from.before;
      after = from.after;
      cursor = from.cursor;
      promised = from.promised;
      explaining = from.explaining;
      note = from.note;
    }

    Edit size(int newColumns, int newRows) {
      columns = newColumns;
      rows = newRows;
      return this;
    }

    /** Another line; what was known of the one before no longer holds. */
    Edit input(InputLine line) {
      if (!line.text().equals(input.text())) {
        marks = List.of();
        hint = "";
      }
      input = line;
      return this;
    }

    Edit studied(List<Mark> newMarks, String newHint) {
      marks = newMarks;
      hint = newHint;
      return this;
    }

    Edit offers(List<Completion> completion) {
      offers = completion;
      return this;
    }

    Edit history(History lines) {
      history = lines;
      return this;
    }

    Edit transcript(List<StyledText> lines) {
      transcript = lines;
      return this;
    }

    Edit scroll(int lines) {
      scroll = Math.max(0, lines);
      return this;
    }

    Edit panes(List<Pane> chosen) {
      panes = List.copyOf(chosen);
      return this;
    }

    Edit sight(Sight seen) {
      sight = seen;
      return this;
    }

    Edit step(List<Seen> seenBefore, List<Seen> seenAfter) {
      before = seenBefore;
      after = seenAfter;
      return this;
    }

    Edit cursor(OptionalLong fact) {
      cursor = fact;
      return this;
    }

    Edit promised(List<String> lines) {
      promised = List.copyOf(lines);
      return this;
    }

    Edit explaining(boolean wanted) {
      explaining = wanted;
      return this;
    }

    Edit note(String sentence) {
      note = sentence;
      return this;
    }

    TuiState done() {
      return new TuiState(
          columns,
          rows,
          input,
          marks,
          hint,
          offers,
          history,
          transcript,
          scroll,
          panes,
          sight,
          before,
          after,
          cursor,
          promised,
          explaining,
          note);
    }
  }
}
