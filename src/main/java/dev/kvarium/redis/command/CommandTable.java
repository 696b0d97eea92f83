package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The commands of a node, from the rows of all families. */
public final class CommandTable {
  private final NameTable commands = new NameTable();
  private int count;

  /** A row named {@code a|b} is put inside the row {@code a}, which comes before it. */
  public void add(List<CommandRow> rows) {
    for (CommandRow row : rows) {
      Command command = new Command(row);
      command.number(count++);
      int bar = row.name().indexOf('|');
      if (bar < 0) {
        commands.put(row.name(), command);
      } else {
        byte[] container = Bytes.latin1(row.name().substring(0, bar));
        Command there = commands.find(container);
        if (there == null) {
          throw new IllegalArgumentException("no container for " + row.name());
        }
        there.addSubcommand(command);
      }
    }
  }

  /** The command by its first word alone, in any case. */
  @Nullable Command find(byte[] name) {
    return commands.find(name);
  }

  /** The command or, of a container, the subcommand that these words call; null when none. */
  public @Nullable Command find(byte[][] argv) {
    Command command = commands.find(argv[0]);
    if (command == null || argv.length == 1 || command.subcommandTable().isEmpty()) {
      return command;
    }
    return command.subcommandTable().find(argv[1]);
  }

  /** The command of a name, {@code get} or {@code config|get}, in any case. */
  public Optional<Command> named(String name) {
    int bar = name.indexOf('|');
    if (bar < 0) {
      return Optional.ofNullable(find(Bytes.of(name)));
    }
    byte[] first = Bytes.of(name.substring(0, bar));
    byte[] second = Bytes.of(name.substring(bar + 1));
    Command command = find(first);
    return command == null
        ? Optional.empty()
        : Optional.ofNullable(command.subcommandTable().find(second));
  }

  /** All commands in the order of their rows, containers without what is in them. */
  public List<Command> all() {
    return List.copyOf(commands.all());
  }

  /** All commands and subcommands. */
  public List<Command> flat() {
    List<Command> flat = new ArrayList<>();
    for (Command command : commands.all()) {
      flat.add(command);
      flat.addAll(command.subcommands());
    }
    return flat;
  }
}
