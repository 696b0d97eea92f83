package dev.kvarium.tui;

import dev.kvarium.lab.Suggestion;
import java.util.List;
import java.util.OptionalLong;

/** What typing does to the line. */
final class Typewriter {
  private Typewriter() {}

  /** A character; some mean something else while the line is empty. */
  static Change typed(TuiState before, String text) {
    TuiState state = Update.fresh(before);
    if (state.input().isEmpty()) {
      if (text.equals(" ")) {
        return before.explaining()
            ? insert(state, "? ")
            : Change.to(state, new Effect.Enter(":pause"));
      }
      if (text.equals(".")) {
        return Change.to(
            state.edit().cursor(OptionalLong.empty()).done(), new Effect.Enter(":step"));
      }
      if (text.equals("?")) {
        return Change.to(state.edit().explaining(!before.explaining()).done());
      }
      if (before.explaining()) {
        // a line may begin with the question mark that asked for this
        return insert(state, "?" + text);
      }
    }
    return insert(state, text);
  }

  private static Change insert(TuiState state, String text) {
    return Change.to(
        state
            .edit()
            .input(state.input().insert(text))
            .cursor(OptionalLong.empty())
            .scroll(0)
            .done());
  }

  /** A key that edits the line or fetches another. */
  static Change edited(TuiState state, Key key) {
    InputLine line = state.input();
    return switch (key) {
      case BACKSPACE -> with(state, line.backspace());
      case DELETE -> with(state, line.delete());
      case HOME -> with(state, line.home());
      case END -> with(state, line.end());
      case WORD_LEFT -> with(state, line.wordLeft());
      case WORD_RIGHT -> with(state, line.wordRight());
      case KILL_WORD -> with(state, line.killWord());
      case KILL_TO_END -> with(state, line.killToEnd());
      case KILL_LINE -> with(state, InputLine.EMPTY);
      case UP ->
          state.history().hasOlder()
              ? fetched(state, state.history().older(line.text()))
              : Update.note(state, "↑: no earlier line is remembered");
      case DOWN ->
          state.history().hasNewer()
              ? fetched(state, state.history().newer())
              : Update.note(state, "↓: this is the line that is being typed");
      default -> Change.to(state);
    };
  }

  private static Change with(TuiState state, InputLine line) {
    return Change.to(state.edit().input(line).done());
  }

  private static Change fetched(TuiState state, History history) {
    return Change.to(state.edit().history(history).input(InputLine.of(history.line())).done());
  }

  /** Asks for words, or goes on to the next of those that are offered. */
  static Change complete(TuiState state, int by) {
    if (state.offers().isEmpty()) {
      return Change.to(state, new Effect.Offer(state.input().left()));
    }
    Completion turned = state.offers().getFirst().turn(by);
    return Change.to(state.edit().input(turned.line()).offers(List.of(turned)).done());
  }

  static Change offered(TuiState state, List<Suggestion> suggestions) {
    if (suggestions.isEmpty()) {
      return Update.note(state, "Tab: no word is known that could stand here");
    }
    Completion completion = Completion.of(suggestions, state.input());
    if (suggestions.size() == 1) {
      return with(state, completion.only());
    }
    InputLine common = completion.common();
    Completion kept = Completion.of(suggestions, common);
    return Change.to(state.edit().input(common).offers(List.of(kept)).done());
  }
}
