package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.CONNECTION;
import static dev.kvarium.redis.command.Flags.LOADING;
import static dev.kvarium.redis.command.Flags.STALE;
import static dev.kvarium.redis.command.ServerCommands.row;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Glob;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** COMMAND: the table of commands, told to clients. */
final class CommandCommands {
  private static final int FLAGS = LOADING | STALE | CONNECTION;
  private static final CommandError INVALID_COMMAND =
      new CommandError("ERR Invalid command specified");
  private static final CommandError NO_KEYS =
      new CommandError("ERR The command has no key arguments");
  private static final CommandError INVALID_NUMBER =
      new CommandError("ERR Invalid number of arguments specified for command");
  private static final CommandError INVALID_ARGUMENTS =
      new CommandError("ERR Invalid arguments specified for command");

  private final CommandTable table;

  CommandCommands(CommandTable table) {
    this.table = table;
  }

  List<CommandRow> rows() {
    return List.of(
        row("command", "", FLAGS, "2.8.13", "Tells of all commands", this::all).withArity(-1),
        row(
            "command|count",
            "",
            FLAGS,
            "2.8.13",
            "Counts the commands",
            call -> Reply.of(table.all().size())),
        row(
            "command|info",
            "[command-name [command-name ...]]",
            FLAGS,
            "2.8.13",
            "Tells of commands what a client needs in order to send them",
            this::info),
        row(
            "command|docs",
            "[command-name [command-name ...]]",
            FLAGS,
            "7.0.0",
            "Tells of commands what a person needs in order to use them",
            this::docs),
        row(
            "command|list",
            "[FILTERBY <MODULE module-name | ACLCAT category | PATTERN pattern>]",
            FLAGS,
            "7.0.0",
            "Lists the names of commands",
            this::list),
        row(
                "command|getkeys",
                "command [arg [arg ...]]",
                FLAGS,
                "2.8.13",
                "Says which words of a command are keys",
                call -> keys(call, false))
            .withArity(-4),
        row(
                "command|getkeysandflags",
                "command [arg [arg ...]]",
                FLAGS,
                "7.0.0",
                "Says which words of a command are keys and what is done to them",
                call -> keys(call, true))
            .withArity(-4),
        Help.row(
                "command",
                Group.SERVER,
                "5.0.0",
                "(no subcommand)",
                "    What is known of all commands.",
                "COUNT",
                "    How many commands there are.",
                "DOCS [<command-name> ...]",
                "    What a person needs to know of commands.",
                "GETKEYS <full-command>",
                "    Which words of a command are keys.",
                "GETKEYSANDFLAGS <full-command>",
                "    Which words of a command are keys, and what is done to them.",
                "INFO [<command-name> ...]",
                "    What a client needs to know of commands.",
                "LIST [FILTERBY (MODULE|ACLCAT|PATTERN) <text>]",
                "    The names of commands.")
            .with(CONNECTION));
  }

  private Reply all(Call call) {
    return new Reply.Array(table.all().stream().map(CommandDocs::info).toList());
  }

  private Reply info(Call call) {
    if (call.argc() == 2) {
      return all(call);
    }
    List<Reply> items = new ArrayList<>();
    for (int i = 2; i < call.argc(); i++) {
      items.add(table.named(call.text(i)).map(CommandDocs::info).orElse(Reply.Nil.STRING));
    }
    return new Reply.Array(items);
  }

  private Reply docs(Call call) {
    List<Command> commands = new ArrayList<>();
    if (call.argc() == 2) {
      commands.addAll(table.all());
    }
    for (int i = 2; i < call.argc(); i++) {
      table.named(call.text(i)).ifPresent(commands::add);
    }
    List<Reply> items = new ArrayList<>();
    for (Command command : commands) {
      items.add(Reply.of(command.name()));
      items.add(CommandDocs.docs(command));
    }
    return new Reply.Map(items);
  }

  private Reply list(Call call) throws CommandError {
    if (call.argc() == 2) {
      return names(table.flat());
    }
    if (call.argc() != 5 || !call.is(2, "FILTERBY")) {
      throw CommandError.SYNTAX;
    }
    if (call.is(3, "MODULE")) {
      return Reply.EMPTY_ARRAY;
    } else if (call.is(3, "ACLCAT")) {
      String category = "@" + call.text(4).toLowerCase(Locale.ROOT);
      return names(
          table.flat().stream()
              .filter(each -> CommandDocs.categories(each.row()).contains(category))
              .toList());
    } else if (call.is(3, "PATTERN")) {
      byte[] pattern = call.arg(4);
      return names(
          table.flat().stream()
              .filter(each -> Glob.matchesIgnoreCase(pattern, Bytes.latin1(each.name())))
              .toList());
    }
    throw CommandError.SYNTAX;
  }

  private static Reply names(List<Command> commands) {
    return new Reply.Bulks(
        commands.stream().map(each -> Bytes.latin1(each.name())).toArray(byte[][]::new));
  }

  private Reply keys(Call call, boolean withFlags) throws CommandError {
    byte[][] words = Arrays.copyOfRange(call.argv(), 2, call.argc());
    Command command = table.find(words);
    if (command == null) {
      throw INVALID_COMMAND;
    }
    if (command.row().keys().stream().allMatch(KeySpec::isNoKey)) {
      throw NO_KEYS;
    }
    if (!command.takes(words.length)) {
      throw INVALID_NUMBER;
    }
    List<Reply> keys = new ArrayList<>();
    for (KeySpec.Key key : KeySpec.keys(command.row(), words)) {
      Reply word = Reply.of(words[key.at()]);
      keys.add(withFlags ? Reply.of(word, CommandDocs.flags(key.flags())) : word);
    }
    if (keys.isEmpty() && !command.row().has(Flags.NO_MANDATORY_KEYS)) {
      throw INVALID_ARGUMENTS;
    }
    return new Reply.Array(keys);
  }
}
