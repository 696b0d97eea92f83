package dev.kvarium.tui;

import dev.kvarium.event.EventLog;
import dev.kvarium.lab.Completions;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.LabTyping;
import dev.kvarium.lab.Outcome;
import dev.kvarium.lab.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

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

  Desk(Lab lab) {
    this.lab = lab;
    lab.paceTo(System.nanoTime());
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

  /** What clients were sent while nobody entered anything. */
  List<String> mail() {
    return lab.takeMail();
  }

  /** To be called while nothing is to be done; whether there is no more to prepare. */
  boolean idle() {
    return lab.idle();
  }

  /** Whether somebody may be sent something as time passes. */
  boolean isListenedTo() {
    return lab.isListenedTo();
  }

  /** Virtual time since the world began. */
  long sinceStartMicros() {
    return lab.nowMicros() - lab.startMicros();
  }

  /** Lets as much time pass as passed on the wall. */
  void catchUp() {
    lab.paceTo(System.nanoTime());
    lab.portClients().deliver();
  }

  /** Follows a line; what came of it. */
  Message.Answered follow(String line, List<Pane> panes) {
    catchUp();
    String prompt = lab.prompt();
    List<Seen> before = looks.all(panes, this::see);
    Outcome outcome;
    try {
      outcome = lab.enter(line);
    } catch (LinkageError gone) {
      outcome =
          new Outcome(
              line,
              List.of(
                  new Part.Problem(
                      "a part of kvarium cannot be read any more: was it built anew while it ran?"
                          + " :quit, and start it again")));
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError defect) {
      outcome =
          new Outcome(
              line,
              List.of(
                  new Part.Problem("a defect in kvarium: " + defect + "; the line was left out")));
    }
    return new Message.Answered(prompt, outcome, before, look(panes, OptionalLong.empty()));
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
  Sight look(List<Pane> panes, OptionalLong cursor) {
    return sight(looks.all(panes, this::see), cursor);
  }

  /** The world at this moment, as far as it is worth another look. */
  Sight glance(List<Pane> panes, OptionalLong cursor) {
    return sight(looks.next(panes, this::see, System.nanoTime()), cursor);
  }

  private Seen see(Pane pane) {
    return Eye.see(pane, lab.scene(lab.node()));
  }

  private Sight sight(List<Seen> seen, OptionalLong cursor) {
    return new Sight(
        lab.spec().kind() + " " + lab.spec().version(),
        lab.node(),
        lab.prompt(),
        lab.spec().seed(),
        lab.live(),
        lab.speed(),
        sinceStartMicros(),
        strip(cursor),
        lab.canGoBack(),
        lab.playing(),
        lab.enterDoes(),
        seen);
  }

  private Strip strip(OptionalLong cursor) {
    int ahead = lab.stepsAhead();
    return Strip.about(lab.events(), lab.startMicros(), cursor, ahead > 0 ? lab.steps() : 0, ahead);
  }

  /** Moves the cursor of the timeline by so many markers. */
  Message.Moved move(OptionalLong cursor, int by) {
    return stand(Strip.moved(lab.events(), cursor, by));
  }

  /** Moves it to the first of them. */
  Message.Moved moveToFirst() {
    return stand(Strip.first(lab.events()));
  }

  private Message.Moved stand(OptionalLong cursor) {
    return new Message.Moved(cursor, strip(cursor));
  }

  /** What {@code :seek} takes to go to the moment of a fact. */
  String seekWord(long fact) {
    return lab.moment((int) fact).seekWord();
  }

  /**
   * The moments of the markers before a fact, up to so many, and its own; none when there is no
   * such fact any more.
   */
  Recaller.Request moments(long fact, int before) {
    List<Memory.Wanted> moments = new ArrayList<>();
    EventLog log = lab.events();
    OptionalLong at = OptionalLong.of(fact);
    for (int i = 0; fact < log.size() && i <= before; i++) {
      moments.addFirst(new Memory.Wanted(at.getAsLong(), lab.moment((int) at.getAsLong())));
      OptionalLong earlier = Strip.moved(log, at, -1);
      if (earlier.isEmpty() || earlier.equals(at)) {
        break;
      }
      at = earlier;
    }
    return new Recaller.Request(moments, lab.startMicros());
  }
}
