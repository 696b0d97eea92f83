package dev.kvarium.tui;

import dev.kvarium.view.StyledText;
import dev.kvarium.view.View;
import dev.kvarium.view.Views;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** What a message makes of a state. */
final class Update {
  private static final BigDecimal FASTEST = BigDecimal.valueOf(1_000_000);
  private static final BigDecimal SLOWEST = BigDecimal.valueOf(1, 3);

  private Update() {}

  static Change of(TuiState state, Message message) {
    return switch (message) {
      case Message.Typed typed -> Typewriter.typed(state, typed.text());
      case Message.Pressed pressed -> pressed(state, pressed.key());
      case Message.Chose chose -> choose(fresh(state), chose.number());
      case Message.Resized size ->
          Change.to(state.edit().size(size.columns(), size.rows()).done(), new Effect.Look());
      case Message.Clicked clicked -> Mouse.clicked(fresh(state), clicked);
      case Message.Wheeled wheeled -> Mouse.wheeled(state, wheeled);
      case Message.Saw saw -> Change.to(state.edit().sight(saw.sight()).done());
      case Message.Moved moved -> TimelineCursor.moved(state, moved);
      case Message.Recalled recalled -> Change.to(state.edit().then(recalled.then()).done());
      case Message.Told told -> told(state, told.lines());
      case Message.Broken broken -> note(state, broken.what());
      case Message.Answered answer -> answered(state, answer);
      case Message.Offered offered -> Typewriter.offered(state, offered.suggestions());
      case Message.Studied studied ->
          Change.to(state.edit().studied(studied.marks(), studied.hint()).done());
    };
  }

  /** The state without what only the last key called for. */
  static TuiState fresh(TuiState state) {
    return state.edit().note("").offers(List.of()).explaining(false).done();
  }

  static Change note(TuiState state, String note) {
    return Change.to(state.edit().note(note).done());
  }

  private static Change pressed(TuiState before, Key key) {
    if (before.explaining() && moves(key) != 0) {
      return Change.to(before.edit().lowered(0, moves(key) * (before.layout().body() - 2)).done());
    }
    boolean onOffers = key == Key.TAB || key == Key.BACK_TAB;
    TuiState state = onOffers ? before.edit().note("").explaining(false).done() : fresh(before);
    boolean empty = state.input().isEmpty();
    return empty ? onEmptyLine(before, state, key) : onLine(before, state, key);
  }

  /** Which way a key moves through an explanation; 0 for one that closes it. */
  private static int moves(Key key) {
    return switch (key) {
      case PAGE_DOWN, DOWN, VIEW_DOWN -> 1;
      case PAGE_UP, UP, VIEW_UP -> -1;
      default -> 0;
    };
  }

  /** Keys that mean something else, or nothing, while a line is being typed. */
  private static Change onEmptyLine(TuiState before, TuiState state, Key key) {
    return switch (key) {
      case ENTER -> {
        if (state.cursor().isPresent()) {
          yield Change.to(state, new Effect.Return(state.cursor().getAsLong()));
        }
        // what was not read yet comes before what is next
        yield state.scroll() > 0 ? anywhere(before, state, Key.PAGE_DOWN) : enter(state);
      }
      case TAB -> nextView(state, 1);
      case BACK_TAB -> nextView(state, -1);
      case LEFT -> TimelineCursor.move(state, -1);
      case RIGHT -> TimelineCursor.move(state, 1);
      case WORD_LEFT -> TimelineCursor.move(state, -TimelineCursor.STRIDE);
      case WORD_RIGHT -> TimelineCursor.move(state, TimelineCursor.STRIDE);
      case HOME ->
          state.sight().strip().markers().isEmpty()
              ? TimelineCursor.move(state, -1)
              : Change.to(state, new Effect.MoveToFirst());
      case END -> TimelineCursor.leave(state);
      case INTERRUPT -> note(state, "Ctrl-C clears the line; Esc or Ctrl-D leaves the full screen");
      case END_OF_INPUT -> Change.to(state, new Effect.Leave());
      default -> anywhere(before, state, key);
    };
  }

