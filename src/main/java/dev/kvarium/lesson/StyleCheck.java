package dev.kvarium.lesson;

import dev.kvarium.view.Style;
import dev.kvarium.view.StyledText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Looks at the prose of a lesson: whether it is hard to read, whether it uses words of the course
 * that nobody has brought in, and whether a step claims something and runs nothing.
 */
public final class StyleCheck {
  /** The school year that a paragraph may ask for, as Flesch and Kincaid reckon it. */
  private static final double HARDEST_GRADE = 12;

  /** Shorter paragraphs say little by their figures. */
  private static final int FEWEST_WORDS = 30;

  private static final int LONGEST_SENTENCE = 40;

  private final Lesson lesson;
  private final Set<String> known = new HashSet<>();
  private final Glossary glossary;
  private final List<String> findings = new ArrayList<>();

  private StyleCheck(Lesson lesson, Glossary glossary) {
    this.lesson = lesson;
    this.glossary = glossary;
  }

  /**
   * What an author may want to mend, each with file and line.
   *
   * @param course all lessons by their names, for what those bring in that this one needs
   */
  public static List<String> findings(
      Lesson lesson, Map<String, Lesson> course, Glossary glossary) {
    StyleCheck check = new StyleCheck(lesson, glossary);
    check.learn(lesson.head().needs(), course);
    check.known.add(lesson.name());
    check.look();
    return check.findings;
  }

  private void learn(List<String> needs, Map<String, Lesson> course) {
    for (String name : needs) {
      Lesson needed = course.get(name);
      if (needed != null && known.add(name)) {
        learn(needed.head().needs(), course);
      }
    }
  }

  private void look() {
    Set<String> introduced = new HashSet<>();
    int step = 0;
    boolean runs = true;
    Lesson.Heading heading = new Lesson.Heading(1, 0, "");
    for (Lesson.Piece piece : lesson.pieces()) {
      switch (piece) {
        case Lesson.Heading next -> {
          claim(heading, step, runs);
          heading = next;
          step = next.number();
          runs = false;
        }
        case Lesson.Text text -> {
          introduced.addAll(emphasized(text.prose()));
          for (Prose.Block block : text.prose().blocks()) {
            if (block.wraps() && !block.text().text().startsWith("|")) {
              read(text.line(), words(block.text()));
              terms(text.line(), block.text().text(), introduced);
            }
          }
        }
        case Lesson.Run run -> runs = true;
        case Lesson.Predict predict -> runs = true;
        case Lesson.Task task -> runs = true;
      }
    }
  }

  /** A step that only tells; the last one is there to be read. */
  private void claim(Lesson.Heading heading, int step, boolean runs) {
    if (step > 0 && !runs) {
      add(heading.line(), "step '" + heading.title() + "' claims, and runs nothing that shows it");
    }
  }

  private static Set<String> emphasized(Prose prose) {
    Set<String> words = new HashSet<>();
    for (Prose.Block block : prose.blocks()) {
      for (StyledText.Piece piece : block.text().pieces()) {
        if (piece.style().underline()) {
          words.add(piece.text().toLowerCase(Locale.ROOT));
        }
      }
    }
    return words;
  }

  /** The words of a paragraph; what is code is one short word. */
  private static String words(StyledText text) {
    StringBuilder words = new StringBuilder();
    for (StyledText.Piece piece : text.pieces()) {
      words.append(piece.style().equals(Style.BOLD) ? "it" : piece.text());
    }
    return words.toString();
  }

  private void terms(int line, String text, Set<String> introduced) {
    for (Glossary.Term term : glossary.in(text).values()) {
      String word = term.word().toLowerCase(Locale.ROOT);
      boolean brought =
          known.contains(term.lesson())
              || introduced.stream().anyMatch(each -> Glossary.find(word, each) >= 0);
      if (!brought && introduced.add(word)) {
        add(
            line,
            "'"
                + term.word()
                + "' is brought in by "
                + term.lesson()
                + ": name that in needs, or say here what it is, *"
                + term.word()
                + "*");
      }
    }
  }

  private void read(int line, String text) {
    int words = 0;
    int syllables = 0;
    int sentences = 0;
    for (String sentence : text.split("[.!?:;]+(\\s|$)")) {
      int own = 0;
      for (String word : sentence.split("[^A-Za-z']+")) {
        if (!word.isEmpty()) {
          own++;
          syllables += syllables(word.toLowerCase(Locale.ROOT));
        }
      }
      if (own > LONGEST_SENTENCE) {
        add(line, "a sentence of " + own + " words: " + start(sentence.strip()));
      }
      sentences += own > 0 ? 1 : 0;
      words += own;
    }
    if (words >= FEWEST_WORDS) {
      double grade = 0.39 * words / sentences + 11.8 * syllables / words - 15.59;
      if (grade > HARDEST_GRADE) {
        add(
            line,
            "asks for school year "
                + StrictMath.round(grade)
                + ", and "
                + StrictMath.round(HARDEST_GRADE)
                + " is enough: shorter sentences, shorter words: "
                + start(text.strip()));
      }
    }
  }

  private static String start(String text) {
    String one = text.replace('\n', ' ');
    return one.length() <= 40 ? one : one.substring(0, 40) + "…";
  }

  /** Groups of vowels, without a silent e at the end. */
  static int syllables(String word) {
    int count = 0;
    boolean vowel = false;
    for (int i = 0; i < word.length(); i++) {
      boolean now = "aeiouy".indexOf(word.charAt(i)) >= 0;
      count += now && !vowel ? 1 : 0;
      vowel = now;
    }
    boolean silent = word.endsWith("e") && !word.endsWith("le") && count > 1;
    return StrictMath.max(1, silent ? count - 1 : count);
  }

  private void add(int line, String what) {
    findings.add(lesson.file() + ":" + line + ": " + what);
  }
}
