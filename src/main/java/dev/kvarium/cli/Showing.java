package dev.kvarium.cli;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.NearWords;
import dev.kvarium.lab.Refusal;
import dev.kvarium.lab.TextFiles;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.script.PartialRun;
import dev.kvarium.script.RunDirective;
import dev.kvarium.script.Script;
import dev.kvarium.script.ScriptParser;
import dev.kvarium.script.StepResult;
import dev.kvarium.script.UnusableScript;
import dev.kvarium.tui.Tui;
import dev.kvarium.view.AnsiRenderer;
import dev.kvarium.view.ColourDepth;
import dev.kvarium.view.Picture;
import dev.kvarium.view.PlainRenderer;
import dev.kvarium.view.Spoken;
import dev.kvarium.view.SvgRenderer;
import dev.kvarium.view.View;
import dev.kvarium.view.ViewRefusal;
import dev.kvarium.view.Views;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What {@code kvarium show} answers.
 *
 * @param exitCode 0; 1 when something of the script is not as it expects, or there is nothing to be
 *     seen; 2 when the file could not be used
 * @param text for standard output
 * @param notes for standard error; may be empty
 */
record Showing(int exitCode, String text, String notes) {
  /** What is called as if it were a view, and is the whole screen. */
  static final String SCREEN = "screen";

  /** How a picture can be told. */
  enum Format {
    PLAIN,
    ANSI,
    SVG,
    WORDS
  }

  /**
   * What is asked for.
   *
   * @param words what stands behind the name of the view
   * @param columns of the picture
   * @param rows of the picture; empty: as many as it takes
   * @param atMicros since the start of the world; empty: at the end of the script
   * @param depth the colours of ANSI
   */
  record Wish(
      String view,
      String file,
      List<String> words,
      Format format,
      int columns,
      OptionalLong rows,
      OptionalLong atMicros,
      OptionalLong seed,
      ColourDepth depth,
      boolean ascii) {}

  /** Replays the script and looks. */
  static Showing of(Wish wish, TextFiles files) {
    if (wish.view().equals(SCREEN)) {
      return screen(wish, files);
    }
    Optional<View> view = Views.find(wish.view());
    if (view.isEmpty()) {
      List<String> names = Views.all().stream().map(View::name).toList();
      String question = NearWords.question(wish.view(), names);
      return new Showing(
          Main.UNUSABLE,
          "",
          note(
              "there is no view '"
                  + wish.view()
                  + "'"
                  + (question.isEmpty() ? ": there are " + String.join(", ", names) : question)));
    }
    try {
      PartialRun run =
          PartialRun.of(
              ScriptParser.parse(wish.file(), files.read(wish.file())),
              wish.atMicros(),
              wish.seed(),
              files);
      StringBuilder notes = new StringBuilder();
      for (StepResult wrong : run.wrong()) {
        notes.append(
            note(
                wish.file()
                    + ":"
                    + wrong.step().line().number()
                    + ": not as the script expects\n"
                    + wrong.problem()));
      }
      Lab lab = run.lab();
      Picture picture = view.get().look(lab.scene(lab.node()), wish.words());
      return new Showing(run.wrong().isEmpty() ? 0 : 1, text(picture, wish), notes.toString());
    } catch (ViewRefusal refusal) {
      return new Showing(1, "", note(refusal.what()));
    } catch (Refusal refusal) {
      return new Showing(Main.UNUSABLE, "", note(refusal.what()));
    } catch (UnusableScript noScript) {
      return new Showing(Main.UNUSABLE, "", note(noScript.what()));
    }
  }

  /** The full screen with all lines of the script entered in it. */
  private static Showing screen(Wish wish, TextFiles files) {
    if (wish.atMicros().isPresent() || !wish.words().isEmpty()) {
      return new Showing(Main.UNUSABLE, "", note("screen takes no --at, nor a word"));
    }
    try {
      Script script = ScriptParser.parse(wish.file(), files.read(wish.file()));
      List<String> lines = new ArrayList<>(List.of(":stepped"));
      for (Script.Step step : script.steps()) {
        if (!step.line().isCheck()) {
          String line = step.line().entry().strip();
          lines.add(line.startsWith("> ") ? line.substring(2) : line);
        }
      }
      WorldSpec spec = WorldSpec.DEFAULT;
      Lab lab =
          Lab.open(wish.seed().isPresent() ? spec.withSeed(wish.seed().getAsLong()) : spec, files);
      RunDirective.register(lab);
      lab.enter(lines.removeFirst());
      return new Showing(0, text(Tui.still(lab, lines), wish), "");
    } catch (Refusal refusal) {
      return new Showing(Main.UNUSABLE, "", note(refusal.what()));
    } catch (UnusableScript noScript) {
      return new Showing(Main.UNUSABLE, "", note(noScript.what()));
    }
  }

  private static String text(Picture picture, Wish wish) {
    int columns = wish.columns();
    int rows = (int) wish.rows().orElseGet(() -> picture.rows(columns));
    return switch (wish.format()) {
      case PLAIN -> new PlainRenderer(wish.ascii()).render(picture.draw(columns, rows));
      case ANSI -> new AnsiRenderer(wish.depth(), wish.ascii()).render(picture.draw(columns, rows));
      case SVG -> SvgRenderer.render(picture, columns, rows);
      case WORDS -> Spoken.words(picture.narration()) + "\n";
    };
  }

  private static String note(String what) {
    return "kvarium: " + what + "\n";
  }
}
