package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.BLOCKING;
import static dev.kvarium.redis.command.Flags.FAST;
import static dev.kvarium.redis.command.Flags.MOVABLEKEYS;
import static dev.kvarium.redis.command.Flags.NOSCRIPT;
import static dev.kvarium.redis.command.Flags.WRITE;

import dev.kvarium.redis.value.SortedSetValue;
import dev.kvarium.redis.value.Value;
import dev.kvarium.wire.Reply;
import java.util.Arrays;
import java.util.List;

/** The commands on sorted sets that wait until there is something to take. */
final class BlockingSortedSetCommands {
  private BlockingSortedSetCommands() {}

  /** BZPOPMIN and BZPOPMAX: one member of the first set that has any. */
  private record Pop(boolean greatest) implements Waiter {
    Reply handle(Call call) throws CommandError {
      int last = call.argc() - 1;
      long timeoutMillis = call.timeoutSeconds(last);
      List<byte[]> keys = Arrays.asList(call.argv()).subList(1, last);
      for (byte[] key : keys) {
        SortedSetValue set = call.write(key, SortedSetValue.class);
        if (set != null) {
          return SortedSetCommands.popOne(call, key, set, greatest);
        }
      }
      return call.block(keys, timeoutMillis, this);
    }

    @Override
    public Reply serve(Call call, byte[] key, Value value) {
      return value instanceof SortedSetValue set
          ? SortedSetCommands.popOne(call, key, set, greatest)
          : Reply.None.NONE;
    }
  }

  /** BZMPOP: members of the first set that has any. */
  private record PopMany(PopOfMany pop) implements Waiter {
    static Reply handle(Call call) throws CommandError {
      PopOfMany pop = PopOfMany.from(call, 2, "MIN", "MAX");
      long timeoutMillis = call.timeoutSeconds(1);
      List<byte[]> keys = Arrays.asList(call.argv()).subList(3, pop.optionsAt());
      for (byte[] key : keys) {
        SortedSetValue set = call.write(key, SortedSetValue.class);
        if (set != null) {
          return SortedSetCommands.popOfMany(call, key, set, pop);
        }
      }
      return call.block(keys, timeoutMillis, new PopMany(pop));
    }

    @Override
    public Reply serve(Call call, byte[] key, Value value) {
      return value instanceof SortedSetValue set
          ? SortedSetCommands.popOfMany(call, key, set, pop)
          : Reply.None.NONE;
    }
  }

  static List<CommandRow> rows() {
    List<KeySpec> butLast = List.of(KeySpec.range(1, -2, 1, "RW ACCESS DELETE"));
    return List.of(
        row(
            "bzpopmin",
            "key [key ...] timeout",
            WRITE | NOSCRIPT | BLOCKING | FAST,
            "5.0.0",
            butLast,
            new Pop(false)::handle,
            "Takes the member with the lowest score of the first set that has one, or waits"),
        row(
            "bzpopmax",
            "key [key ...] timeout",
            WRITE | NOSCRIPT | BLOCKING | FAST,
            "5.0.0",
            butLast,
            new Pop(true)::handle,
            "Takes the member with the highest score of the first set that has one, or waits"),
        row(
            "bzmpop",
            "timeout numkeys key [key ...] <MIN | MAX> [COUNT count]",
            WRITE | BLOCKING | MOVABLEKEYS,
            "7.0.0",
            List.of(KeySpec.counted(2, "RW ACCESS DELETE")),
            PopMany::handle,
            "Takes members out of the first of several sets that is there, or waits for one"));
  }

  private static CommandRow row(
      String name,
      String syntax,
      int flags,
      String since,
      List<KeySpec> keys,
      Handler handler,
      String summary) {
    return new CommandRow(name, syntax, flags, Group.SORTED_SET, since, summary, keys, handler);
  }
}
