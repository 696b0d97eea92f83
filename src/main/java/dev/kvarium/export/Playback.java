package dev.kvarium.export;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.TextFiles;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.script.RunDirective;
import dev.kvarium.script.Script;
import dev.kvarium.script.ScriptLine;
import dev.kvarium.script.ScriptRunner;
import dev.kvarium.script.StepResult;
import dev.kvarium.view.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A script as it was followed, line by line, with what was to be seen after each.
 *
 * @param name of the script, without folder and ending
 * @param title the first sentence of its prose, or else its name
 * @param intro the rest of the prose that stands before the first line
 * @param spec what its last world began as
 * @param sights the views that were looked at
 */
public record Playback(
    String name,
    String title,
    String intro,
    WorldSpec spec,
    List<Sight> sights,
    List<Frame> frames) {
  public Playback {
    sights = List.copyOf(sights);
    frames = List.copyOf(frames);
  }

  /**
   * Follows a script in a lab of its own.
   *
   * @param files for its {@code :run}
   * @param sights the views to look at after each line
   */
  public static Playback of(Script script, TextFiles files, List<Sight> sights) {
    Lab lab = Lab.open(WorldSpec.DEFAULT, files);
    RunDirective.register(lab);
    List<Frame> frames = new ArrayList<>();
    List<String> prose = new ArrayList<>();
    Optional<String> opening = Optional.empty();
    int next = 0;
    List<Script.Step> steps = script.steps();
    for (ScriptLine line : script.lines()) {
      if (line instanceof ScriptLine.Prose said) {
        prose.add(said.text());
      }
      if (!line.acts()) {
        continue;
      }
      String prompt = lab.prompt();
      StepResult result = ScriptRunner.follow(steps.get(next++), lab);
      if (opening.isEmpty()) {
        opening = Optional.of(String.join("\n", prose));
        prose.clear();
      }
      if (line.isCheck() && !frames.isEmpty()) {
        Frame.Check check = new Frame.Check(line.entry().strip(), !result.verdict().isBad());
        frames.addLast(frames.removeLast().with(check));
        continue;
      }
      List<Optional<Picture>> seen = sights.stream().map(each -> each.look(lab)).toList();
      frames.add(
          new Frame(
              frames.size() + 1,
              String.join("\n", prose),
              prompt,
              typed(line),
              result.parts(),
              List.of(),
              lab.nowMicros() - lab.startMicros(),
              seen));
      prose.clear();
    }
    String head = opening.orElseGet(() -> String.join("\n", prose));
    String name = bare(script.name());
    int end = sentenceEnd(head);
    return new Playback(
        name,
        head.isBlank() ? name : head.substring(0, end).strip(),
        head.substring(end).strip(),
        lab.spec(),
        sights,
        frames);
  }

  /** The line as a person would type it, without the mark of a command. */
  private static String typed(ScriptLine line) {
    String entry = line.entry().strip();
    return line instanceof ScriptLine.Input input && input.client().isEmpty()
        ? input.text()
        : entry;
  }

  private static int sentenceEnd(String text) {
    int feed = text.indexOf('\n');
    int stop = text.indexOf(". ");
    int end = stop < 0 ? text.length() : stop + 1;
    return feed < 0 ? end : StrictMath.min(feed, end);
  }

  private static String bare(String file) {
    String name = file.substring(file.lastIndexOf('/') + 1);
    return name.endsWith(".kv") ? name.substring(0, name.length() - 3) : name;
  }
}
