package dev.kvarium.tui;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.view.PlainRenderer;
import dev.kvarium.view.View;
import dev.kvarium.view.Views;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/** A full screen without a terminal: messages go in, the canvas comes out. */
final class Playing {
  private final Lab lab;
  private final Desk desk;
  private final Memory memory = new Memory();
  private TuiState state;
  private boolean left;

  Playing(int columns, int rows) {
    this(columns, rows, false);
  }

  Playing(int columns, int rows, boolean ascii) {
    this(Lab.open(WorldSpec.DEFAULT), columns, rows, ascii);
  }

  Playing(Lab lab, int columns, int rows, boolean ascii) {
    this.lab = lab;
    this.desk = new Desk(lab);
    lab.enter(":stepped");
    List<Pane> panes = Views.all().stream().map(View::name).map(Pane::of).toList();
    state =
        TuiState.begin(
            columns, rows, List.of(), panes, desk.look(panes, OptionalLong.empty()), false, false);
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
          case Effect.Look look -> {
            messages.add(new Message.Saw(desk.look(state.visible(), state.cursor())));
            state.cursor().ifPresent(fact -> messages.add(recalled(fact)));
          }
          case Effect.Return back -> {
            String seek = ":seek " + desk.seekWord(back.fact());
            messages.add(desk.follow(seek, state.visible()));
            state = state.edit().cursor(OptionalLong.empty()).done();
          }
          case Effect.Move move -> messages.add(desk.move(state.cursor(), move.by()));
          case Effect.MoveToFirst move -> messages.add(desk.moveToFirst());
          case Effect.Recall recall -> messages.add(recalled(recall.fact()));
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

  private Message recalled(long fact) {
    Recaller.Request request = desk.moments(fact, 3);
    return new Message.Recalled(
        memory.recall(request.moments(), state.visible(), request.startMicros()));
  }

  Lab lab() {
    return lab;
  }

  String screen() {
    return new PlainRenderer(false).render(Drawing.of(state, new Gallery()).canvas());
  }

  String ascii() {
    return new PlainRenderer(true).render(Drawing.of(state, new Gallery()).canvas());
  }
}
