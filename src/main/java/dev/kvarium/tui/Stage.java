package dev.kvarium.tui;

import com.googlecode.lanterna.TerminalPosition;
import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import com.googlecode.lanterna.screen.Screen;
import com.googlecode.lanterna.screen.TerminalScreen;
import com.googlecode.lanterna.terminal.Terminal;
import dev.kvarium.lab.Lab;
import dev.kvarium.view.Manner;
import dev.kvarium.view.View;
import dev.kvarium.view.Views;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Holds the full screen on a terminal of Lanterna's.
 *
 * <p>Two threads: the caller's blocks until a key comes and updates the state, the other draws it
 * when it has changed, and lets the time of a live lab pass. The state belongs to whoever holds
 * {@code this} as a lock, the lab to whoever holds the lab.
 */
final class Stage {
  /** Frames come no closer than this, so that what is pasted is not drawn letter by letter. */
  private static final long FRAME_MILLIS = 12;

  private static final long BUSY_MILLIS = 100;

  /** How often the clock is drawn while nothing else happens. */
  private static final long IDLE_MILLIS = 1_000;

  /** How often the world is looked at while nothing happens in it: times to live run down. */
  private static final long LOOK_MILLIS = 5_000;

  /** How many markers before the one under the cursor are looked at on the way to it. */
  private static final int MOMENTS_BEFORE = 8;

  private final Terminal terminal;
  private final TerminalScreen screen;
  private final Lab lab;
  private final Desk desk;
  private final Cells cells;
  private final FrameWatch frames;
  private final LongLine longLine;
  private final Bell bell = new Bell();
  private final Gallery gallery = new Gallery();
  private final Recaller recaller = new Recaller(this::moments, this::apply);
  private final List<String> entered = new ArrayList<>();
  private TuiState state;
  private int toldFacts;
  private long begunNanos;
  private long pauseMillis = BUSY_MILLIS;
  private long lookedNanos = System.nanoTime();
  private boolean dirty = true;

  /** Whether there is something to prepare while nothing is typed. */
  private boolean restless = true;

  private boolean anew;
  private volatile boolean left;
  private volatile @Nullable Thread reading;
  private volatile @Nullable Throwable failure;

  Stage(
      Terminal terminal,
      LongLine.Keyboard keyboard,
      Lab lab,
      Manner manner,
      List<String> history,
      FrameWatch frames)
      throws IOException {
    this.terminal = terminal;
    this.screen = new TerminalScreen(terminal);
    this.lab = lab;
    this.frames = frames;
    this.longLine = new LongLine(keyboard);
    this.cells = new Cells(manner.ascii(), manner.depth());
    TerminalSize size = terminal.getTerminalSize();
    synchronized (lab) {
      this.desk = new Desk(lab);
      List<Pane> panes = Views.all().stream().map(View::name).map(Pane::of).toList();
      int columns = size.getColumns();
      int rows = size.getRows();
      List<Pane> visible = panes.subList(0, Layout.of(columns, rows, Share.BOTH).panes());
      this.state =
          TuiState.begin(
              columns,
              rows,
              history,
              panes,
              desk.look(visible, OptionalLong.empty()),
              manner.narrate(),
              manner.ascii());
      this.toldFacts = desk.facts();
    }
  }

  /** Has the full screen end as soon as may be; from any thread. */
  void leave() {
    left = true;
    Thread waiting = reading;
    if (waiting != null && waiting != Thread.currentThread()) {
      waiting.interrupt();
    }
    wake();
  }

  boolean hasLeft() {
    return left;
  }

  /** Breaks off the line that is being followed, or has the full screen end; from any thread. */
  void interrupted() {
    if (longLine.isFollowing()) {
      lab.interrupt();
    } else {
      leave();
    }
  }

  /** Has the size of the screen looked at; from any thread, whatever it holds. */
  void wake() {
    bell.ring();
  }

