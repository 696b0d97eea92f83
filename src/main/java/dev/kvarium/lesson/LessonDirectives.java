package dev.kvarium.lesson;

import dev.kvarium.event.EventLog;
import dev.kvarium.lab.DirectiveArguments;
import dev.kvarium.lab.DirectiveRow;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Part;
import dev.kvarium.lab.Refusal;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.view.Style;
import dev.kvarium.view.StyledText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** {@code :lesson}, {@code :hint} and {@code :solution}: lessons at the prompt. */
public final class LessonDirectives {
  private static final String GROUP = "learn";

  /** Who has lessons as they are for everybody. */
  private static final String NOBODY = "nobody";

  /** What the world of a lesson is called when the learner's own has come back. */
  private static final String LESSON_WORLD = "lesson";

  private final Lab lab;
  private final Catalogue catalogue;
  private final Notebook notebook;
  private @Nullable LessonPlayer player;
  private boolean wasLive;
  private Optional<Own> own = Optional.empty();
  private EventLog left = new EventLog();
  private int leftSteps;
  private String worry = "";
  private String journalPlace = "";

  private LessonDirectives(Lab lab, Shelf shelf, Notebook notebook) {
    this.lab = lab;
    this.catalogue = new Catalogue(shelf);
    this.notebook = notebook;
  }

  /** Gives a lab the directives. */
  public static void register(Lab lab, Shelf shelf, Notebook notebook) {
    LessonDirectives lessons = new LessonDirectives(lab, shelf, notebook);
    lab.register(
        new DirectiveRow(
            "lesson",
            GROUP,
            "[NAME [as STUDENT] | list | test [NAME] | reset | skip | again | stop]",
            "Lists lessons, plays one by number, name or file; in one, says where you are; test:"
                + " its tasks alone; as: with the values of a student, from now on",
            (own, arguments) -> lessons.withWorries(lessons.lesson(arguments)),
            () -> shelf.files().stream().map(LessonParser::name).toList()));
    lab.register(
        new DirectiveRow(
            "hint",
            GROUP,
            "",
            "A hint to the task at hand; there are three",
            (own, arguments) -> {
              arguments.atMost(0);
              return lessons.playing().hint();
            }));
    lab.register(
        new DirectiveRow(
            "solution",
            GROUP,
            "",
            "Puts a solution of the task on the prompt; your progress notes it",
            (own, arguments) -> {
              arguments.atMost(0);
              return lessons.playing().solution();
            }));
  }

  private List<Part> lesson(DirectiveArguments arguments) throws Refusal {
    String word = arguments.word(0).orElse("");
    boolean named = arguments.count() == 3 && arguments.words().get(1).equals("as");
    arguments.atMost(named ? 3 : word.equals("test") ? 2 : 1);
    if (named) {
      return playAs(word, arguments.words().get(2));
    }
    return switch (word) {
      case "" -> player == null || isOver(player) ? list() : player.where();
      case "list" -> list();
      case "reset" -> playing().reset();
      case "skip" -> playing().skip();
      case "again" -> start(playing().lesson(), false, 0);
      case "stop" -> stop();
      case "test" ->
          start(
              arguments.count() > 1 ? find(arguments.words().get(1)) : playing().lesson(), true, 0);
      default -> play(find(word));
    };
  }

  /** The lesson as it is for whom the progress names. */
  private Lesson find(String word) throws Refusal {
    return catalogue.find(word, progress().student());
  }

  private List<Part> playAs(String word, String student) throws Refusal {
    String name = student.equals(NOBODY) ? "" : student;
    Lesson lesson = catalogue.find(word, name);
    Progress progress = progress();
    if (!progress.student().equals(name)) {
      notebook.write(progress.withStudent(name).text());
    }
    return play(lesson);
  }

  /** Says once that progress cannot be kept. */
  private List<Part> withWorries(List<Part> parts) {
    if (worry.isEmpty()) {
      return parts;
    }
    List<Part> more = new ArrayList<>(parts);
    more.add(new Part.Said("your progress is not kept: " + worry));
    worry = "";
    return more;
  }

  private static boolean isOver(LessonPlayer player) {
    return player.state() == LessonPlayer.State.DONE;
  }

  private LessonPlayer playing() throws Refusal {
    if (player == null) {
      throw new Refusal(
          "no lesson is being played: :lesson lists them, :lesson 1 begins the first");
    }
    return player;
  }

  private List<Part> list() throws Refusal {
    return List.of(new Part.Said(catalogue.list(progress(), ":lesson")));
  }

  private List<Part> play(Lesson lesson) throws Refusal {
    Progress.Entry entry = progress().of(lesson.name());
    int last = entry.isFinished() ? lesson.steps() - 1 : lesson.steps();
    boolean begun = entry.step() > 1 || entry.step() == 1 && entry.pieces() > 1;
    boolean resumes = begun && entry.step() <= last;
    return start(lesson, false, resumes ? entry.step() : 0, resumes ? entry.pieces() : 0);
  }

  private List<Part> start(Lesson lesson, boolean test, int step) throws Refusal {
    return start(lesson, test, step, 0);
  }

  private List<Part> start(Lesson lesson, boolean test, int step, int pieces) throws Refusal {
    Progress progress = progress();
    if (player == null || isOver(player)) {
      wasLive = lab.live();
    }
    lab.enter(":stepped");
    boolean setsAside = (player == null || isOver(player)) && own.isEmpty() && isUsed();
    if (setsAside) {
      own = Optional.of(Own.setAside(lab, lesson.head().world()));
    }
    journalPlace = "";
    LessonPlayer next = new LessonPlayer(lab, lesson, test, new Notes());
    player = next;
    lab.companion(Optional.of(next));
    List<Part> parts = new ArrayList<>();
    parts.add(new Part.Picture(opening(lesson, test, step, progress)));
    if (setsAside) {
      parts.add(
          new Part.Picture(
              Prose.of(
                  "Your own world is set aside as "
                      + own.orElseThrow().name()
                      + " and comes back at the end, or with :lesson stop.",
                  Style.DIM)));
    }
    parts.add(new Part.Said(""));
    parts.addAll(next.begin(step, pieces));
    return parts;
  }

