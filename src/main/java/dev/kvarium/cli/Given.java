package dev.kvarium.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line as it was given to a command: to be asked, and to be complained about. */
@Command
final class Given {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  /** What is wrong with it; to be thrown. */
  ParameterException wrong(String what) {
    if (command == null) {
      throw new IllegalStateException(what);
    }
    return new ParameterException(command.commandLine(), what);
  }

  /** Whether an option stands in it, rather than has its value because it does not. */
  boolean has(String option) {
    return command != null && command.commandLine().getParseResult().hasMatchedOption(option);
  }
}
