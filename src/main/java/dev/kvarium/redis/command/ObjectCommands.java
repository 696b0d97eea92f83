package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.READONLY;
import static dev.kvarium.redis.command.KeyCommands.row;

import dev.kvarium.redis.keyspace.Ageing;
import dev.kvarium.redis.value.Value;
import dev.kvarium.wire.Reply;
import java.util.List;

/** OBJECT: what is known of a value besides what it holds. */
final class ObjectCommands {
  private static final List<KeySpec> SECOND = List.of(KeySpec.at(2, "RO"));
  private static final long SHARED_REFERENCES = Integer.MAX_VALUE;
  private static final CommandError NO_LFU =
      new CommandError(
          "ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note"
              + " that when switching between policies at runtime LRU and LFU data will take some"
              + " time to adjust.");

  private static final CommandError LFU =
      new CommandError(
          "ERR An LFU maxmemory policy is selected, idle time not tracked. Please note that when"
              + " switching between policies at runtime LRU and LFU data will take some time to"
              + " adjust.");

  private ObjectCommands() {}

  static List<CommandRow> rows() {
    return List.of(
        Help.container("object", "subcommand", Group.GENERIC, "2.2.3", "Tells of a key's value"),
        row(
            "object|encoding",
            "key",
            READONLY,
            "2.2.3",
            "Says how a key's value is laid out in memory",
            SECOND,
            ObjectCommands::encoding),
        row(
            "object|refcount",
            "key",
            READONLY,
            "2.2.3",
            "Says how many hold a key's value",
            SECOND,
            ObjectCommands::refcount),
        row(
            "object|idletime",
            "key",
            READONLY,
            "2.2.3",
            "Says for how many seconds a key's value was not used",
            SECOND,
            ObjectCommands::idletime),
        row(
            "object|freq",
            "key",
            READONLY,
            "4.0.0",
            "Says how often a key's value is used, as LFU reckons it",
            SECOND,
            ObjectCommands::freq),
        Help.row(
            "object",
            Group.GENERIC,
            "6.2.0",
            "ENCODING <key>",
            "    How the value of the key is laid out in memory.",
            "FREQ <key>",
            "    How often the key is used: a figure that grows with the logarithm of the uses.",
            "IDLETIME <key>",
            "    For how many seconds the key was not used.",
            "REFCOUNT <key>",
            "    How many hold the value of the key."));
  }

  private static Reply encoding(Call call) {
    Value value = call.db().readUntouched(call.arg(2));
    return value == null ? Reply.Nil.STRING : Reply.of(value.encoding().redisName());
  }

  private static Reply refcount(Call call) {
    Value value = call.db().readUntouched(call.arg(2));
    return value == null ? Reply.Nil.STRING : Reply.of(value.isShared() ? SHARED_REFERENCES : 1);
  }

  private static Reply idletime(Call call) throws CommandError {
    Value value = call.db().readUntouched(call.arg(2));
    if (value == null) {
      return Reply.Nil.STRING;
    }
    Ageing ageing = call.keyspace().ageing();
    if (ageing.countsUses) {
      throw LFU;
    }
    return Reply.of(ageing.idleSeconds(value));
  }

  private static Reply freq(Call call) throws CommandError {
    Value value = call.db().readUntouched(call.arg(2));
    if (value == null) {
      return Reply.Nil.STRING;
    }
    Ageing ageing = call.keyspace().ageing();
    if (!ageing.countsUses) {
      throw NO_LFU;
    }
    return Reply.of(ageing.frequency(value));
  }
}
