package dev.kvarium.tui;

import dev.kvarium.lab.Part;
import dev.kvarium.view.Style;
import dev.kvarium.view.StyledText;
import dev.kvarium.view.View;
import dev.kvarium.view.Views;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** What a message makes of a state. */
final class Update {
  private static final long FASTEST = 1_000_000;

  private Update() {}

  static Change of(TuiState state, Message message) {
    return switch (message) {
      case Message.Typed typed -> Typewriter.typed(state, typed.text());
      case Message.Pressed pressed -> pressed(state, pressed.key());
      case Message.Chose chose -> choose(fresh(state), chose.number());
      case Message.Resized size ->
          Change.to(state.edit().size(size.columns(), size.rows()).done(), new Effect.Look());
      case Message.Saw saw -> Change.to(state.edit().sight(saw.sight()).done());
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
    boolean onOffers = key == Key.TAB || key == Key.BACK_TAB;
    TuiState state = onOffers ? before.edit().note("").explaining(false).done() : fresh(before);
    boolean empty = state.input().isEmpty();
    return switch (key) {
      case ENTER -> enter(state);
      case TAB -> empty ? nextView(state, 1) : Typewriter.complete(state, 1);
      case BACK_TAB -> empty ? nextView(state, -1) : Typewriter.complete(state, -1);
      case LEFT ->
          empty
              ? TimelineCursor.move(state, -1)
              : Change.to(state.edit().input(state.input().moveLeft()).done());
      case RIGHT ->
          empty
              ? TimelineCursor.move(state, 1)
              : Change.to(state.edit().input(state.input().moveRight()).done());
      case ESCAPE -> escape(before, state);
      case INTERRUPT ->
          empty
              ? note(state, "Ctrl-C clears the line; Esc or Ctrl-D leaves the full screen")
              : Change.to(state.edit().input(InputLine.EMPTY).done());
      case END_OF_INPUT ->
          empty
              ? Change.to(state, new Effect.Leave())
              : Change.to(state.edit().input(state.input().delete()).done());
      case BACK -> back(state);
      case FASTER -> speed(state, state.sight().factor() * 10);
      case SLOWER -> speed(state, state.sight().factor() / 10);
      case PAGE_UP -> Change.to(state.edit().scroll(state.scroll() + page(state)).done());
      case PAGE_DOWN -> Change.to(state.edit().scroll(state.scroll() - page(state)).done());
      case REDRAW -> Change.to(state, new Effect.Redraw());
      default -> Typewriter.edited(state, key);
    };
  }

  private static int page(TuiState state) {
    return Math.max(1, state.rows() / 2);
  }

  private static Change escape(TuiState before, TuiState state) {
    if (before.explaining() || !before.offers().isEmpty()) {
      return Change.to(state);
    }
    if (before.cursor().isPresent() || before.scroll() > 0) {
      return Change.to(state.edit().cursor(OptionalLong.empty()).scroll(0).done());
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

  private static Change speed(TuiState state, long factor) {
    if (!state.sight().live()) {
      return note(state, "speed: the clock stands still; Space lets it run");
    }
    if (factor < 1) {
      return note(state, "speed: time passes as on the wall already; Space stops it");
    }
    if (factor > FASTEST) {
      return note(state, "speed: there is none beyond 1,000,000 times");
    }
    return Change.to(state, new Effect.Enter(":live " + factor));
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

  private static Change choose(TuiState state, int number) {
    if (number > Views.all().size()) {
      return note(state, "there is no view " + number + ", only " + Views.all().size());
    }
    Pane pane = Pane.of(Views.all().get(number - 1).name());
    return Change.to(shown(state, pane), new Effect.Look());
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

  private static Change answered(TuiState state, Message.Answered answer) {
    String input = answer.outcome().input();
    if (input.isBlank() && answer.outcome().parts().isEmpty()) {
      return Change.to(state.edit().sight(answer.sight()).done());
    }
    List<String> promised = state.promised();
    List<StyledText> lines = new ArrayList<>(state.transcript());
    lines.add(StyledText.of(answer.prompt(), Style.DIM).plus(input.strip(), Style.BOLD));
    List<Pane> asked = PaneOf.line(input);
    boolean pictured = false;
    for (Part part : answer.outcome().parts()) {
      if (part instanceof Part.Picture && !asked.isEmpty()) {
        pictured = true;
      } else if (part instanceof Part.Offered offered) {
        promised = offered.lines();
      } else {
        lines.addAll(TranscriptLines.of(part, Layout.of(state.columns(), state.rows())));
      }
    }
    TuiState next =
        state
            .edit()
            .transcript(lines)
            .sight(answer.sight())
            .step(answer.before(), answer.sight().panes())
            .promised(promised)
            .input(
                state.input().isEmpty() && !promised.isEmpty()
                    ? InputLine.of(promised.getFirst())
                    : state.input())
            .done();
    return pictured ? Change.to(shown(next, asked.getFirst()), new Effect.Look()) : Change.to(next);
  }
}