  /** Whether somebody has made steps in the world at hand, other than a lesson that is over. */
  private boolean isUsed() {
    return lab.steps() > 0 && !(lab.events() == left && lab.steps() == leftSteps);
  }

  private Prose opening(Lesson lesson, boolean test, int step, Progress progress) throws Refusal {
    Lesson.Head head = lesson.head();
    StringBuilder words = new StringBuilder();
    words.append(" · ").append(head.minutes()).append(" minutes · models ").append(head.models());
    if (!lesson.variant().student().isEmpty() && !lesson.variant().values().isEmpty()) {
      words.append(" · for ").append(lesson.variant().student());
    }
    if (test) {
      words.append(" · test");
    } else if (step > 0) {
      words.append(" · resumed; :lesson again begins anew");
    } else if (progress.of(lesson.name()).isFinished()) {
      words.append(" · ").append(progress.of(lesson.name()).words()).append(" before");
    }
    List<String> missing =
        head.needs().stream().filter(each -> !progress.of(each).isFinished()).toList();
    if (!missing.isEmpty() && step == 0) {
      words.append(" · builds on ").append(catalogue.titles(missing));
    }
    return Prose.of(StyledText.of(head.title(), Style.BOLD).plus(words.toString(), Style.DIM));
  }

  private List<Part> stop() throws Refusal {
    Lesson lesson = playing().lesson();
    playing().leaves();
    player = null;
    lab.companion(Optional.empty());
    if (wasLive) {
      lab.enter(":live");
    }
    boolean back = own.isPresent();
    own.ifPresent(each -> each.bringBack(lab, ""));
    own = Optional.empty();
    return List.of(
        new Part.Said(
            "left '"
                + lesson.head().title()
                + "'"
                + (back ? "; this is your own world again" : "")
                + "; :lesson "
                + lesson.name()
                + " goes on with it"));
  }

  /** After the last page: the learner's own world comes back, or that of the lesson stays. */
  private String farewell() {
    left = lab.events();
    leftSteps = lab.steps();
    String kept =
        journalPlace.isEmpty() ? "" : "What you entered in the tasks is in " + journalPlace + ". ";
    if (own.isEmpty()) {
      return kept + "This world stays yours to try things in. " + next();
    }
    own.get().bringBack(lab, LESSON_WORLD);
    own = Optional.empty();
    if (wasLive) {
      lab.enter(":live");
    }
    return kept
        + "You are back in your own world; :world "
        + LESSON_WORLD
        + " is that of the lesson, to try things in. "
        + next();
  }

  private String next() {
    try {
      return catalogue.next(progress(), ":lesson");
    } catch (Refusal unreadable) {
      return ":lesson says what is next.";
    }
  }

  /**
   * The world that was at hand before a lesson.
   *
   * @param name under which it is set aside
   * @param place the name that it had, and that of the lesson's world meanwhile
   */
  private record Own(String name, String place) {
    static Own setAside(Lab lab, WorldSpec spec) {
      String name = "mine";
      for (int i = 2; lab.worlds().contains(name); i++) {
        name = "mine-" + i;
      }
      Own own = new Own(name, lab.worldName());
      lab.setAside(name, spec);
      return own;
    }

    void bringBack(Lab lab, String as) {
      lab.bringBack(name, place, as);
    }
  }

  private Progress progress() throws Refusal {
    return Progress.parse(notebook.read());
  }

  /** Notes progress; a note that cannot be kept is no reason to stop a lesson. */
  private final class Notes implements LessonLog {
    private void note(Lesson lesson, UnaryOperator<Progress.Entry> change) {
      try {
        Progress before = progress();
        Progress.Entry entry = change.apply(before.of(lesson.name()));
        notebook.write(before.with(lesson.name(), entry).text());
      } catch (Refusal unwritable) {
        worry = unwritable.what();
      }
    }

    @Override
    public void reached(Lesson lesson, int step) {
      note(lesson, entry -> entry.at(step, lesson.steps()));
    }

    @Override
    public void stopped(Lesson lesson, int pieces) {
      note(lesson, entry -> entry.within(pieces));
    }

    @Override
    public void task(Lesson lesson, int task, Progress.Result result) {
      note(lesson, entry -> entry.with(task, result));
    }

    @Override
    public void finished(Lesson lesson) {
      note(lesson, entry -> entry.at(lesson.steps(), lesson.steps()).finishedOn(notebook.today()));
    }

    @Override
    public void entered(Lesson lesson, int task, String claim, List<String> inputs) {
      try {
        String name = Journal.fileName(lesson);
        Journal before = Journal.parse(notebook.journal(name)).of(lesson);
        journalPlace = notebook.keepJournal(name, before.with(task, claim, inputs).text());
      } catch (Refusal unwritable) {
        worry = unwritable.what();
      }
    }

    @Override
    public boolean hasDone(Lesson lesson, int task) {
      try {
        Progress.Result result = progress().of(lesson.name()).tasks().get(task);
        return result != null && result != Progress.Result.SKIPPED;
      } catch (Refusal unreadable) {
        return false;
      }
    }

    @Override
    public String farewell() {
      return LessonDirectives.this.farewell();
    }
  }
}