  private static Change onLine(TuiState before, TuiState state, Key key) {
    return switch (key) {
      case ENTER -> enter(state);
      case TAB -> Typewriter.complete(state, 1);
      case BACK_TAB -> Typewriter.complete(state, -1);
      case LEFT -> Change.to(state.edit().input(state.input().moveLeft()).done());
      case RIGHT -> Change.to(state.edit().input(state.input().moveRight()).done());
      case INTERRUPT -> Change.to(state.edit().input(InputLine.EMPTY).done());
      case END_OF_INPUT -> Change.to(state.edit().input(state.input().delete()).done());
      default -> anywhere(before, state, key);
    };
  }

  private static Change anywhere(TuiState before, TuiState state, Key key) {
    return switch (key) {
      case ESCAPE -> escape(before, state);
      case BACK -> back(state);
      case FORWARD -> forward(state);
      case FASTER -> speed(state, 1);
      case SLOWER -> speed(state, -1);
      case PAGE_UP -> Change.to(state.edit().scroll(state.scroll() + page(state)).done());
      case PAGE_DOWN -> Change.to(state.edit().scroll(state.scroll() - page(state)).done());
      case VIEW_UP -> Change.to(state.edit().lowered(0, -3).done());
      case VIEW_DOWN -> Change.to(state.edit().lowered(0, 3).done());
      case SHARE -> shared(state);
      case NARRATE -> narrated(state);
      case HINT -> hint(state);
      case REDRAW -> Change.to(state, new Effect.Redraw());
      default -> Typewriter.edited(state, key);
    };
  }

  private static Change shared(TuiState state) {
    if (state.layout().isSmall()) {
      return note(state, "^O: the screen is too small for a view");
    }
    boolean both = state.hasRoomForBoth();
    Share wanted = state.share().next();
    Share next = wanted == Share.BOTH && !both ? Share.VIEW : wanted;
    String what =
        switch (next) {
          case BOTH -> "transcript and views; ^O once more: the view alone";
          case VIEW -> "the view alone; ^O once more: the transcript alone";
          case TRANSCRIPT ->
              "the transcript alone; ^O once more: " + (both ? "both" : "the view alone");
        };
    return Change.to(state.edit().share(next).note(what).done(), new Effect.Look());
  }

  private static Change narrated(TuiState state) {
    String what = state.narrating() ? "views are drawn" : "views are told in words";
    return Change.to(state.edit().narrating(!state.narrating()).note(what).done());
  }

  private static Change hint(TuiState state) {
    return state.sight().lesson().isPresent()
        ? Change.to(state, new Effect.Enter(":hint"))
        : note(state, "Alt-H: a hint of a lesson, and none is being played; :lesson lists them");
  }

  private static int page(TuiState state) {
    return Math.max(1, state.layout().transcriptArea().rows() - 2);
  }

  private static Change escape(TuiState before, TuiState state) {
    if (before.explaining() || !before.offers().isEmpty()) {
      return Change.to(state);
    }
    if (before.cursor().isPresent() || before.scroll() > 0) {
      return TimelineCursor.leave(state);
    }
    if (before.share() == Share.VIEW) {
      return Change.to(state.edit().share(Share.BOTH).done(), new Effect.Look());
    }
    return Change.to(state, new Effect.Leave());
  }

  private static Change enter(TuiState state) {
    String line = state.input().text();
    boolean kept = !state.promised().isEmpty() && line.strip().equals(state.promised().getFirst());
    List<String> promised = kept ? state.promised().subList(1, state.promised().size()) : List.of();
    TuiState entered =
        state
            .edit()
            .input(InputLine.EMPTY)
            .promised(promised)
            .history(state.history().plus(line))
            .cursor(OptionalLong.empty())
            .scroll(0)
            .done();
    String stripped = line.strip();
    String word = stripped.toLowerCase(Locale.ROOT);
    return switch (word) {
      case "quit", "exit" -> Change.to(entered, new Effect.Leave());
      case "clear" -> Change.to(entered.edit().transcript(List.of()).done());
      case ":narrate" -> narrated(entered);
      case ":tui" -> note(entered, "this is the full screen; Esc or Ctrl-D leaves it");
      default -> {
        boolean help = word.equals("help") || word.startsWith("help ");
        yield Change.to(entered, new Effect.Enter(help ? ":" + stripped : line));
      }
    };
  }

