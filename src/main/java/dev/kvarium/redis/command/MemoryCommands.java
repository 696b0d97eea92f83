package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.READONLY;
import static dev.kvarium.redis.command.ServerCommands.row;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.keyspace.KeyMemory;
import dev.kvarium.redis.value.Value;
import dev.kvarium.wire.Reply;
import java.util.List;

/** MEMORY: what keys take on the heap. */
final class MemoryCommands {
  private static final int DEFAULT_SAMPLES = 5;

  private MemoryCommands() {}

  static List<CommandRow> rows() {
    return List.of(
        Help.container("memory", "subcommand", Group.SERVER, "4.0.0", "Tells of memory"),
        new CommandRow(
            "memory|usage",
            "key [SAMPLES count]",
            READONLY,
            Group.SERVER,
            "4.0.0",
            "Says how many bytes a key and its value take",
            List.of(KeySpec.at(2, "RO")),
            MemoryCommands::usage),
        row(
            "memory|stats",
            "",
            0,
            "4.0.0",
            "Tells what takes how much memory",
            call -> MemoryStats.of(call.keyspace())),
        row(
            "memory|malloc-stats",
            "",
            0,
            "4.0.0",
            "Tells what the allocator says of itself; here none does",
            call -> Reply.of("Stats not supported for the current allocator")),
        row("memory|doctor", "", 0, "4.0.0", "Says what is wrong", MemoryCommands::doctor),
        row("memory|purge", "", 0, "4.0.0", "Gives free pages back", call -> Reply.OK),
        Help.row(
            "memory",
            Group.SERVER,
            "4.0.0",
            "DOCTOR",
            "    What is wrong with memory.",
            "MALLOC-STATS",
            "    What the allocator says of itself.",
            "PURGE",
            "    Gives free pages back to the system.",
            "STATS",
            "    What takes how much memory.",
            "USAGE <key> [SAMPLES <count>]",
            "    The bytes that a key and its value take. Of a value with many elements so many are"
                + " looked at; 5 unless told, all when 0."));
  }

  private static Reply usage(Call call) throws CommandError {
    long samples = DEFAULT_SAMPLES;
    for (int i = 3; i < call.argc(); i += 2) {
      if (!call.is(i, "SAMPLES") || i + 1 == call.argc()) {
        throw CommandError.SYNTAX;
      }
      samples = call.longArg(i + 1);
      if (samples < 0) {
        throw CommandError.SYNTAX;
      }
    }
    byte[] key = call.arg(2);
    Value value = call.db().peek(key);
    return value == null ? Reply.Nil.STRING : Reply.of(KeyMemory.bytes(key, value, samples));
  }

  private static Reply doctor(Call call) {
    long keys = 0;
    for (int i = 0; i < call.keyspace().databases(); i++) {
      keys += call.keyspace().db(i).size();
    }
    String report =
        keys == 0
            ? "Nothing is stored, so there is nothing to complain of."
            : "The sizes here are modelled: no fragmentation, no page that stays behind. Nothing"
                + " to complain of.";
    return new Reply.Verbatim("txt", Bytes.latin1(report));
  }
}
