package dev.kvarium.tui;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.EventLog;
import dev.kvarium.event.KeyEvent;
import dev.kvarium.lab.Completions;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.LabTyping;
import dev.kvarium.lab.Outcome;
import dev.kvarium.lab.Part;
import dev.kvarium.view.View;
import dev.kvarium.view.ViewRefusal;
import dev.kvarium.view.Views;
import java.util.List;
import java.util.Optional;

/**
 * The lab as the full screen uses it. Whoever calls holds the lab as a lock.
 *
 * <p>A live lab is brought to the present before each line, so that nothing that is typed can tell
 * how often the screen was drawn in between.
 */
final class Desk {
  private final Lab lab;
  private final Completions completions;
  private final Looks looks = new Looks();
  private long lastNanos = System.nanoTime();

  Desk(Lab lab) {
    this.lab = lab;
    this.completions = new Completions(new LabTyping(lab));
  }

  boolean live() {
    return lab.live();
  }

  boolean ended() {
    return lab.ended();
  }

  int facts() {
    return lab.events().size();
  }

  /** Virtual time since the world began. */
  long sinceStartMicros() {
    return lab.nowMicros() - lab.startMicros();
  }

  /** Lets as much time pass as passed on the wall. */
  void catchUp() {
    long micros = (System.nanoTime() - lastNanos) / 1_000;
    lastNanos += micros * 1_000;
    lab.pace(micros);
  }

  /** Follows a line; what came of it. */
  Message.Answered follow(String line, List<Pane> panes) {
    catchUp();
    String prompt = lab.prompt();
    List<Seen> before = looks.all(panes, this::see);
    Outcome outcome;
    try {
      outcome = lab.enter(line);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError defect) {
      outcome =
          new Outcome(
              line,
              List.of(
                  new Part.Problem("a defect in kvarium: " + defect + "; the line was left out")));
    }
    return new Message.Answered(prompt, outcome, before, look(panes));
  }

  /** The words that may stand behind a text. */
  Message.Offered offer(String text) {
    return new Message.Offered(completions.at(text));
  }

  /** What is known of the line that is being typed. */
  Message.Studied study(InputLine line) {
    boolean atEnd = line.cursor() == line.text().length();
    return new Message.Studied(
        completions.marks(line.text()), atEnd ? completions.hint(line.text()) : "");
  }

  /** The world at this moment, all of it. */
  Sight look(List<Pane> panes) {
    return sight(looks.all(panes, this::see));
  }

  /** The world at this moment, as far as it is worth another look. */
  Sight glance(List<Pane> panes) {
    return sight(looks.next(panes, this::see, System.nanoTime()));
  }

  private Sight sight(List<Seen> seen) {
    return new Sight(
        lab.spec().kind() + " " + lab.spec().version(),
        lab.node(),
        lab.prompt(),
        lab.spec().seed(),
        lab.live(),
        lab.factor(),
        sinceStartMicros(),
        lab.events().size(),
        Markers.of(lab.events(), lab.startMicros()),
        lab.canGoBack(),
        seen);
  }

  private Seen see(Pane pane) {
    View view = Views.find(pane.view()).orElseThrow();
    List<String> words = pane.words();
    if (words.isEmpty() && view.syntax().startsWith("KEY")) {
      Optional<String> key = lastKey();
      if (key.isEmpty()) {
        return new Seen(
            pane, Optional.empty(), "No key was touched yet: SET a 1 makes one to look at.");
      }
      words = List.of(key.get());
    }
    try {
      return new Seen(pane, Optional.of(view.look(lab.scene(lab.node()), words)), "");
    } catch (ViewRefusal refusal) {
      return new Seen(pane, Optional.empty(), refusal.what());
    }
  }

  /** The key that was touched last in the database at the prompt. */
  private Optional<String> lastKey() {
    EventLog log = lab.events();
    List<EventLog.Entry> latest = log.since(Math.max(0, log.size() - Markers.LATEST));
    for (EventLog.Entry each : latest.reversed()) {
      if (each.event() instanceof KeyEvent touched
          && touched.db() == lab.db()
          && touched.key().length() > 0
          && each.node().equals(lab.node())) {
        return Optional.of(Bytes.text(touched.key().bytes()));
      }
    }
    return Optional.empty();
  }
}
