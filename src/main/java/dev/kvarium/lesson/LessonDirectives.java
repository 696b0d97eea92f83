package dev.kvarium.lesson;

import dev.kvarium.lab.DirectiveArguments;
import dev.kvarium.lab.DirectiveRow;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Part;
import dev.kvarium.lab.Refusal;
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

  private final Lab lab;
  private final Catalogue catalogue;
  private final Notebook notebook;
  private @Nullable LessonPlayer player;
  private boolean wasLive;
  private String refused = "";
  private String worry = "";

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
            "[NAME | list | test [NAME] | reset | skip | again | stop]",
            "Lists lessons, plays one by number, name or file; in one, says where you are",
            (own, arguments) -> lessons.withWorries(lessons.lesson(arguments))));
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
    arguments.atMost(word.equals("test") ? 2 : 1);
    return switch (word) {
      case "" -> player == null || isOver(player) ? list() : player.where();
      case "list" -> list();
      case "reset" -> playing().reset();
      case "skip" -> playing().skip();
      case "again" -> start(playing().lesson(), false, 0);
      case "stop" -> stop();
      case "test" ->
          start(
              arguments.count() > 1 ? catalogue.find(arguments.words().get(1)) : playing().lesson(),
              true,
              0);
      default -> play(catalogue.find(word), word);
    };
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

  private List<Part> play(Lesson lesson, String word) throws Refusal {
    long steps = lab.journal().stream().filter(entry -> entry.changes()).count();
    boolean ownWorld = player == null || isOver(player);
    if (ownWorld && steps > 0 && !refused.equals(word)) {
      refused = word;
      throw new Refusal(
          "a lesson begins a world of its own, and this one holds "
              + steps
              + (steps == 1 ? " step" : " steps")
              + " of yours: :fork NAME leaves them as they are, :save FILE keeps them; :lesson "
              + word
              + " once more begins");
    }
    refused = "";
    Progress.Entry entry = progress().of(lesson.name());
    boolean resumes = !entry.isFinished() && entry.step() > 1 && entry.step() <= lesson.steps();
    return start(lesson, false, resumes ? entry.step() : 0);
  }

  private List<Part> start(Lesson lesson, boolean test, int step) throws Refusal {
    Progress progress = progress();
    if (player == null) {
      wasLive = lab.live();
    }
    lab.enter(":stepped");
    LessonPlayer next = new LessonPlayer(lab, lesson, test, new Notes());
    player = next;
    lab.companion(Optional.of(next));
    List<Part> parts = new ArrayList<>();
    parts.add(new Part.Picture(opening(lesson, test, step, progress)));
    parts.add(new Part.Said(""));
    parts.addAll(next.begin(step));
    return parts;
  }

  private static Prose opening(Lesson lesson, boolean test, int step, Progress progress) {
    Lesson.Head head = lesson.head();
    StringBuilder words = new StringBuilder();
    words.append(" · ").append(head.minutes()).append(" minutes · models ").append(head.models());
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
      words.append(" · builds on ").append(String.join(", ", missing));
    }
    return Prose.of(StyledText.of(head.title(), Style.BOLD).plus(words.toString(), Style.DIM));
  }

  private List<Part> stop() throws Refusal {
    Lesson lesson = playing().lesson();
    player = null;
    lab.companion(Optional.empty());
    if (wasLive) {
      lab.enter(":live");
    }
    return List.of(
        new Part.Said(
            "left '" + lesson.head().title() + "'; :lesson " + lesson.name() + " goes on with it"));
  }

  private Progress progress() throws Refusal {
    return Progress.parse(notebook.read());
  }

  /** Notes progress; a note that cannot be kept is no reason to stop a lesson. */
  private final class Notes implements LessonPlayer.Log {
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
    public void task(Lesson lesson, int task, Progress.Result result) {
      note(lesson, entry -> entry.with(task, result));
    }

    @Override
    public void finished(Lesson lesson) {
      note(lesson, entry -> entry.at(lesson.steps(), lesson.steps()).finishedOn(notebook.today()));
    }
  }
}
