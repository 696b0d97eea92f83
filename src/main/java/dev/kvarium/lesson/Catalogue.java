package dev.kvarium.lesson;

import dev.kvarium.lab.NearWords;
import dev.kvarium.lab.Refusal;
import dev.kvarium.script.UnusableScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lessons by what people call them, and the list of them. */
public final class Catalogue {
  private static final Pattern NUMBERED = Pattern.compile("0*([0-9]+)-.*");

  private final Shelf shelf;

  public Catalogue(Shelf shelf) {
    this.shelf = shelf;
  }

  /** Reads the lesson of a number, a name, the beginning of a name, or a file. */
  public Lesson find(String word) throws Refusal {
    return find(word, "");
  }

  /** The same as it is for a student; for nobody in particular where that is empty. */
  public Lesson find(String word, String student) throws Refusal {
    return read(file(word), student);
  }

  private String file(String word) throws Refusal {
    List<String> files = shelf.files();
    List<String> near = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      String name = LessonParser.name(files.get(i));
      boolean meant =
          word.equals(number(files.get(i), i)) || word.equals(files.get(i)) || word.equals(name);
      if (meant) {
        return files.get(i);
      }
      if (name.startsWith(word)) {
        near.add(files.get(i));
      }
    }
    if (near.size() == 1) {
      return near.getFirst();
    }
    if (word.endsWith(".md") || word.indexOf('/') >= 0) {
      return word;
    }
    List<String> names = files.stream().map(LessonParser::name).toList();
    throw new Refusal(
        "there is no lesson '"
            + word
            + "'"
            + NearWords.question(
                word, names, ":lesson lists them; one of your own is named by its file, NAME.md"));
  }

  /** The number that a file's name begins with; its place on the list where it has none. */
  private static String number(String file, int index) {
    Matcher numbered = NUMBERED.matcher(file);
    return numbered.matches() ? numbered.group(1) : Integer.toString(index + 1);
  }

  private static String number(List<Lesson> all, int index) {
    return number(all.get(index).file(), index);
  }

  private Lesson read(String file, String student) throws Refusal {
    try {
      return LessonParser.parse(file, shelf.read(file), student);
    } catch (UnusableScript unusable) {
      throw new Refusal(unusable.what());
    }
  }

  /** All lessons on board, in their order. */
  public List<Lesson> all() throws Refusal {
    List<Lesson> all = new ArrayList<>();
    for (String file : shelf.files()) {
      all.add(read(file, ""));
    }
    return all;
  }

  /** The list: number, title, minutes, how it stands; then what is to come next. */
  public String list(Progress progress, String command) throws Refusal {
    List<Lesson> all = all();
    int widest = all.stream().mapToInt(each -> each.head().title().length()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < all.size(); i++) {
      Lesson.Head head = all.get(i).head();
      String line =
          pad(number(all, i), 2)
              + "  "
              + head.title()
              + " ".repeat(widest - head.title().length())
              + "  "
              + pad(Integer.toString(head.minutes()), 2)
              + " min  "
              + state(all, all.get(i), progress)
              + (shelf.isTranslated(all.get(i).file()) ? "" : "  (not translated)");
      text.append(line.stripTrailing()).append('\n');
    }
    Optional<Integer> next = next(all, progress);
    return text.append('\n')
        .append(sum(all, progress))
        .append('\n')
        .append(
            next.isPresent()
                ? "next: " + command + " " + number(all, next.get())
                : "all done; " + command + " NUMBER plays one again")
        .toString();
  }

  /** How a lesson stands; of one that was not begun, after which others it comes. */
  private static String state(List<Lesson> all, Lesson lesson, Progress progress) {
    String words = progress.of(lesson.name()).words();
    if (!words.isEmpty()) {
      return words;
    }
    List<String> before = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      String name = all.get(i).name();
      if (lesson.head().needs().contains(name) && !progress.of(name).isFinished()) {
        before.add(number(all, i));
      }
    }
    return before.isEmpty() ? "" : "after " + String.join(", ", before);
  }

  /** {@code 43 lessons, 8 h 20 min: 3 done, 1 of them with a solution shown; 7 h 45 min to go}. */
  private static String sum(List<Lesson> all, Progress progress) {
    int minutes = 0;
    int left = 0;
    int done = 0;
    int assisted = 0;
    int skipped = 0;
    for (Lesson lesson : all) {
      Progress.Entry entry = progress.of(lesson.name());
      minutes += lesson.head().minutes();
      if (!entry.isFinished()) {
        left += lesson.head().minutes();
        continue;
      }
      done++;
      assisted += entry.tasks().containsValue(Progress.Result.ASSISTED) ? 1 : 0;
      skipped += entry.tasks().containsValue(Progress.Result.SKIPPED) ? 1 : 0;
    }
    String sum = all.size() + " lessons, " + hours(minutes);
    if (done == 0) {
      return sum;
    }
    return sum
        + ": "
        + done
        + " done"
        + (assisted == 0 ? "" : ", " + assisted + " with a solution shown")
        + (skipped == 0 ? "" : ", " + skipped + " with a task skipped")
        + (left == 0 ? "" : "; " + hours(left) + " to go");
  }

  private static String hours(int minutes) {
    return minutes < 60 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
  }

  /** What is to come next, as a sentence with its command. */
  String next(Progress progress, String command) throws Refusal {
    List<Lesson> all = all();
    return next(all, progress)
        .map(
            i -> "Next: " + command + " " + number(all, i) + ", " + all.get(i).head().title() + ".")
        .orElse("All lessons are done; " + command + " NUMBER plays one again.");
  }

  /** Lessons by their numbers and titles, {@code 2 When a small hash stops being small}. */
  String titles(List<String> names) throws Refusal {
    List<Lesson> all = all();
    List<String> titles = new ArrayList<>(names);
    for (int i = 0; i < all.size(); i++) {
      int at = titles.indexOf(all.get(i).name());
      if (at >= 0) {
        titles.set(at, "lesson " + number(all, i) + ", " + all.get(i).head().title());
      }
    }
    return String.join("; ", titles);
  }

  private static String pad(String text, int width) {
    return " ".repeat(StrictMath.max(0, width - text.length())) + text;
  }

  /**
   * The first lesson that is not finished, though all that it needs is; else the first that is not.
   */
  private static Optional<Integer> next(List<Lesson> all, Progress progress) {
    Optional<Integer> open = Optional.empty();
    for (int i = 0; i < all.size(); i++) {
      Lesson lesson = all.get(i);
      if (progress.of(lesson.name()).isFinished()) {
        continue;
      }
      if (lesson.head().needs().stream().allMatch(each -> progress.of(each).isFinished())) {
        return Optional.of(i);
      }
      open = open.isPresent() ? open : Optional.of(i);
    }
    return open;
  }
}