  private static Change back(TuiState state) {
    return state.sight().canGoBack()
        ? Change.to(
            state.edit().cursor(OptionalLong.empty()).scroll(0).done(), new Effect.Enter(":back"))
        : note(state, "Ctrl-Z: there is no step to take back, nothing has changed this world yet");
  }

  private static Change forward(TuiState state) {
    return state.sight().strip().ahead() > 0
        ? Change.to(
            state.edit().cursor(OptionalLong.empty()).scroll(0).done(),
            new Effect.Enter(":seek #" + (state.sight().strip().taken() + 1)))
        : note(state, "Ctrl-Y: nothing lies ahead, no step was taken back");
  }

  /** Ten times as fast, or a tenth of it. */
  private static Change speed(TuiState state, int tens) {
    BigDecimal speed = new BigDecimal(state.sight().speed()).movePointRight(tens);
    if (speed.compareTo(SLOWEST) < 0) {
      return note(state, "speed: there is none below a thousandth; Space stops the clock");
    }
    if (speed.compareTo(FASTEST) > 0) {
      return note(state, "speed: there is none beyond 1,000,000 times");
    }
    return Change.to(
        state, new Effect.Enter(":speed " + speed.stripTrailingZeros().toPlainString()));
  }

  /** Puts another view into the first pane, in the order of the catalogue. */
  private static Change nextView(TuiState state, int by) {
    List<View> all = Views.all();
    int at = 0;
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).name().equals(state.panes().getFirst().view())) {
        at = i;
      }
    }
    return choose(state, Math.floorMod(at + by, all.size()) + 1);
  }

  static Change choose(TuiState state, int number) {
    if (number > Views.all().size()) {
      return note(state, "there is no view " + number + ", only " + Views.all().size());
    }
    Pane pane = Pane.of(Views.all().get(number - 1).name());
    return Change.to(shown(state, pane), new Effect.Look());
  }

  /** The state with one of its panes in the first place. */
  static TuiState first(TuiState state, int index) {
    return index == 0 ? state : shown(state, state.panes().get(index));
  }

  /** The state with a pane in the first place; the one that was there moves down. */
  private static TuiState shown(TuiState state, Pane pane) {
    List<Pane> panes = new ArrayList<>();
    panes.add(pane);
    for (Pane each : state.panes()) {
      if (!each.view().equals(pane.view())) {
        panes.add(each);
      }
    }
    return state.edit().panes(panes).done();
  }

  private static Change told(TuiState state, List<String> lines) {
    List<Paragraph> all = new ArrayList<>(state.transcript());
    lines.forEach(each -> all.add(Paragraph.of(StyledText.of(each))));
    return Change.to(state.edit().transcript(all).done());
  }

  private static Change answered(TuiState state, Message.Answered answer) {
    String input = answer.outcome().input();
    if (input.isBlank() && answer.outcome().parts().isEmpty()) {
      return Change.to(state.edit().sight(answer.sight()).done());
    }
    Answer read = Answer.of(state, answer);
    boolean goesOn = input.isBlank() && answer.sight().lesson().isPresent();
    TuiState next =
        state
            .edit()
            .transcript(read.after(state.transcript()))
            .scroll(read.scroll(state))
            .share(goesOn && state.share() == Share.VIEW ? Share.BOTH : state.share())
            .sight(answer.sight())
            .step(answer.before(), answer.sight().panes())
            .promised(read.promised())
            .input(
                state.input().isEmpty() && !read.promised().isEmpty()
                    ? InputLine.of(read.promised().getFirst())
                    : state.input())
            .done();
    if (next.share() != state.share()) {
      return Change.to(next, new Effect.Look()); // a lesson went on: it has to be read
    }
    return read.pane().isEmpty()
        ? Change.to(next)
        : Change.to(shown(next, read.pane().getLast()), new Effect.Look());
  }
}
