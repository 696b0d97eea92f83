package dev.kvarium.lesson;

import static dev.kvarium.lesson.LessonWords.note;

import dev.kvarium.lab.Companion;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Part;
import dev.kvarium.script.Script;
import dev.kvarium.script.ScriptLine;
import dev.kvarium.script.ScriptRunner;
import dev.kvarium.script.StepResult;
import dev.kvarium.script.Verdict;
import dev.kvarium.view.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plays a lesson on a lab: shows a page, waits for Enter, for an answer or for a task to be done,
 * and shows the next.
 *
 * <p>The world before each piece is that which the lesson's own runs and solutions make, so that
 * what is run comes out as it is written whatever was tried in between; it can therefore be entered
 * at any step.
 */
final class LessonPlayer implements Companion {
  private final Lab lab;
  private final Lesson lesson;
  private final boolean test;
  private final LessonLog log;
  private final LessonWorld world;
  private final TaskInHand taskInHand;
  private boolean resumed;

  private final List<Part> page = new ArrayList<>();
  private int at;
  private State state = State.READING;
  private int stepsTold;

  /** Whether something else was typed since the question was shown. */
  private boolean strayed;

  /** What is waited for. */
  enum State {
    READING,
    PREDICTION,
    TASK,
    DONE
  }

  /** A player of a lesson; with {@code test} of its tasks alone, without help. */
  LessonPlayer(Lab lab, Lesson lesson, boolean test, LessonLog log) {
    this.lab = lab;
    this.lesson = lesson;
    this.test = test;
    this.log = log;
    this.world = new LessonWorld(lab, lesson);
    this.taskInHand = new TaskInHand(lab);
  }

  /** Begins with a step, or from the beginning with 0; what is to be shown. */
  List<Part> begin(int step) {
    return begin(step, 0);
  }

  /**
   * Begins within a step, so many pieces behind its heading, and with what leads to there: the
   * text, and the run right before a task.
   */
  List<Part> begin(int step, int pieces) {
    int heading = lesson.indexOfStep(step);
    at = StrictMath.min(heading + pieces, lesson.pieces().size() - 1);
    if (lesson.pieces().get(at) instanceof Lesson.Task
        && lesson.pieces().get(at - 1) instanceof Lesson.Run) {
      at--; // the run shows what the task is about
    }
    while (at > heading && lesson.pieces().get(at - 1) instanceof Lesson.Text) {
      at--;
    }
    at = at == heading + 1 ? heading : at;
    resumed = step > 0;
    remake();
    page.clear();
    boolean within = at > heading;
    if (within && lesson.pieces().get(heading) instanceof Lesson.Heading title) {
      page.add(new Part.Picture(LessonWords.title(title, lesson.steps())));
    }
    return showOn();
  }

  State state() {
    return state;
  }

  Lesson lesson() {
    return lesson;
  }

  // --- what is typed

  @Override
  public Optional<String> prompt() {
    return current() instanceof Lesson.Predict predict && state == State.PREDICTION
        ? Optional.of("a-" + Choices.lastLetter(predict) + "> ")
        : Optional.empty();
  }

  @Override
  public Optional<String> title() {
    String how = test ? "test" : "lesson";
    return Optional.of(how + " · " + step() + " · " + lesson.head().title());
  }

  @Override
  public String enter() {
    return state == State.TASK ? "what differs" : "goes on";
  }

  /** The step that is being read: {@code 2 of 6}; before the first how many there are. */
  private String step() {
    int step = at == 0 ? 0 : lesson.stepAt(at - 1);
    return step == 0 ? lesson.steps() + " steps" : step + " of " + lesson.steps();
  }

  @Override
  public boolean takes(String line) {
    return state == State.PREDICTION
        && current() instanceof Lesson.Predict predict
        && Choices.meant(line, predict.choices()) >= 0;
  }

