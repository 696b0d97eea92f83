package dev.kvarium.script;

import dev.kvarium.lab.Refusal;
import dev.kvarium.lab.TextFiles;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code kvarium run} does: reads the files, replays them one after the other, each in a world
 * of its own, and reports.
 *
 * @param exitCode 0 when all holds, 1 when something differs or failed, 2 when a file could not be
 *     read or written, or is no script
 * @param report for standard output
 * @param notes for standard error: what could not be read, what was written; may be empty
 */
public record Run(int exitCode, String report, String notes) {
  /** Replays what the options say; never throws for what a file holds. */
  public static Run of(RunOptions options, TextFiles files) {
    List<ScriptResult> results = new ArrayList<>();
    StringBuilder notes = new StringBuilder();
    List<String> unusable = new ArrayList<>();
    StringBuilder events = new StringBuilder();
    for (String name : options.files()) {
      try {
        Script script = ScriptParser.parse(name, files.read(name));
        ScriptResult result = replay(script, options, files);
        if (options.update()) {
          result = updated(result, options, files, notes);
        }
        results.add(result);
        if (options.events().isPresent()) {
          events.append(EventLines.of(result.events()));
        }
      } catch (UnusableScript noScript) {
        unusable.add(noScript.what());
      } catch (Refusal refusal) {
        unusable.add(refusal.what());
      }
    }
    if (options.events().isPresent()) {
      try {
        files.write(options.events().get(), events.toString());
      } catch (Refusal refusal) {
        unusable.add(refusal.what());
      }
    }
    for (String what : unusable) {
      notes.append("kvarium: ").append(what).append('\n');
    }
    return new Run(
        unusable.isEmpty() ? exitCode(results) : 2,
        Report.named(options.format(), options.transcript()).of(results, unusable),
        notes.toString());
  }

  private static ScriptResult replay(Script script, RunOptions options, TextFiles files) {
    boolean metrics = !options.format().equals("text");
    return ScriptRunner.run(script, options.seed(), files, options.transcript(), metrics);
  }

  /** Writes the replies that came into the file, and replays what it holds now. */
  private static ScriptResult updated(
      ScriptResult result, RunOptions options, TextFiles files, StringBuilder notes)
      throws Refusal, UnusableScript {
    String name = result.script().name();
    String text = Update.of(result);
    if (text.equals(result.script().text())) {
      return result;
    }
    files.write(name, text);
    notes.append("kvarium: wrote the replies that came into ").append(name).append('\n');
    return replay(ScriptParser.parse(name, text), options, files);
  }

  private static int exitCode(List<ScriptResult> results) {
    for (ScriptResult result : results) {
      if (!result.holds()) {
        return 1;
      }
    }
    return 0;
  }
}
