package dev.kvarium.tui;

import dev.kvarium.lab.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 * @param then what the panes showed at the moment of the last fact that was looked back to
 * @param share what has the screen
 * @param narrating whether the views are told in words
 * @param ascii whether only characters of ASCII may be drawn
 * @param lowered how many rows each pane's picture is moved up, to see what is beneath
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
    List<Paragraph> transcript,
    int scroll,
    List<Pane> panes,
    Sight sight,
    List<Seen> before,
    List<Seen> after,
    OptionalLong cursor,
    Optional<Then> then,
    Share share,
    boolean narrating,
    boolean ascii,
    List<Integer> lowered,
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
      int columns,
      int rows,
      List<String> history,
      List<Pane> panes,
      Sight sight,
      boolean narrating,
      boolean ascii) {
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
        Optional.empty(),
        Share.BOTH,
        narrating,
        ascii,
        List.of(),
        List.of(),
        false,
        "");
  }

  /** The panes that there is room for. */
  List<Pane> visible() {
    int room = Math.min(panes.size(), layout().panes());
    return panes.subList(0, room);
  }

  Layout layout() {
    return layout(share);
  }

  /** The same with another share. */
  Layout layout(Share other) {
    boolean alone = other == Share.BOTH && !hasRoomForBoth();
    return Layout.of(columns, rows, alone ? Share.TRANSCRIPT : other);
  }

  /** Whether text and views stand side by side: a lesson is to be read, and takes more room. */
  boolean hasRoomForBoth() {
    return sight.lesson().isEmpty() || columns >= Layout.LESSON_COLUMNS;
  }

  /** What the panes show: the world as it is, or as it was where the cursor stands. */
  List<Seen> shown() {
    return cursor.isPresent() && then.isPresent() ? then.get().panes() : sight.panes();
  }

  /** How many rows the picture of a pane is moved up. */
  int lowered(int pane) {
    return pane < lowered.size() ? lowered.get(pane) : 0;
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
    private List<Paragraph> transcript;
    private int scroll;
    private List<Pane> panes;
    private Sight sight;
    private List<Seen> before;
    private List<Seen> after;
    private OptionalLong cursor;
    private Optional<Then> then;
    private Share share;
    private boolean narrating;
    private List<Integer> lowered;
    private List<String> promised;
    private boolean explaining;
    private String note;

    private final boolean ascii;

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
      then = from.then;
      share = from.share;
      narrating = from.narrating;
      ascii = from.ascii;
      lowered = from.lowered;
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

    Edit transcript(List<Paragraph> lines) {
      transcript = lines;
      return this;
    }

    Edit scroll(int lines) {
      scroll = Math.max(0, lines);
      return this;
    }

    Edit panes(List<Pane> chosen) {
      panes = List.copyOf(chosen);
      lowered = List.of();
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

    Edit then(Then recalled) {
      then = Optional.of(recalled);
      return this;
    }

    Edit share(Share other) {
      share = other;
      lowered = List.of();
      return this;
    }

    Edit narrating(boolean wanted) {
      narrating = wanted;
      lowered = List.of();
      return this;
    }

    /** Moves the picture of a pane up by so many rows. */
    Edit lowered(int pane, int by) {
      List<Integer> more = new ArrayList<>(lowered);
      while (more.size() <= pane) {
        more.add(0);
      }
      more.set(pane, Math.max(0, more.get(pane) + by));
      lowered = List.copyOf(more);
      return this;
    }

    Edit promised(List<String> lines) {
      promised = List.copyOf(lines);
      return this;
    }

    Edit explaining(boolean wanted) {
      if (explaining != wanted) {
        lowered = List.of();
      }
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
          then,
          share,
          narrating,
          ascii,
          lowered,
          promised,
          explaining,
          note);
    }
  }
}
