package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.ADMIN;
import static dev.kvarium.redis.command.Flags.LOADING;
import static dev.kvarium.redis.command.Flags.NOSCRIPT;
import static dev.kvarium.redis.command.Flags.STALE;
import static dev.kvarium.redis.command.ServerCommands.row;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Glob;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** CONFIG: the parameters of the node, read and changed while it runs. */
final class ConfigCommands {
  private static final int FLAGS = ADMIN | NOSCRIPT | LOADING | STALE;

  private final Settings settings;
  private final Runnable resetStats;

  ConfigCommands(Settings settings, Runnable resetStats) {
    this.settings = settings;
    this.resetStats = resetStats;
  }

  List<CommandRow> rows() {
    return List.of(
        Help.container("config", "subcommand", Group.SERVER, "2.0.0", "Reads and sets parameters"),
        row(
            "config|get",
            "parameter [parameter ...]",
            FLAGS,
            "2.0.0",
            "Gives the parameters whose names match",
            this::get),
        row(
            "config|set",
            "parameter value [parameter value ...]",
            FLAGS,
            "2.0.0",
            "Sets parameters, all or none",
            this::set),
        row("config|resetstat", "", FLAGS, "2.0.0", "Zeroes the statistics", this::resetStat),
        row(
            "config|rewrite",
            "",
            FLAGS,
            "2.8.0",
            "Writes the parameters into the configuration file, of which a node here has none",
            ConfigCommands::rewrite),
        Help.row(
            "config",
            Group.SERVER,
            "5.0.0",
            "GET <pattern> [<pattern> ...]",
            "    The parameters whose names match one of the patterns, and their values.",
            "SET <parameter> <value> [<parameter> <value> ...]",
            "    Sets parameters; when one cannot be set, none is.",
            "RESETSTAT",
            "    Zeroes the figures of INFO that count.",
            "REWRITE",
            "    Writes the parameters into the configuration file."));
  }

  private Reply get(Call call) {
    SequencedMap<String, Parameter> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 2; i < call.argc(); i++) {
      String name = call.text(i);
      if (name.indexOf('*') < 0 && name.indexOf('?') < 0 && name.indexOf('[') < 0) {
        settings.parameter(name).ifPresent(parameter -> found.putIfAbsent(name, parameter));
      } else {
        byte[] pattern = call.arg(i);
        settings.parameters().entrySet().stream()
            .filter(each -> !each.getValue().isHidden())
            .filter(each -> Glob.matchesIgnoreCase(pattern, Bytes.latin1(each.getKey())))
            .forEach(each -> found.putIfAbsent(each.getKey(), each.getValue()));
      }
    }
    List<Reply> lines = new ArrayList<>();
    for (Map.Entry<String, Parameter> each : found.entrySet()) {
      lines.add(Reply.of(each.getKey()));
      lines.add(Reply.of(Bytes.latin1(each.getValue().value())));
    }
    return new Reply.Map(lines);
  }

  private Reply set(Call call) throws CommandError {
    if (call.argc() % 2 == 1) {
      throw CommandError.SYNTAX;
    }
    List<Parameter> parameters = toSet(call);
    List<String> before = parameters.stream().map(Parameter::value).toList();
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      String problem = parameter.set(call.text(3 + 2 * i));
      if (problem.isEmpty() && !parameter.value().equals(before.get(i))) {
        problem = parameter.fixedBecause();
      }
      if (!problem.isEmpty()) {
        for (int j = 0; j <= i; j++) {
          parameters.get(j).set(before.get(j));
        }
        throw failed(call.text(2 + 2 * i).toLowerCase(Locale.ROOT), problem);
      }
    }
    apply(parameters, before);
    for (int i = 0; i < parameters.size(); i++) {
      if (!parameters.get(i).value().equals(before.get(i))) {
        settings.changed(parameters.get(i));
      }
    }
    return Reply.OK;
  }

  /** Makes the changes true, or takes all of them back. */
  private void apply(List<Parameter> parameters, List<String> before) throws CommandError {
    List<Parameter> applied = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      if (parameter.value().equals(before.get(i))) {
        continue;
      }
      String problem = settings.apply(parameter);
      if (!problem.isEmpty()) {
        for (int j = 0; j < parameters.size(); j++) {
          parameters.get(j).set(before.get(j));
        }
        applied.forEach(settings::apply);
        throw failed(parameter.name(), problem);
      }
      applied.add(parameter);
    }
  }

  private List<Parameter> toSet(Call call) throws CommandError {
    List<Parameter> parameters = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    CommandError error = null;
    for (int i = 2; i < call.argc() && error == null; i += 2) {
      String name = call.text(i);
      Parameter parameter = settings.parameter(name).orElse(null);
      if (parameter == null) {
        error =
            new CommandError(
                "ERR Unknown option or number of arguments for CONFIG SET - '" + name + "'");
      } else if (!parameter.lockedBecause(settings.protectedAllowed).isEmpty()) {
        error = failed(name, parameter.lockedBecause(settings.protectedAllowed));
      } else if (!names.add(name.toLowerCase(Locale.ROOT))) {
        error = failed(name, "duplicate parameter");
      } else {
        parameters.add(parameter);
      }
    }
    if (error != null) {
      throw error;
    }
    return parameters;
  }

  private static CommandError failed(String name, String problem) {
    return new CommandError(
        "ERR CONFIG SET failed (possibly related to argument '" + name + "') - " + problem);
  }

  private Reply resetStat(Call call) {
    resetStats.run();
    return Reply.OK;
  }

  private static Reply rewrite(Call call) throws CommandError {
    throw new CommandError("ERR The server is running without a config file");
  }
}