  @Override
  public Optional<List<Part>> instead(String line) {
    stepsTold = world.steps();
    if (state == State.PREDICTION && current() instanceof Lesson.Predict predict) {
      int choice = Choices.meant(line, predict.choices());
      if (choice >= 0) {
        return Optional.of(answered(predict, choice));
      }
      if (line.isEmpty() && strayed) {
        strayed = false; // it may have gone from the screen meanwhile
        return Optional.of(List.of(new Part.Picture(LessonWords.question(predict))));
      }
      if (Choices.mayBeOne(line)) {
        return Optional.of(
            note(
                "Type the letter of your answer, "
                    + Choices.letters(predict)
                    + "; a guess will do."));
      }
      strayed = true;
    }
    if (!line.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        switch (state) {
          case READING -> show();
          case TASK -> where();
          case PREDICTION, DONE -> List.of();
        });
  }

  @Override
  public List<Part> after(String line) {
    if (state != State.TASK || !(current() instanceof Lesson.Task task)) {
      return List.of();
    }
    if (taskInHand.isTakenBack()) {
      restoreTask();
      return note(
          "That was the lesson's own: this is the beginning of the task, put back as it was.");
    }
    List<Checks.Unmet> unmet = taskInHand.unmet(task);
    if (unmet.isEmpty()) {
      return passed(task);
    }
    if (lab.missingBytes() > 0) {
      return line.startsWith(":")
          ? List.of()
          : note(
              "The value is to follow: "
                  + lab.missingBytes()
                  + " bytes, its line end counted; :back takes the command back.");
    }
    if (!line.startsWith(":lesson") && !line.startsWith(":hint")) {
      journal(task, "not done"); // whoever closes the window now can still hand it in
    }
    List<Checks.Unmet> told = taskInHand.told();
    boolean changed = world.steps() != stepsTold;
    boolean news = !unmet.equals(told);
    boolean silent = !changed && (!news || told.isEmpty());
    if (taskInHand.followsSolution(line)) {
      taskInHand.told(unmet);
      return List.of();
    }
    if (silent || line.startsWith(":lesson") || line.startsWith(":hint")) {
      return List.of();
    }
    if (!news) {
      return note("Not there yet, as before; Enter says what differs.");
    }
    taskInHand.told(unmet);
    return List.of(new Part.Picture(LessonWords.stillToDo(Checks.told(unmet, told))));
  }

  // --- what is shown

  /** The piece at hand. */
  Lesson.Piece current() {
    return lesson.pieces().get(StrictMath.min(at, lesson.pieces().size() - 1));
  }

  /**
   * Shows from here on up to where something is waited for: before a step, before what is run, and
   * where a page is full.
   */
  private List<Part> show() {
    page.clear();
    return showOn();
  }

  /** The same beneath what stands on the page already. */
  private List<Part> showOn() {
    boolean titleOnly = true;
    while (at < lesson.pieces().size()) {
      Lesson.Piece piece = lesson.pieces().get(at);
      if (test && !(piece instanceof Lesson.Task)) {
        at++;
        continue;
      }
      if (!titleOnly) {
        Optional<String> stop = stop(piece);
        if (stop.isPresent()) {
          return waiting(stop.get());
        }
      }
      switch (piece) {
        case Lesson.Heading heading -> {
          log.reached(lesson, heading.number());
          page.add(new Part.Picture(LessonWords.title(heading, lesson.steps())));
        }
        case Lesson.Text text -> page(text.prose());
        case Lesson.Run run -> {
          if (!Replay.beginsAnew(run.script())) {
            canonical();
          }
          if (!page.isEmpty()) {
            gap();
          }
          play(run.script());
        }
        case Lesson.Predict predict -> {
          page(LessonWords.question(predict));
          state = State.PREDICTION;
          strayed = false;
          stops();
          return taken();
        }
        case Lesson.Task task -> {
          beginTask();
          page(goal(task));
          stops();
          return taken();
        }
      }
      titleOnly = titleOnly && piece instanceof Lesson.Heading;
      at++;
    }
    return end();
  }

  /** What Enter is waited for before a piece that follows others on the page; empty when not. */
  private Optional<String> stop(Lesson.Piece piece) {
    return switch (piece) {
      case Lesson.Heading heading ->
          Optional.of("Enter goes on to step " + heading.number() + " of " + lesson.steps());
      case Lesson.Run run -> Optional.of("Enter runs what comes next");
      case Lesson.Text text -> full(text.prose());
      case Lesson.Predict predict -> full(LessonWords.question(predict));
      case Lesson.Task task -> full(goal(task));
    };
  }

