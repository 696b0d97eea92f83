package dev.kvarium.tui;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.view.PlainRenderer;
import dev.kvarium.view.View;
import dev.kvarium.view.Views;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A full screen without a terminal: messages go in, the canvas comes out. */
final class Playing {
  private final Lab lab = Lab.open(WorldSpec.DEFAULT);
  private final Desk desk = new Desk(lab);
  private TuiState state;
  private boolean left;

  Playing(int columns, int rows) {
    lab.enter(":stepped");
    List<Pane> panes = Views.all().stream().map(View::name).map(Pane::of).toList();
    state = TuiState.begin(columns, rows, List.of(), panes, desk.look(panes));
  }

  TuiState state() {
    return state;
  }

  boolean left() {
    return left;
  }

  Playing resize(int columns, int rows) {
    return send(new Message.Resized(columns, rows));
  }

  Playing press(Key... keys) {
    for (Key key : keys) {
      send(new Message.Pressed(key));
    }
    return this;
  }

  Playing type(String text) {
    text.codePoints().forEach(each -> send(new Message.Typed(Character.toString(each))));
    return this;
  }

  Playing enter(String line) {
    return type(line).press(Key.ENTER);
  }

  Playing send(Message message) {
    Deque<Message> messages = new ArrayDeque<>(List.of(message));
    while (!messages.isEmpty()) {
      InputLine line = state.input();
      Change change = Update.of(state, messages.poll());
      state = change.state();
      for (Effect effect : change.effects()) {
        switch (effect) {
          case Effect.Enter enter -> messages.add(desk.follow(enter.line(), state.visible()));
          case Effect.Look look -> messages.add(new Message.Saw(desk.look(state.visible())));
          case Effect.Offer offer -> messages.add(desk.offer(offer.text()));
          case Effect.Redraw redraw -> {}
          case Effect.Leave leave -> left = true;
        }
      }
      if (!state.input().equals(line)) {
        messages.add(desk.study(state.input()));
      }
    }
    return this;
  }

  String screen() {
    return new PlainRenderer(false).render(Drawing.of(state, new Gallery()).canvas());
  }

  String ascii() {
    return new PlainRenderer(true).render(Drawing.of(state, new Gallery()).canvas());
  }
}
