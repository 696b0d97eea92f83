package dev.kvarium.fuzz;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.command.Argument;
import dev.kvarium.redis.command.Command;
import java.util.ArrayList;
import java.util.List;

/** Calls of commands, made from the syntax that the table gives, most of them nearly right. */
final class Calls {
  private final List<Command> commands;
  private final Noise noise;
  private String family = "";

  Calls(List<Command> commands, Noise noise) {
    this.commands = commands;
    this.noise = noise;
  }

  /** A call of some command. */
  byte[][] next() {
    Command command = commands.get(noise.random.nextInt(commands.size()));
    if (!command.subcommands().isEmpty()) {
      List<Command> inner = command.subcommands();
      command = inner.get(noise.random.nextInt(inner.size()));
    }
    family = command.row().group().redisName();
    List<byte[]> words = new ArrayList<>();
    for (String part : command.name().split("\\|")) {
      words.add(Bytes.of(part));
    }
    add(words, Argument.parse(command.row()), 0);
    if (noise.chance(25)) {
      spoil(words);
    }
    return words.toArray(byte[][]::new);
  }

  private void add(List<byte[]> words, List<Argument> arguments, int depth) {
    for (Argument each : arguments) {
      if (each.optional() && noise.chance(60)) {
        continue;
      }
      int times = each.multiple() ? 1 + noise.random.nextInt(noise.chance(5) ? 200 : 4) : 1;
      for (int i = 0; i < times; i++) {
        add(words, each, depth);
      }
    }
  }

  private void add(List<byte[]> words, Argument argument, int depth) {
    if (!argument.token().isEmpty()) {
      words.add(Bytes.of(argument.token()));
    }
    switch (argument.type()) {
      case "oneof" -> {
        List<Argument> choices = argument.inner();
        add(words, choices.get(noise.random.nextInt(choices.size())), depth + 1);
      }
      case "block" -> add(words, argument.inner(), depth + 1);
      case "pure-token" -> {}
      case "key" -> words.add(noise.chance(75) ? ofFamily() : noise.key());
      case "integer", "double", "unix-time" -> words.add(noise.number());
      default -> words.add(text(argument.name()));
    }
  }

  /** A key that mostly holds what the commands of this family work on. */
  private byte[] ofFamily() {
    return Bytes.of(family + noise.random.nextInt(4));
  }

  private byte[] text(String name) {
    return switch (name) {
      case "start", "stop", "end", "min", "max", "id", "offset", "count", "timeout" ->
          noise.number();
      case "numkeys" -> Bytes.of(Integer.toString(noise.random.nextInt(4)));
      case "db", "index" -> Bytes.of(Integer.toString(noise.random.nextInt(18) - 1));
      default -> noise.chance(20) ? noise.number() : noise.word();
    };
  }

  private void spoil(List<byte[]> words) {
    int at = noise.random.nextInt(words.size());
    switch (noise.random.nextInt(5)) {
      case 0 -> words.set(at, noise.word());
      case 1 -> words.add(at, noise.word());
      case 2 -> words.add(noise.word());
      case 3 -> words.add(at, words.get(noise.random.nextInt(words.size())));
      default -> {
        if (words.size() > 1) {
          words.remove(at);
        }
      }
    }
  }
}