  private Optional<String> full(Prose next) {
    boolean fits = Page.rows(page) + 1 + next.rows(Page.COLUMNS) <= Page.ROWS;
    return fits ? Optional.empty() : Optional.of("Enter goes on");
  }

  /** Adds prose to the page, parted from what stands on it. */
  private void page(Prose prose) {
    if (!page.isEmpty()) {
      gap();
    }
    page.add(new Part.Picture(prose));
  }

  private List<Part> end() {
    state = State.DONE;
    log.finished(lesson);
    String farewell = log.farewell();
    if (test) {
      page.addAll(
          note("All tasks of '" + lesson.head().title() + "' are done: tested out. " + farewell));
    } else {
      gap();
      page.addAll(note("That was '" + lesson.head().title() + "'. " + farewell));
    }
    lab.companion(Optional.empty());
    return taken();
  }

  private List<Part> waiting(String what) {
    state = State.READING;
    page.addAll(note(what));
    stops();
    return taken();
  }

  /** Notes the place, for whoever leaves here. */
  private void stops() {
    int step = at == 0 ? 0 : lesson.stepAt(at - 1);
    if (!test && step > 0) {
      log.stopped(lesson, at - lesson.indexOfStep(step));
    }
  }

  private List<Part> taken() {
    List<Part> parts = List.copyOf(page);
    page.clear();
    return parts;
  }

  private void gap() {
    page.add(new Part.Said(""));
  }

  private Prose goal(Lesson.Task task) {
    String mark = lesson.tasks().size() > 1 ? "Task " + task.number() + ". " : "Task. ";
    boolean doneBefore = resumed && !test && log.hasDone(lesson, task.number());
    return LessonWords.goal(task, mark, test, doneBefore);
  }

  /** Where the learner is and what is waited for. */
  List<Part> where() {
    List<Part> parts = new ArrayList<>();
    parts.addAll(
        note(
            lesson.head().title()
                + (at == 0 || lesson.stepAt(at - 1) == 0 ? " · " : " · step ")
                + step()
                + (test ? " · test" : "")));
    switch (state) {
      case READING -> parts.addAll(note("Enter goes on; :lesson stop leaves"));
      case PREDICTION ->
          parts.add(new Part.Picture(LessonWords.question((Lesson.Predict) current())));
      case TASK -> {
        Lesson.Task task = (Lesson.Task) current();
        parts.add(new Part.Picture(goal(task)));
        parts.add(
            new Part.Picture(
                LessonWords.stillToDo(Checks.told(taskInHand.unmet(task), List.of()))));
      }
      case DONE -> {}
    }
    return parts;
  }

  // --- runs and predictions

  /** Enters the lines of a script and shows each with what comes; its checks are not shown. */
  private void play(Script script) {
    for (ScriptLine line : script.lines()) {
      if (line instanceof ScriptLine.Prose prose) {
        page.add(new Part.Picture(Prose.of(prose.text(), Style.DIM)));
      }
      for (Script.Step step : script.steps()) {
        if (step.line().equals(line)) {
          play(step);
        }
      }
    }
    world.own(at + 1);
  }

  private void play(Script.Step step) {
    if (!step.line().isCheck()) {
      page.add(new Part.Said(lab.prompt() + LessonWords.typed(step.line())));
    }
    StepResult result = ScriptRunner.follow(step, lab);
    for (Part part : result.parts()) {
      if (!(part instanceof Part.Problem) || result.verdict() != Verdict.FAILED) {
        page.add(part instanceof Part.Problem problem ? new Part.Said(problem.what()) : part);
      }
    }
    if (result.verdict().isBad()) {
      page.add(new Part.Problem(result.mismatch(lesson.file())));
    }
  }

  private List<Part> answered(Lesson.Predict predict, int choice) {
    page.clear();
    canonical();
    state = State.READING;
    play(predict.script());
    gap();
    page.add(new Part.Picture(LessonWords.outcome(predict, choice)));
    at++;
    stops();
    List<Part> seen = taken();
    List<Part> all = new ArrayList<>(seen);
    all.addAll(showMore());
    return all;
  }

  /**
   * After a prediction has been explained there is enough to read: what follows waits for Enter.
   */
  private List<Part> showMore() {
    return at < lesson.pieces().size() ? note("Enter goes on") : show();
  }

