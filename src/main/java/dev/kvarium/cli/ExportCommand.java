package dev.kvarium.cli;

import dev.kvarium.export.Export;
import dev.kvarium.export.Sight;
import dev.kvarium.lab.Refusal;
import dev.kvarium.script.PartialRun;
import dev.kvarium.script.Script;
import dev.kvarium.script.ScriptParser;
import dev.kvarium.script.UnusableScript;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kvarium export FILE OUT [VIEW…]}. */
@Command(
    name = "export",
    header = "Replays a script and writes it as something to look at, to send or to show.",
    description = {
      "What is written shows in OUT's ending: .html one page to scrub through, .cast a recording"
          + " for asciinema, .txt a transcript; with a view .svg or .txt that view at the end.",
      "A name that is no file is looked up among the scenarios on board. OUT may be an ending"
          + " alone, as .html: then it goes to the standard output."
    },
    exitCodeList = {
      "0:it is written",
      "1:it is written, but the script is not as it expects",
      "2:a file could not be read or written, or is no script"
    })
final class ExportCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FILE", description = "a script, or a scenario's name")
  private String file = "";

  @Parameters(index = "1", paramLabel = "OUT", description = "the file to write, or an ending")
  private String out = "";

  @Parameters(
      index = "2..*",
      paramLabel = "VIEW",
      description = "views as :show takes them, parted by commas: inspect user:1, aof")
  private List<String> views = new ArrayList<>();

  @Option(names = "--over", description = "in place of a file that is there")
  private boolean over;

  @Override
  public Integer call() {
    FilesOnDisk files = new FilesOnDisk();
    try {
      boolean toStandardOutput = Export.ENDINGS.contains(out) && out.startsWith(".");
      if (!toStandardOutput && !over && new File(out).exists()) {
        return complain(out + " is there already; --over writes in its place");
      }
      List<Sight> sights = Export.sights(views);
      Script script = ScriptParser.parse(file, files.read(file));
      PartialRun run = PartialRun.of(script, OptionalLong.empty(), OptionalLong.empty(), files);
      String text = new Export(file, script.text(), script.text(), run.lab()).text(out, sights);
      if (toStandardOutput) {
        Start.print(text);
      } else {
        files.write(out, text);
      }
      run.wrong().forEach(each -> System.err.println("kvarium: " + each.mismatch(file)));
      return run.wrong().isEmpty() ? 0 : 1;
    } catch (Refusal refusal) {
      return complain(refusal.what());
    } catch (UnusableScript noScript) {
      return complain(noScript.what());
    }
  }

  private static int complain(String what) {
    System.err.println("kvarium: " + what);
    return Main.UNUSABLE;
  }
}