  /**
   * Shows the screen until it is left.
   *
   * @param first lines to be entered before any that is typed
   * @return the lines that were entered
   */
  List<String> hold(List<String> first) throws IOException {
    terminal.addResizeListener((resized, size) -> wake());
    screen.startScreen();
    Thread drawer = new Thread(this::draw, "kvarium-screen");
    drawer.setDaemon(true);
    try {
      synchronized (this) {
        if (first.isEmpty() && state.sight().lesson().isPresent()) {
          tell(":lesson"); // says where it is
        }
        for (String line : first) {
          apply(new Message.Typed(line));
          apply(new Message.Pressed(Key.ENTER));
        }
      }
      drawer.start();
      synchronized (lab) {
        lab.portClients().stirring(bell::ring);
      }
      reading = Thread.currentThread();
      while (!left) {
        KeyStroke stroke = screen.readInput();
        if (stroke == null || stroke.getKeyType() == KeyType.EOF) {
          break;
        }
        Optional<Message> message = Keys.message(stroke);
        if (message.isPresent()) {
          apply(message.get());
        }
      }
    } finally {
      reading = null;
      recaller.stop();
      synchronized (lab) {
        lab.portClients().stirring(() -> {});
      }
      leave();
      Thread.interrupted(); // whoever wanted the reading to end has been heard
      join(drawer);
      screen.stopScreen(false);
    }
    Throwable defect = failure;
    if (defect != null) {
      throw new IllegalStateException("the full screen could not be drawn", defect);
    }
    return entered;
  }

