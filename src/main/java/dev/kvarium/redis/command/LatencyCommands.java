package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.ADMIN;
import static dev.kvarium.redis.command.Flags.LOADING;
import static dev.kvarium.redis.command.Flags.NOSCRIPT;
import static dev.kvarium.redis.command.Flags.STALE;
import static dev.kvarium.redis.command.ServerCommands.row;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;

/** LATENCY: what took long, and how long commands take. */
final class LatencyCommands {
  private static final int FLAGS = ADMIN | NOSCRIPT | LOADING | STALE;

  private final LatencyMonitor monitor;
  private final CommandTable table;
  private final LatencyReport report;

  LatencyCommands(LatencyMonitor monitor, CommandTable table, LatencyReport report) {
    this.monitor = monitor;
    this.table = table;
    this.report = report;
  }

  List<CommandRow> rows() {
    return List.of(
        Help.container("latency", "subcommand", Group.SERVER, "2.8.13", "Tells what took long"),
        row(
            "latency|doctor",
            "",
            FLAGS,
            "2.8.13",
            "Says in words what took long and what may help",
            call -> new Reply.Verbatim("txt", Bytes.of(report.doctor()))),
        row(
            "latency|graph",
            "event",
            FLAGS,
            "2.8.13",
            "Draws how long a kind of work took",
            this::graph),
        row(
            "latency|histogram",
            "[command [command ...]]",
            FLAGS,
            "7.0.0",
            "Tells how many calls of commands took how long",
            this::histogram),
        row(
            "latency|history",
            "event",
            FLAGS,
            "2.8.13",
            "Lists when a kind of work took how long",
            this::history),
        row(
            "latency|latest",
            "",
            FLAGS,
            "2.8.13",
            "Lists the latest and the longest of each kind of work",
            call -> latest()),
        row(
            "latency|reset",
            "[event [event ...]]",
            FLAGS,
            "2.8.13",
            "Forgets what took long",
            this::reset),
        Help.row(
            "latency",
            Group.SERVER,
            "2.8.13",
            "DOCTOR",
            "    What took long, and what may help, in words.",
            "GRAPH <event>",
            "    A drawing of how long this kind of work took.",
            "HISTORY <event>",
            "    When this kind of work took how many milliseconds.",
            "LATEST",
            "    The latest and the longest of each kind of work.",
            "RESET [<event> ...]",
            "    Forgets these kinds of work,",
            "    or all of them.",
            "HISTOGRAM [COMMAND ...]",
            "    How many calls of these commands took up to how many microseconds,",
            "    or of all commands."));
  }

  private Reply graph(Call call) throws CommandError {
    LatencyMonitor.Series series = monitor.byEvent().get(call.text(2));
    if (series == null) {
      throw new CommandError("ERR No samples available for event '" + call.text(2) + "'");
    }
    return new Reply.Verbatim("txt", Bytes.of(report.graph(call.text(2), series)));
  }

  private Reply history(Call call) {
    LatencyMonitor.Series series = monitor.byEvent().get(call.text(2));
    List<Reply> told = new ArrayList<>();
    if (series != null) {
      for (LatencyMonitor.Sample sample : series.samples()) {
        told.add(Reply.of(Reply.of(sample.unixSeconds()), Reply.of(sample.millis())));
      }
    }
    return new Reply.Array(told);
  }

  private Reply latest() {
    List<Reply> told = new ArrayList<>();
    monitor
        .byEvent()
        .forEach(
            (event, series) -> {
              LatencyMonitor.Sample last = series.samples().getLast();
              told.add(
                  Reply.of(
                      Reply.of(event),
                      Reply.of(last.unixSeconds()),
                      Reply.of(last.millis()),
                      Reply.of(series.longestMillis())));
            });
    return new Reply.Array(told);
  }

  private Reply reset(Call call) {
    if (call.argc() == 2) {
      return Reply.of(monitor.reset());
    }
    int reset = 0;
    for (int i = 2; i < call.argc(); i++) {
      reset += monitor.reset(call.text(i)) ? 1 : 0;
    }
    return Reply.of(reset);
  }

  private Reply histogram(Call call) {
    List<Reply> told = new ArrayList<>();
    if (call.argc() == 2) {
      table.flat().forEach(command -> add(told, command));
    }
    for (int i = 2; i < call.argc(); i++) {
      table
          .named(call.text(i))
          .ifPresent(
              command -> {
                add(told, command);
                command.subcommands().forEach(inside -> add(told, inside));
              });
    }
    return new Reply.Map(told);
  }

  private static void add(List<Reply> told, Command command) {
    command
        .timesIfAny()
        .ifPresent(
            times -> {
              List<Reply> levels = new ArrayList<>();
              for (LatencyHistogram.Level level : times.levels()) {
                levels.add(Reply.of(level.micros()));
                levels.add(Reply.of(level.calls()));
              }
              told.add(Reply.of(command.name()));
              told.add(
                  new Reply.Map(
                      List.of(
                          Reply.of("calls"),
                          Reply.of(times.total()),
                          Reply.of("histogram_usec"),
                          new Reply.Map(levels))));
            });
  }
}
