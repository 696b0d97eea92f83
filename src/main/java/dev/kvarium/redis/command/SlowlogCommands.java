package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.ADMIN;
import static dev.kvarium.redis.command.Flags.LOADING;
import static dev.kvarium.redis.command.Flags.STALE;
import static dev.kvarium.redis.command.ServerCommands.row;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;

/** SLOWLOG: the commands that took long. */
final class SlowlogCommands {
  private static final int FLAGS = ADMIN | LOADING | STALE;
  private static final int DEFAULT_COUNT = 10;
  private static final CommandError COUNT =
      new CommandError("ERR count should be greater than or equal to -1");

  private final Slowlog slowlog;

  SlowlogCommands(Slowlog slowlog) {
    this.slowlog = slowlog;
  }

  List<CommandRow> rows() {
    return List.of(
        Help.container("slowlog", "subcommand", Group.SERVER, "2.2.12", "Tells of slow commands"),
        row("slowlog|get", "[count]", FLAGS, "2.2.12", "Lists the latest slow commands", this::get),
        row(
            "slowlog|len",
            "",
            FLAGS,
            "2.2.12",
            "Counts the slow commands that are kept",
            call -> Reply.of(slowlog.length())),
        row("slowlog|reset", "", FLAGS, "2.2.12", "Forgets the slow commands", this::reset),
        Help.row(
            "slowlog",
            Group.SERVER,
            "6.2.0",
            "GET [<count>]",
            "    The latest <count> slow commands, 10 unless said otherwise, -1 for all:",
            "    number, Unix time, microseconds, words, address and name of the client.",
            "LEN",
            "    How many are kept.",
            "RESET",
            "    Forgets them."));
  }

  private Reply get(Call call) throws CommandError {
    if (call.argc() > 3) {
      throw new CommandError(
          "ERR unknown subcommand or wrong number of arguments for '"
              + call.text(1)
              + "'. Try SLOWLOG HELP.");
    }
    long count = call.argc() == 3 ? call.longArg(2, -1, Long.MAX_VALUE, COUNT) : DEFAULT_COUNT;
    List<Reply> told = new ArrayList<>();
    for (Slowlog.Entry entry : slowlog.entries()) {
      if (count >= 0 && told.size() >= count) {
        break;
      }
      told.add(
          Reply.of(
              Reply.of(entry.id()),
              Reply.of(entry.unixSeconds()),
              Reply.of(entry.micros()),
              new Reply.Array(entry.words().stream().map(Reply::of).toList()),
              Reply.of(Bytes.latin1(entry.address())),
              Reply.of(entry.clientName())));
    }
    return new Reply.Array(told);
  }

  private Reply reset(Call call) {
    slowlog.reset();
    return Reply.OK;
  }
}