  private static void join(Thread drawer) {
    try {
      drawer.join(1_000);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Updates the state and does what the update wants done. */
  private synchronized void apply(Message message) {
    Deque<Message> messages = new ArrayDeque<>(List.of(message));
    while (!messages.isEmpty()) {
      InputLine line = state.input();
      Change change = Update.of(state, messages.poll());
      state = change.state();
      for (Effect effect : change.effects()) {
        follow(effect).ifPresent(messages::add);
      }
      if (!state.input().equals(line)) {
        synchronized (lab) {
          messages.add(desk.study(state.input()));
        }
      }
    }
    dirty = true;
    bell.ring();
  }

  private Optional<Message> follow(Effect effect) {
    synchronized (lab) {
      return switch (effect) {
        case Effect.Enter enter -> Optional.of(enter(enter.line()));
        case Effect.Return back -> {
          Message answer = enter(":seek " + desk.seekWord(back.fact()));
          state = state.edit().cursor(OptionalLong.empty()).done();
          yield Optional.of(answer);
        }
        case Effect.Look look -> {
          looked();
          state.cursor().ifPresent(fact -> recaller.ask(fact, state.visible()));
          yield Optional.of(new Message.Saw(desk.look(state.visible(), state.cursor())));
        }
        case Effect.Move move -> Optional.of(desk.move(state.cursor(), move.by()));
        case Effect.MoveToFirst move -> Optional.of(desk.moveToFirst());
        case Effect.Recall recall -> {
          recaller.ask(recall.fact(), state.visible());
          yield Optional.empty();
        }
        case Effect.Offer offer -> Optional.of(desk.offer(offer.text()));
        case Effect.Redraw redraw -> {
          anew = true;
          yield Optional.empty();
        }
        case Effect.Leave leave -> {
          left = true;
          yield Optional.empty();
        }
      };
    }
  }

  /** Has a line followed that nobody entered. */
  private void tell(String line) {
    Message answer;
    synchronized (lab) {
      answer = desk.follow(line, state.visible());
    }
    apply(answer);
  }

  private Message enter(String line) {
    if (!line.isBlank()) {
      entered.add(line);
    }
    TuiState before = state;
    longLine.begin(() -> working(before));
    Message answer;
    try {
      answer = desk.follow(line, state.visible());
    } finally {
      longLine.end();
    }
    pauseMillis = BUSY_MILLIS;
    restless = true;
    looked();
    left |= desk.ended();
    return answer;
  }

  private Recaller.Request moments(long fact) {
    synchronized (lab) {
      return desk.moments(fact, MOMENTS_BEFORE);
    }
  }

  private void looked() {
    toldFacts = desk.facts();
    lookedNanos = System.nanoTime();
  }

  private void draw() {
    try {
      while (!left) {
        Drawing.Drawn drawn = next();
        if (drawn != null) {
          show(drawn);
          frames.drawn(begunNanos, System.nanoTime());
        }
        Thread.sleep(FRAME_MILLIS);
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError broken) {
      failure = broken;
      leave();
    }
  }

  /** Waits until there is something to draw; null where there is not after all. */
  private Drawing.@Nullable Drawn next() throws InterruptedException, IOException {
    bell.await(pause());
    begunNanos = System.nanoTime();
    // looked at while nothing is held: who changes the size holds the terminal and rings
    TerminalSize size = terminal.getTerminalSize();
    screen.doResizeIfNecessary();
    synchronized (this) {
      if (left) {
        return null;
      }
      pass();
      if (size.getColumns() != state.columns() || size.getRows() != state.rows()) {
        apply(new Message.Resized(size.getColumns(), size.getRows()));
        anew = true;
      }
      if (!dirty) {
        return null;
      }
      dirty = false;
      return Drawing.of(state, gallery);
    }
  }

  /** How long nothing need be drawn by itself; 0 for ever. */
  private synchronized long pause() {
    if (dirty) {
      return 1;
    }
    synchronized (lab) {
      if (desk.isListenedTo()) {
        return BUSY_MILLIS; // what somebody is sent is to be seen when it comes
      }
      return desk.live() || restless ? pauseMillis : 0;
    }
  }

  /** Lets time pass, and looks at the world when something happened or the last look is old. */
  private void pass() {
    Sight sight;
    synchronized (lab) {
      desk.catchUp();
      List<String> mail = desk.mail();
      if (!mail.isEmpty()) {
        state = Update.of(state, new Message.Told(mail)).state();
        dirty = true;
      }
      if (!desk.live() && desk.facts() == toldFacts) {
        restless = !desk.idle();
        return;
      }
      boolean happened = desk.facts() != toldFacts;
      long sinceLook = (System.nanoTime() - lookedNanos) / 1_000_000;
      pauseMillis = happened ? BUSY_MILLIS : Math.min(IDLE_MILLIS, pauseMillis * 2);
      if (happened && sinceLook >= BUSY_MILLIS / 2 || sinceLook >= LOOK_MILLIS) {
        looked();
        sight =
            desk.glance(state.cursor().isPresent() ? List.of() : state.visible(), state.cursor());
      } else {
        if (!happened) {
          desk.idle();
        }
        sight = state.sight().at(desk.sinceStartMicros());
        if (sight.sinceStartMicros() / 1_000_000 == state.sight().sinceStartMicros() / 1_000_000) {
          return;
        }
      }
    }
    state = Update.of(state, new Message.Saw(sight)).state();
    dirty = true;
  }

  private void show(Drawing.Drawn drawn) throws IOException {
    boolean all;
    synchronized (this) {
      all = anew;
      anew = false;
    }
    show(drawn, all);
  }

  private void show(Drawing.Drawn drawn, boolean all) throws IOException {
    synchronized (screen) {
      if (all) {
        cells.forget();
      }
      cells.show(drawn.canvas(), screen);
      screen.setCursorPosition(new TerminalPosition(drawn.cursorX(), drawn.cursorY()));
      screen.refresh(all ? Screen.RefreshType.COMPLETE : Screen.RefreshType.DELTA);
    }
  }

  /** Says that a line takes long, while it is followed and nothing else can be drawn. */
  private void working(TuiState before) {
    TuiState told = before.edit().note("working; Ctrl-C breaks it off").done();
    try {
      if (!left) {
        show(Drawing.of(told, new Gallery()), false);
      }
    } catch (IOException | RuntimeException unimportant) {
      // who draws next will see
    }
  }
}
