package dev.kvarium.cli;

import dev.kvarium.export.ExportDirectives;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.lesson.LessonDirectives;
import dev.kvarium.repl.Piped;
import dev.kvarium.repl.Prompt;
import dev.kvarium.repl.SessionOptions;
import dev.kvarium.script.Run;
import dev.kvarium.script.RunDirective;
import dev.kvarium.script.RunOptions;
import dev.kvarium.tui.Tui;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** Something that the command line asks for, whoever read it. */
sealed interface Start {
  /** Does it; the exit code. */
  int go();

  /** Says which version this is. */
  record About() implements Start {
    @Override
    public int go() {
      System.out.println(Version.LINE);
      return 0;
    }
  }

  /**
   * A session: with a person where standard input and output are a terminal, else with the lines
   * that come.
   *
   * @param seed of the world, where one is given
   * @param options how it is held; its lab is replaced
   */
  record Session(OptionalLong seed, SessionOptions options) implements Start {
    @Override
    public int go() {
      SessionOptions whole = options.withLab(this::open);
      if (System.console() != null) {
        return Prompt.run(whole.withFullScreen(Tui::hold));
      }
      if (whole.straightIn()) {
        System.err.println(
            "kvarium: the full screen needs a terminal; 'kvarium run' replays a file without one");
        return Main.UNUSABLE;
      }
      return Piped.run(whole);
    }

    private Lab open() {
      WorldSpec spec = WorldSpec.DEFAULT;
      if (seed.isPresent()) {
        spec = spec.withSeed(seed.getAsLong());
      }
      Lab lab = Lab.open(spec, new FilesOnDisk());
      RunDirective.register(lab);
      ExportDirectives.register(lab);
      LessonDirectives.register(lab, LessonsOnDisk.ofUser(), ProgressFile.ofUser());
      return lab;
    }
  }

  /** A replay of scripts. */
  record Replay(RunOptions options) implements Start {
    @Override
    public int go() {
      Run run = Run.of(options, new FilesOnDisk());
      print(FileDescriptor.out, run.report());
      print(FileDescriptor.err, run.notes());
      return run.exitCode();
    }
  }

  /** Prints text to the standard output, in UTF-8 whatever the locale. */
  static void print(String text) {
    print(FileDescriptor.out, text);
  }

  private static void print(FileDescriptor to, String text) {
    if (!text.isEmpty()) {
      PrintStream stream = new PrintStream(new FileOutputStream(to), false, StandardCharsets.UTF_8);
      stream.print(text);
      stream.flush();
    }
  }

  /** Whether these arguments ask for stack traces. */
  static boolean debug(String[] args) {
    for (String each : args) {
      if (each.equals("--debug")) {
        return true;
      }
    }
    return false;
  }
}
