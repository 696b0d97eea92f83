package dev.kvarium.lesson;

import dev.kvarium.event.EventLog;
import dev.kvarium.lab.Companion;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Part;
import dev.kvarium.script.Script;
import dev.kvarium.script.ScriptLine;
import dev.kvarium.script.ScriptRunner;
import dev.kvarium.script.StepResult;
import dev.kvarium.script.Verdict;
import dev.kvarium.view.Style;
import dev.kvarium.view.StyledText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
  /** A number as people write it, and no command. */
  private static final String NUMBER = "[0-9]+(,[0-9]+)*";

  private final Lab lab;
  private final Lesson lesson;
  private final boolean test;
  private final Log log;
  private boolean resumed;

  /** The name of the world in which the lesson goes on, wherever the learner went meanwhile. */
  private final String home;

  private final List<Part> page = new ArrayList<>();
  private int at;
  private State state = State.READING;
  private int firstEvent;
  private Lab.Mark taskBegan = Lab.Mark.START;
  private int hintsGiven;
  private boolean assisted;
  private EventLog ownLog;
  private int ownEvents;
  private int ownSteps;
  private int ownAt;
  private int stepsTold;
  private List<Checks.Unmet> told = List.of();
  private List<String> solutionLeft = List.of();

  /** Whether something else was typed since the question was shown. */
  private boolean strayed;

  /** What is waited for. */
  enum State {
    READING,
    PREDICTION,
    TASK,
    DONE
  }

  /** Who notes how far the learner has come. */
  interface Log {
    void reached(Lesson lesson, int step);

    void task(Lesson lesson, int task, Progress.Result result);

    void finished(Lesson lesson);

    /**
     * Where the learner has stopped to read, to guess or to do something.
     *
     * @param pieces how many pieces behind the heading of the step that was reached last
     */
    default void stopped(Lesson lesson, int pieces) {}

    /**
     * What was entered in a task, from its beginning on.
     *
     * @param claim whether it is done, and whether with help
     */
    default void entered(Lesson lesson, int task, String claim, List<String> inputs) {}

    /** Whether the learner has done a task before. */
    default boolean hasDone(Lesson lesson, int task) {
      return false;
    }

    /** What becomes of the world when the lesson is over, to be told. */
    default String farewell() {
      return "This world stays yours to try things in; :lesson says what is next.";
    }
  }

  /** A player of a lesson; with {@code test} of its tasks alone, without help. */
  LessonPlayer(Lab lab, Lesson lesson, boolean test, Log log) {
    this.lab = lab;
    this.lesson = lesson;
    this.test = test;
    this.log = log;
    this.ownLog = lab.events();
    this.home = lab.worldName();
  }

  /** Begins with a step, or from the beginning with 0; what is to be shown. */
  List<Part> begin(int step) {
    return begin(step, 0);
  }

  /**
   * Begins within a step, so many pieces behind its heading, and with the text that leads to there.
   */
  List<Part> begin(int step, int pieces) {
    int heading = lesson.indexOfStep(step);
    at = StrictMath.min(heading + pieces, lesson.pieces().size() - 1);
    while (at > heading && lesson.pieces().get(at - 1) instanceof Lesson.Text) {
      at--;
    }
    at = at == heading + 1 ? heading : at;
    resumed = step > 0;
    remake();
    page.clear();
    boolean within = at > heading;
    if (within && lesson.pieces().get(heading) instanceof Lesson.Heading title) {
      page.add(new Part.Picture(title(title)));
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
        ? Optional.of("a-" + letter(predict.choices().size() - 1) + "> ")
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
        && choice(line, predict.choices()) >= 0;
  }

  @Override
  public Optional<List<Part>> instead(String line) {
    stepsTold = steps();
    if (state == State.PREDICTION && current() instanceof Lesson.Predict predict) {
      int choice = choice(line, predict.choices());
      if (choice >= 0) {
        return Optional.of(answered(predict, choice));
      }
      if (line.isEmpty() && strayed) {
        strayed = false; // it may have gone from the screen meanwhile
        return Optional.of(List.of(new Part.Picture(question(predict))));
      }
      if (line.length() <= 1 || line.matches(NUMBER)) {
        return Optional.of(
            note("Type the letter of your answer, " + letters(predict) + "; a guess will do."));
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
    if (lab.events().size() < firstEvent) {
      restoreTask();
      return note(
          "That was the lesson's own: this is the beginning of the task, put back as it was.");
    }
    List<Checks.Unmet> unmet = Checks.unmet(lab, task, firstEvent);
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
    boolean changed = steps() != stepsTold;
    boolean news = !unmet.equals(told);
    boolean silent = !changed && (!news || told.isEmpty());
    if (followsSolution(line)) {
      told = unmet;
      return List.of();
    }
    if (silent || line.startsWith(":lesson") || line.startsWith(":hint")) {
      return List.of();
    }
    if (!news) {
      return note("Not there yet, as before; Enter says what differs.");
    }
    Prose toDo = stillToDo(Checks.told(unmet, told));
    told = unmet;
    return List.of(new Part.Picture(toDo));
  }

  /** Whether a line puts the solution on the prompt, or is one of it with others still to come. */
  private boolean followsSolution(String line) {
    if (line.equals(":solution")) {
      return true;
    }
    if (solutionLeft.isEmpty() || !line.equals(solutionLeft.getFirst())) {
      solutionLeft = List.of();
      return false;
    }
    solutionLeft = solutionLeft.subList(1, solutionLeft.size());
    return !solutionLeft.isEmpty();
  }

  /**
   * A letter or number among the choices; -1 when it is none. Where an answer is a number itself, a
   * number stands for that answer, or for none.
   */
  private static int choice(String line, List<Lesson.Choice> choices) {
    String word = line.toLowerCase(Locale.ROOT);
    if (word.startsWith("(")) {
      word = word.substring(1);
    }
    if (word.matches("[a-z0-9][).]( .*)?")) {
      word = word.substring(0, 1); // with the words of the answer behind it, or without
    }
    boolean isNumber = word.matches(NUMBER);
    if (isNumber && choices.stream().anyMatch(choice -> !number(choice).isEmpty())) {
      String given = word.replace(",", "");
      List<Lesson.Choice> meant =
          choices.stream().filter(choice -> number(choice).equals(given)).toList();
      return meant.size() == 1 ? choices.indexOf(meant.getFirst()) : -1;
    }
    if (word.length() != 1) {
      return -1;
    }
    int index = word.charAt(0) - (isNumber ? '1' : 'a');
    return index >= 0 && index < choices.size() ? index : -1;
  }

  /** The number with which an answer begins; empty when it does not. */
  private static String number(Lesson.Choice choice) {
    String text = choice.text().text().replace("\"", "").replaceAll("(?<=[0-9]),(?=[0-9])", "");
    int end = 0;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return text.substring(0, end);
  }

  /** The letters that answer a question: {@code a or b}, {@code a to c}. */
  private static String letters(Lesson.Predict predict) {
    int last = predict.choices().size() - 1;
    return last == 1 ? "a or b" : "a to " + letter(last);
  }

  private static char letter(int index) {
    return (char) ('a' + index);
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
          page.add(new Part.Picture(title(heading)));
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
          page(question(predict));
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
      case Lesson.Predict predict -> full(question(predict));
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

  private static List<Part> note(String text) {
    StyledText dim = StyledText.of(text, Style.DIM);
    return List.of(new Part.Picture(new Prose(List.of(Prose.item("  ", dim)))));
  }

  private Prose title(Lesson.Heading heading) {
    return Prose.of(
        StyledText.of(heading.title(), Style.BOLD)
            .plus(" · " + heading.number() + " of " + lesson.steps(), Style.DIM));
  }

  /** A question; its answers in one style, since what is written as code is often the right one. */
  private static Prose question(Lesson.Predict predict) {
    List<Prose.Block> blocks = new ArrayList<>(marked("Predict. ", predict.question()).blocks());
    for (int i = 0; i < predict.choices().size(); i++) {
      StyledText answer = StyledText.of(predict.choices().get(i).text().text());
      blocks.add(Prose.item("  " + letter(i) + ") ", answer));
    }
    return new Prose(blocks);
  }

  private Prose goal(Lesson.Task task) {
    String mark = lesson.tasks().size() > 1 ? "Task " + task.number() + ". " : "Task. ";
    StyledText help =
        StyledText.of(
            test
                ? "No hints in a test. Enter says what still differs."
                : "Enter says what still differs, :hint where to look.",
            Style.DIM);
    List<Prose.Block> blocks = new ArrayList<>(marked(mark, task.goal()).blocks());
    if (resumed && !test && log.hasDone(lesson, task.number())) {
      blocks.add(
          Prose.item(
              "  ",
              StyledText.of(
                  "You have done this one before: :lesson skip goes past it.", Style.DIM)));
    }
    blocks.add(Prose.item("  ", help));
    return new Prose(blocks);
  }

  private static Prose marked(String mark, Prose prose) {
    List<Prose.Block> blocks = new ArrayList<>(prose.blocks());
    Prose.Block first = blocks.getFirst();
    blocks.set(
        0,
        new Prose.Block(
            first.gap(),
            first.mark(),
            first.rest(),
            first.wraps(),
            StyledText.of(mark, Style.BOLD).plus(first.text())));
    return new Prose(blocks);
  }

  private static Prose stillToDo(Prose checks) {
    return Prose.of("Not there yet:", Style.DIM).plus(checks);
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
      case PREDICTION -> parts.add(new Part.Picture(question((Lesson.Predict) current())));
      case TASK -> {
        Lesson.Task task = (Lesson.Task) current();
        parts.add(new Part.Picture(goal(task)));
        parts.add(
            new Part.Picture(
                stillToDo(Checks.told(Checks.unmet(lab, task, firstEvent), List.of()))));
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
    own(at + 1);
  }

  private void play(Script.Step step) {
    if (!step.line().isCheck()) {
      page.add(new Part.Said(lab.prompt() + shown(step.line())));
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

  private static String shown(ScriptLine line) {
    return line instanceof ScriptLine.Input input
            && input.client().isEmpty()
            && input.node().isEmpty()
        ? input.text()
        : line.entry().strip();
  }

  private List<Part> answered(Lesson.Predict predict, int choice) {
    page.clear();
    canonical();
    state = State.READING;
    play(predict.script());
    gap();
    Lesson.Choice chosen = predict.choices().get(choice);
    Lesson.Choice right = predict.choices().get(predict.right());
    if (choice == predict.right()) {
      page.add(new Part.Picture(said("As you expected: ", choice, chosen)));
    } else {
      page.add(
          new Part.Picture(
              said("You expected: ", choice, chosen)
                  .plus(said("It turned out: ", predict.right(), right))));
    }
    at++;
    stops();
    List<Part> seen = taken();
    List<Part> all = new ArrayList<>(seen);
    all.addAll(showMore());
    return all;
  }

  /** An answer, and beneath it what there is to say to who gave it. */
  private static Prose said(String how, int index, Lesson.Choice choice) {
    StyledText text =
        StyledText.of(how, Style.DIM).plus(letter(index) + ") ", Style.PLAIN).plus(choice.text());
    List<Prose.Block> blocks = new ArrayList<>(List.of(Prose.paragraph(text)));
    if (!choice.comment().isEmpty()) {
      blocks.add(Prose.item("  ", choice.comment()));
    }
    return new Prose(blocks);
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
    hintsGiven = 0;
    assisted = false;
    restarted();
  }

  private void restarted() {
    firstEvent = lab.events().size();
    taskBegan = lab.mark();
    told = List.of();
  }

  private void restoreTask() {
    remake();
    restarted();
  }

  private List<Part> passed(Lesson.Task task) {
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
    log.entered(lesson, task.number(), claim, lab.inputsSince(taskBegan));
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
    if (hintsGiven == task.hints().size()) {
      return note("That was the last hint; :solution puts one way to do it on the prompt.");
    }
    StyledText text = task.hints().get(hintsGiven++);
    StyledText mark =
        StyledText.of("Hint " + hintsGiven + " of " + task.hints().size() + ". ", Style.BOLD);
    return List.of(new Part.Picture(Prose.of(mark.plus(text))));
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
    assisted = true;
    restoreTask();
    List<String> lines = new ArrayList<>();
    for (Script.Step step : task.solution().steps()) {
      if (!step.line().isCheck()) {
        lines.add(shown(step.line()));
      }
    }
    List<Part> parts =
        new ArrayList<>(
            note(
                "One way, from the beginning of the task; Enter takes each line, and you may change"
                    + " it."));
    solutionLeft = List.copyOf(lines);
    parts.add(new Part.Offered(lines));
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

  private int steps() {
    return (int) lab.journal().stream().filter(entry -> entry.changes()).count();
  }

  /** What the world is now is of the lesson's making, as the piece at an index needs it. */
  private void own(int index) {
    ownAt = index;
    ownLog = lab.events();
    ownEvents = ownLog.size();
    ownSteps = steps();
  }

  private void remake() {
    lab.goTo(home, lesson.head().world());
    State before = state;
    state = State.READING; // what is replayed does no task
    Replay.to(lab, lesson, at);
    state = before;
    own(at);
  }

  /** Sets aside what the learner did on the way, so that the lesson goes on in its own world. */
  private void canonical() {
    boolean here =
        lesson.pieces().subList(StrictMath.min(ownAt, at), at).stream()
            .allMatch(each -> each instanceof Lesson.Heading || each instanceof Lesson.Text);
    if (here && lab.events() == ownLog && ownLog.size() == ownEvents) {
      return;
    }
    boolean changed = steps() != ownSteps || lab.events().size() != ownEvents;
    boolean expected =
        lesson.pieces().subList(StrictMath.min(ownAt, at), at).stream()
            .anyMatch(Lesson.Task.class::isInstance);
    remake();
    if (changed && !expected) {
      page.addAll(note("(on in the lesson's own world, without what you have tried in between)"));
    }
  }
}
