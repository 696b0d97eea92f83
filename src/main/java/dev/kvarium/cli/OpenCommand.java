package dev.kvarium.cli;

import dev.kvarium.lab.Refusal;
import dev.kvarium.repl.SessionOptions;
import java.io.File;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code kvarium open TEXT}. */
@Command(
    name = "open",
    header = "Recreates the worlds from the text that :share printed, and opens the prompt there.",
    description = "Where standard input is no terminal, its lines are run there.",
    exitCodeList = {
      "0:all went well",
      "1:the text is no world, or a line could not be followed",
      "2:a file could not be read"
    })
final class OpenCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "TEXT",
      description = "the text, from kv1- to its end, or a file that holds it")
  private String text = "";

  @ParentCommand private @Nullable CommandTree whole;

  @Override
  public Integer call() {
    String shared = text;
    if (new File(text).isFile()) {
      try {
        shared = new FilesOnDisk().read(text).strip();
      } catch (Refusal refusal) {
        System.err.println("kvarium: " + refusal.what());
        return Main.UNUSABLE;
      }
    }
    shared = shared.startsWith("kvarium open ") ? shared.substring(13).strip() : shared;
    SessionOptions options =
        whole == null ? SessionOptions.DEFAULT : whole.inManner(SessionOptions.DEFAULT);
    return new Start.Session(
            OptionalLong.empty(),
            options.withFirst(":open \"" + shared.replaceAll("[\"\\\\\\s]", "") + "\" here"))
        .go();
  }
}
