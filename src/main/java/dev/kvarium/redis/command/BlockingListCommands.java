package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.BLOCKING;
import static dev.kvarium.redis.command.Flags.DENYOOM;
import static dev.kvarium.redis.command.Flags.MOVABLEKEYS;
import static dev.kvarium.redis.command.Flags.NOSCRIPT;
import static dev.kvarium.redis.command.Flags.WRITE;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.value.ListValue;
import dev.kvarium.redis.value.Value;
import dev.kvarium.wire.Reply;
import java.util.Arrays;
import java.util.List;

/** The commands on lists that wait until there is something to take. */
final class BlockingListCommands {
  private static final byte[] LMOVE = Bytes.latin1("LMOVE");
  private static final byte[] RPOPLPUSH = Bytes.latin1("RPOPLPUSH");

  private BlockingListCommands() {}

  /** BLPOP and BRPOP: one element of the first list that has any. */
  private record Pop(boolean front) implements Waiter {
    Reply handle(Call call) throws CommandError {
      int last = call.argc() - 1;
      long timeoutMillis = call.timeoutSeconds(last);
      List<byte[]> keys = Arrays.asList(call.argv()).subList(1, last);
      for (byte[] key : keys) {
        ListValue list = call.write(key, ListValue.class);
        if (list != null) {
          return take(call, key, list);
        }
      }
      return call.block(keys, timeoutMillis, this);
    }

    @Override
    public Reply serve(Call call, byte[] key, Value value) {
      return value instanceof ListValue list ? take(call, key, list) : Reply.None.NONE;
    }

    private Reply take(Call call, byte[] key, ListValue list) {
      byte[] element = list.pop(front);
      ListCommands.removed(call, key, list, 1, ListCommands.popped(front));
      call.propagate(front ? ListCommands.LPOP : ListCommands.RPOP, key);
      return new Reply.Bulks(new byte[][] {key, element});
    }
  }

  /** BLMPOP: elements of the first list that has any. */
  private record PopMany(PopOfMany pop) implements Waiter {
    static Reply handle(Call call) throws CommandError {
      PopOfMany pop = PopOfMany.from(call, 2, "LEFT", "RIGHT");
      long timeoutMillis = call.timeoutSeconds(1);
      List<byte[]> keys = Arrays.asList(call.argv()).subList(3, pop.optionsAt());
      PopMany waiter = new PopMany(pop);
      for (byte[] key : keys) {
        ListValue list = call.write(key, ListValue.class);
        if (list != null) {
          return ListCommands.popOfMany(call, key, list, pop);
        }
      }
      return call.block(keys, timeoutMillis, waiter);
    }

    @Override
    public Reply serve(Call call, byte[] key, Value value) {
      return value instanceof ListValue list
          ? ListCommands.popOfMany(call, key, list, pop)
          : Reply.None.NONE;
    }
  }

  /** BLMOVE and BRPOPLPUSH: moves an element as soon as there is one. */
  private record Move(boolean fromFront, boolean toFront, int timeoutAt) implements Waiter {
    Reply handle(Call call) throws CommandError {
      long timeoutMillis = call.timeoutSeconds(timeoutAt);
      if (call.write(call.arg(1), ListValue.class) != null) {
        return move(call);
      }
      return call.mayBlock()
          ? call.block(List.of(call.arg(1)), timeoutMillis, this)
          : Reply.Nil.STRING;
    }

    @Override
    public Reply serve(Call call, byte[] key, Value value) throws CommandError {
      return value instanceof ListValue ? move(call) : Reply.None.NONE;
    }

    private Reply move(Call call) throws CommandError {
      Reply moved = ListCommands.move(call, fromFront, toFront);
      if (call.argc() == 6) {
        call.propagate(LMOVE, call.arg(1), call.arg(2), call.arg(3), call.arg(4));
      } else {
        call.propagate(RPOPLPUSH, call.arg(1), call.arg(2));
      }
      return moved;
    }
  }

  private static Reply move(Call call) throws CommandError {
    boolean fromFront = ListCommands.isFront(call, 3);
    boolean toFront = ListCommands.isFront(call, 4);
    return new Move(fromFront, toFront, 5).handle(call);
  }

  static List<CommandRow> rows() {
    List<KeySpec> fromTo = List.of(KeySpec.at(1, "RW ACCESS DELETE"), KeySpec.at(2, "RW INSERT"));
    List<KeySpec> butLast = List.of(KeySpec.range(1, -2, 1, "RW ACCESS DELETE"));
    return List.of(
        row(
            "blpop",
            "key [key ...] timeout",
            WRITE | NOSCRIPT | BLOCKING,
            "2.0.0",
            butLast,
            new Pop(true)::handle,
            "Takes out the first element of the first list that has one, or waits for it"),
        row(
            "brpop",
            "key [key ...] timeout",
            WRITE | NOSCRIPT | BLOCKING,
            "2.0.0",
            butLast,
            new Pop(false)::handle,
            "Takes out the last element of the first list that has one, or waits for it"),
        row(
            "blmpop",
            "timeout numkeys key [key ...] <LEFT | RIGHT> [COUNT count]",
            WRITE | BLOCKING | MOVABLEKEYS,
            "7.0.0",
            List.of(KeySpec.counted(2, "RW ACCESS DELETE")),
            PopMany::handle,
            "Takes elements out of the first of several lists that is there, or waits for one"),
        row(
            "blmove",
            "source destination <LEFT | RIGHT> <LEFT | RIGHT> timeout",
            WRITE | DENYOOM | NOSCRIPT | BLOCKING,
            "6.2.0",
            fromTo,
            BlockingListCommands::move,
            "Moves an element from one end to another, maybe elsewhere, or waits for it"),
        row(
            "brpoplpush",
            "source destination timeout",
            WRITE | DENYOOM | NOSCRIPT | BLOCKING,
            "2.2.0",
            fromTo,
            new Move(false, true, 3)::handle,
            "Moves the last element to the front, maybe elsewhere, or waits for it"));
  }

  private static CommandRow row(
      String name,
      String syntax,
      int flags,
      String since,
      List<KeySpec> keys,
      Handler handler,
      String summary) {
    return new CommandRow(name, syntax, flags, Group.LIST, since, summary, keys, handler);
  }
}