  // --- tasks

  private void beginTask() {
    canonical();
    state = State.TASK;
    taskInHand.begin();
  }

  private void restoreTask() {
    remake();
    taskInHand.restart();
  }

  private List<Part> passed(Lesson.Task task) {
    boolean assisted = taskInHand.assisted();
    Progress.Result result =
        test
            ? Progress.Result.TESTED
            : assisted ? Progress.Result.ASSISTED : Progress.Result.PASSED;
    log.task(lesson, task.number(), result);
    journal(task, assisted ? "done with the solution shown" : Journal.DONE);
    List<Part> parts = new ArrayList<>();
    parts.add(
        new Part.Picture(
            Prose.of(
                assisted ? "Done, with the solution shown." : "Done.", Style.KNOWN.withBold())));
    at++;
    state = State.READING;
    stops();
    boolean more =
        lesson.pieces().subList(at, lesson.pieces().size()).stream()
            .anyMatch(each -> !test || each instanceof Lesson.Task);
    parts.addAll(
        more
            ? note("Enter goes on; or try more first, the lesson sets the world right again")
            : show());
    return parts;
  }

  /** Keeps what was entered in a task so far. */
  private void journal(Lesson.Task task, String claim) {
    log.entered(lesson, task.number(), claim, taskInHand.inputs());
  }

  /** The lesson is left: what was entered in the task at hand is kept. */
  void leaves() {
    if (state == State.TASK && current() instanceof Lesson.Task task) {
      journal(task, "not done");
    }
  }

  /** The next hint of the task. */
  List<Part> hint() {
    if (!(current() instanceof Lesson.Task task) || state != State.TASK) {
      return note(
          state == State.PREDICTION
              ? "There are no hints to a prediction: guess, and see."
              : "There is no task now: Enter goes on.");
    }
    if (test) {
      return note("A test has no hints; :lesson stop leaves it.");
    }
    Optional<Prose> hint = taskInHand.hint(task);
    return hint.isPresent()
        ? List.of(new Part.Picture(hint.get()))
        : note("That was the last hint; :solution puts one way to do it on the prompt.");
  }

  /** Puts the solution on the prompt, in the world in which the task began. */
  List<Part> solution() {
    if (!(current() instanceof Lesson.Task task) || state != State.TASK) {
      return note(
          state == State.PREDICTION
              ? "A prediction has no solution to be put here: guess, and see."
              : "There is no task now: Enter goes on.");
    }
    if (test) {
      return note("A test has no solutions; :lesson stop leaves it.");
    }
    restoreTask();
    List<Part> parts =
        new ArrayList<>(
            note(
                "One way, from the beginning of the task; Enter takes each line, and you may change"
                    + " it."));
    parts.add(new Part.Offered(taskInHand.solution(task)));
    return parts;
  }

  /**
   * Puts the world back to where what is waited for began; after a task that has just been done,
   * back to the task.
   */
  List<Part> reset() {
    if (state == State.READING && at > 0 && lesson.pieces().get(at - 1) instanceof Lesson.Task) {
      at--;
      state = State.TASK;
    }
    if (state == State.TASK) {
      restoreTask();
    } else {
      remake();
    }
    List<Part> parts = new ArrayList<>(note("The world is as it was here at first."));
    parts.addAll(where());
    return parts;
  }

  /** Leaves what is asked for undone. */
  List<Part> skip() {
    if (state == State.TASK && current() instanceof Lesson.Task task) {
      if (test) {
        return note("A test cannot be skipped; :lesson stop leaves it.");
      }
      leaves();
      log.task(lesson, task.number(), Progress.Result.SKIPPED);
      at++;
    } else if (state == State.PREDICTION) {
      at++;
    }
    return show();
  }

  // --- the world

  private void remake() {
    State before = state;
    state = State.READING; // what is replayed does no task
    world.remake(at);
    state = before;
  }

  /** Sets aside what the learner did on the way, so that the lesson goes on in its own world. */
  private void canonical() {
    if (world.isFor(at)) {
      return;
    }
    boolean strayed = world.hasStrayed(at);
    remake();
    if (strayed) {
      page.addAll(note("(on in the lesson's own world, without what you have tried in between)"));
    }
  }
}
