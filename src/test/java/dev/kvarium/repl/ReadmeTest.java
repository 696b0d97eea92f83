package dev.kvarium.repl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Refusal;
import dev.kvarium.lab.TextFiles;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.lesson.Catalogue;
import dev.kvarium.lesson.LessonDirectives;
import dev.kvarium.lesson.Notebook;
import dev.kvarium.lesson.Progress;
import dev.kvarium.lesson.Shelf;
import dev.kvarium.lesson.Translation;
import dev.kvarium.script.Script;
import dev.kvarium.script.ScriptParser;
import dev.kvarium.script.ScriptResult;
import dev.kvarium.script.ScriptRunner;
import dev.kvarium.view.PlainRenderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What README shows is what comes: its sessions are typed again, one world for all of them until
 * one begins with a command of the shell. A line {@code …} stands for any lines, and for Enter.
 */
class ReadmeTest {
  private static final String LEFT_OUT = "…";
  private static final String SHELL = "$ ./kvarium ";

  private final OutcomeText text = new OutcomeText(new PlainRenderer(false), false, false);
  private final Deque<String> coming = new ArrayDeque<>();
  private final List<String> entered = new ArrayList<>();
  private Lab lab = lab();

  private static Lab lab() {
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    LessonDirectives.register(lab, new Lessons(), new Blank());
    return lab;
  }

  @Test
  void whatItsSessionsPrintIsReal() throws IOException, Refusal {
    boolean inSession = false;
    boolean leftOut = false;
    int number = 0;
    for (String line : Files.readAllLines(Path.of("README.md"))) {
      number++;
      String where = "README.md:" + number;
      if (line.startsWith("```")) {
        if (inSession) {
          assertThat(leftOut ? List.of() : coming).as("more comes, " + where).isEmpty();
          coming.clear();
          leftOut = false;
        }
        inSession = line.equals("```text");
      } else if (inSession && line.equals(LEFT_OUT)) {
        leftOut = true;
      } else if (inSession) {
        if (leftOut) {
          skipTo(line);
          leftOut = false;
        }
        if (coming.isEmpty()) {
          enter(line, where);
        } else {
          assertThat(coming.removeFirst()).as(where).isEqualTo(line);
        }
      }
    }
    assertThat(entered).contains(":crash power", ":back 2", "$ ./kvarium lesson 1", ":hint", "c");
  }

  /** Reads on, with Enter where nothing more comes, to a line that comes or is to be typed. */
  private void skipTo(String line) {
    for (int pages = 0; pages < 20; pages++) {
      while (!coming.isEmpty() && !coming.getFirst().equals(line)) {
        coming.removeFirst();
      }
      if (!coming.isEmpty() || line.startsWith(lab.prompt())) {
        return;
      }
      follow("");
    }
  }

  /** Types what stands behind the prompt. */
  private void enter(String line, String where) throws Refusal {
    if (line.startsWith(SHELL)) {
      entered.add(line);
      String[] words = line.substring(SHELL.length()).split(" ");
      assertThat(words[0]).as(where).isEqualTo("lesson");
      if (words.length == 1) {
        String list = new Catalogue(new Lessons()).list(Progress.parse(""), "kvarium lesson");
        list.lines().forEach(each -> coming.add(each.stripTrailing()));
      } else {
        lab = lab();
        follow(":lesson " + words[1]);
      }
      return;
    }
    String prompt = lab.prompt();
    assertThat(line + " ").as(where + " is to be typed").startsWith(prompt);
    String typed = (line + " ").substring(prompt.length()).strip();
    entered.add(typed);
    follow(typed);
  }

  private void follow(String line) {
    text.of(lab.enter(line), 80, 24).lines().forEach(each -> coming.add(each.stripTrailing()));
  }

  @Test
  void whatItsScenarioExpectsComes() throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    int from = readme.indexOf("```kv\n") + 6;
    Script script =
        ScriptParser.parse("README.md", readme.substring(from, readme.indexOf("```", from)));
    ScriptResult result = ScriptRunner.run(script, OptionalLong.empty(), TextFiles.NONE);
    assertThat(result.checks()).isEqualTo(6);
    assertThat(result.holds()).isTrue();
  }

  /** The lessons of the checkout. */
  private static final class Lessons implements Shelf {
    @Override
    public List<String> files() {
      try (Stream<Path> files = Files.list(Path.of("lessons"))) {
        return files
            .map(file -> file.getFileName().toString())
            .filter(Translation::isOriginal)
            .sorted()
            .toList();
      } catch (IOException broken) {
        throw new AssertionError(broken);
      }
    }

    @Override
    public String read(String file) {
      try {
        return Files.readString(Path.of("lessons", file));
      } catch (IOException broken) {
        throw new AssertionError(broken);
      }
    }
  }

  /** Progress of somebody who has just begun. */
  private static final class Blank implements Notebook {
    private String text = "";

    @Override
    public String read() {
      return text;
    }

    @Override
    public void write(String fresh) {
      text = fresh;
    }

    @Override
    public String today() {
      return "2026-11-23";
    }
  }
}
