package dev.kvarium.tui;

import dev.kvarium.lab.Lab;
import dev.kvarium.view.Canvas;
import dev.kvarium.view.Picture;
import dev.kvarium.view.StyledText;
import dev.kvarium.view.View;
import dev.kvarium.view.Views;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/** The full screen as it stands after some lines, without a terminal. */
final class Still implements Picture {
  private static final int ROWS = 30;
  private static final int COLUMNS = 100;

  private final TuiState state;

  private Still(TuiState state) {
    this.state = state;
  }

  /** Follows lines in a lab as if they were typed one after the other. */
  static Still of(Lab lab, List<String> lines) {
    Desk desk = new Desk(lab);
    List<Pane> panes = Views.all().stream().map(View::name).map(Pane::of).toList();
    Sight sight = desk.look(panes, OptionalLong.empty());
    TuiState state = TuiState.begin(COLUMNS, ROWS, List.of(), panes, sight, false, false);
    for (String line : lines) {
      state = state.edit().input(InputLine.of(line)).done();
      state = follow(desk, state, new Message.Pressed(Key.ENTER));
    }
    return new Still(state);
  }

  private static TuiState follow(Desk desk, TuiState before, Message first) {
    TuiState state = before;
    Deque<Message> messages = new ArrayDeque<>(List.of(first));
    while (!messages.isEmpty()) {
      Change change = Update.of(state, messages.poll());
      state = change.state();
      for (Effect effect : change.effects()) {
        // all panes are looked through: how many will be seen is known when it is drawn
        if (effect instanceof Effect.Enter enter) {
          messages.add(desk.follow(enter.line(), state.panes()));
        } else if (effect instanceof Effect.Look) {
          messages.add(new Message.Saw(desk.look(state.panes(), OptionalLong.empty())));
        }
      }
    }
    return state.edit().scroll(0).note("").done();
  }

  @Override
  public int rows(int columns) {
    return ROWS;
  }

  @Override
  public Canvas draw(int columns, int rows) {
    TuiState sized = state.edit().size(columns, rows).done();
    return Drawing.of(sized, new Gallery()).canvas();
  }

  @Override
  public String narration() {
    StringBuilder text = new StringBuilder("The full screen of Kvarium.\n");
    for (Paragraph each : state.transcript()) {
      for (StyledText row : each.rows(COLUMNS, true, false, new Gallery())) {
        text.append(row.text()).append('\n');
      }
    }
    for (StyledText line : Explanation.of(state, state.layout())) {
      text.append(line.text()).append('\n');
    }
    return text.toString().stripTrailing();
  }
}
