package dev.kvarium.lesson;

import dev.kvarium.script.UnusableScript;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;

/** Reads a lesson: front matter, then Markdown with fenced {@code kv} blocks. */
public final class LessonParser {
  private static final int STEP_LEVEL = 2;
  private static final String STUDENT = "[A-Za-z0-9][A-Za-z0-9._@-]{0,63}";

  private final String file;
  private final List<Lesson.Piece> pieces = new ArrayList<>();
  private final ProseReader prose;
  private int proseLine;
  private int steps;
  private int tasks;

  private LessonParser(String file) {
    this.file = file;
    this.prose = new ProseReader(file);
  }

  /**
   * Reads the text of a file.
   *
   * @param file its name, which stands in what is said of it
   */
  public static Lesson parse(String file, String text) throws UnusableScript {
    return parse(file, text, "");
  }

  /**
   * Reads the text of a file as it is for a student.
   *
   * @param student who; empty for nobody in particular
   */
  public static Lesson parse(String file, String text, String student) throws UnusableScript {
    if (!student.isEmpty() && !student.matches(STUDENT)) {
      throw new UnusableScript(
          file,
          0,
          "'"
              + student
              + "' cannot be a student: letters, digits and . _ @ - make a name, 64 at most");
    }
    List<String> lines = text.lines().toList();
    FrontMatter front = FrontMatter.read(file, student, lines);
    // the front matter gives way to empty lines, so that every block keeps the number of its line
    String body =
        "\n".repeat(front.lines()) + String.join("\n", lines.subList(front.lines(), lines.size()));
    LessonParser parser = new LessonParser(file);
    parser.read(ProseReader.MARKDOWN.parse(front.filled(1, body)));
    return new Lesson(name(file), file, front.head(), front.variant(), parser.pieces);
  }

  /** A lesson's name: that of its file, without folder, leading number, language and ending. */
  public static String name(String file) {
    String name = file.substring(StrictMath.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    name = name.endsWith(".md") ? name.substring(0, name.length() - 3) : name;
    String bare = name.replaceFirst("^[0-9]+-", "").replaceFirst("\\.[a-z]{2}$", "");
    return bare.isEmpty() ? name : bare;
  }

  private void read(Node document) throws UnusableScript {
    for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof Heading heading && heading.getLevel() == STEP_LEVEL) {
        endProse();
        pieces.add(new Lesson.Heading(ProseReader.line(node), ++steps, title(heading)));
      } else if (node instanceof FencedCodeBlock code && isOurs(code)) {
        endProse();
        pieces.add(block(code));
      } else {
        if (prose.isEmpty()) {
          proseLine = ProseReader.line(node);
        }
        prose.add(node);
      }
    }
    endProse();
    if (steps == 0) {
      throw new UnusableScript(file, 0, "has no step: a step begins with a line '## Its title'");
    }
  }

  private static boolean isOurs(FencedCodeBlock code) {
    return code.getInfo().equals("kv") || code.getInfo().startsWith("kv ");
  }

  private Lesson.Piece block(FencedCodeBlock code) throws UnusableScript {
    int line = ProseReader.line(code);
    BlockReader reader = new BlockReader(file, line, code.getLiteral());
    return switch (code.getInfo().substring("kv".length()).strip()) {
      case "run" -> reader.run();
      case "predict" -> reader.predict();
      case "task" -> reader.task(++tasks);
      default ->
          throw new UnusableScript(
              file,
              line,
              "'" + code.getInfo() + "' is no block: there are kv run, kv predict, kv task");
    };
  }

  private static String title(Heading heading) {
    StringBuilder title = new StringBuilder();
    for (Node node = heading.getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof org.commonmark.node.Text text) {
        title.append(text.getLiteral());
      } else if (node instanceof org.commonmark.node.Code text) {
        title.append(text.getLiteral());
      }
    }
    return title.toString();
  }

  private void endProse() {
    if (!prose.isEmpty()) {
      pieces.add(prose.taken(proseLine));
    }
  }
}
