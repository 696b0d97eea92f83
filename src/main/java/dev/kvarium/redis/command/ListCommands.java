package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.DENYOOM;
import static dev.kvarium.redis.command.Flags.FAST;
import static dev.kvarium.redis.command.Flags.MOVABLEKEYS;
import static dev.kvarium.redis.command.Flags.READONLY;
import static dev.kvarium.redis.command.Flags.WRITE;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;
import dev.kvarium.redis.value.ListValue;
import dev.kvarium.structure.QuicklistIterator;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;

/** The commands on lists; those that wait are in {@link BlockingListCommands}. */
public final class ListCommands {
  static final byte[] LPOP = Bytes.of("LPOP");
  static final byte[] RPOP = Bytes.of("RPOP");

  private static final CommandError RANK_ZERO =
      new CommandError(
          "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or"
              + " use negative to start from the end of the list");
  private static final CommandError COUNT_NEGATIVE =
      new CommandError("ERR COUNT can't be negative");
  private static final CommandError MAXLEN_NEGATIVE =
      new CommandError("ERR MAXLEN can't be negative");

  private ListCommands() {}

  // Putting in.

  private static Handler push(boolean front, boolean onlyIfThere) {
    return call -> {
      byte[] key = call.arg(1);
      ListValue list = call.write(key, ListValue.class);
      boolean isNew = list == null;
      if (list == null) {
        if (onlyIfThere) {
          return Reply.ZERO;
        }
        list = create(call, key);
      }
      int argc = call.argc();
      list.prepareFor(call.argv(), 2);
      for (int i = 2; i < argc; i++) {
        list.push(call.arg(i), front);
      }
      if (isNew) {
        call.dirty(argc - 2);
      } else {
        call.changed(key, argc - 2);
      }
      call.notice(Notice.LIST, front ? "lpush" : "rpush", key);
      return Reply.of(list.length());
    };
  }

  private static ListValue create(Call call, byte[] key) {
    ListValue list = ListValue.empty(call.shaping());
    call.db().add(key, list);
    return list;
  }

  private static Reply insert(Call call) throws CommandError {
    boolean behind = call.is(2, "AFTER");
    if (!behind && !call.is(2, "BEFORE")) {
      throw CommandError.SYNTAX;
    }
    byte[] key = call.arg(1);
    ListValue list = call.write(key, ListValue.class);
    if (list == null) {
      return Reply.ZERO;
    }
    if (!list.insert(call.arg(3), call.arg(4), behind)) {
      return Reply.of(-1);
    }
    call.changed(key, 1);
    call.notice(Notice.LIST, "linsert", key);
    return Reply.of(list.length());
  }

  private static Reply set(Call call) throws CommandError {
    byte[] key = call.arg(1);
    ListValue list = call.write(key, ListValue.class);
    if (list == null) {
      throw CommandError.NO_SUCH_KEY;
    }
    if (!list.set(call.longArg(2), call.arg(3))) {
      throw CommandError.INDEX_OUT_OF_RANGE;
    }
    call.changed(key, 1);
    call.notice(Notice.LIST, "lset", key);
    return Reply.OK;
  }

  // Taking out.

  private static Handler pop(boolean front) {
    return call -> {
      int argc = call.argc();
      if (argc > 3) {
        throw CommandError.arity(call.row().name());
      }
      long count = argc == 3 ? call.positiveArg(2) : 1;
      byte[] key = call.arg(1);
      ListValue list = call.write(key, ListValue.class);
      if (list == null) {
        return argc == 3 ? Reply.Nil.ARRAY : Reply.Nil.STRING;
      }
      if (count == 0) {
        return Reply.EMPTY_ARRAY;
      }
      if (argc == 2) {
        byte[] element = list.pop(front);
        removed(call, key, list, 1, popped(front));
        return new Reply.Bulk(element);
      }
      return new Reply.Bulks(popRange(call, key, list, front, count));
    };
  }

  private static byte[][] popRange(
      Call call, byte[] key, ListValue list, boolean front, long count) {
    int taken = (int) Math.min(count, list.length());
    byte[][] elements = list.range(front ? 0 : -1, taken, !front);
    list.removeRange(front ? 0 : -taken, taken);
    removed(call, key, list, taken, popped(front));
    return elements;
  }

  static String popped(boolean front) {
    return front ? "lpop" : "rpop";
  }

  /** Elements went out of a list; an empty one goes with them. */
  static void removed(Call call, byte[] key, ListValue list, long count, String event) {
    if (count > 0) {
      call.notice(Notice.LIST, event, key);
    }
    if (list.length() == 0) {
      call.db().delete(key);
      call.dirty(count);
      call.notice(Notice.GENERIC, "del", key);
    } else if (count > 0) {
      call.changed(key, count);
    }
  }

  private static Reply popOfMany(Call call) throws CommandError {
    PopOfMany pop = PopOfMany.from(call, 1, "LEFT", "RIGHT");
    for (int i = 2; i < pop.optionsAt(); i++) {
      byte[] key = call.arg(i);
      ListValue list = call.write(key, ListValue.class);
      if (list != null) {
        return popOfMany(call, key, list, pop);
      }
    }
    return Reply.Nil.ARRAY;
  }

  static Reply popOfMany(Call call, byte[] key, ListValue list, PopOfMany pop) {
    byte[][] elements = popRange(call, key, list, pop.first(), pop.count());
    call.propagate(pop.first() ? LPOP : RPOP, key, Numbers.toBytes(elements.length));
    return Reply.of(new Reply.Bulk(key), new Reply.Bulks(elements));
  }

  private static Reply remove(Call call) throws CommandError {
    long count = call.longArg(2);
    byte[] key = call.arg(1);
    ListValue list = call.write(key, ListValue.class);
    if (list == null) {
      return Reply.ZERO;
    }
    long removed = list.remove(call.arg(3), count < 0 ? -count : count, count < 0);
    removed(call, key, list, removed, "lrem");
    return Reply.of(removed);
  }

  private static Reply trim(Call call) throws CommandError {
    long start = call.longArg(2);
    long end = call.longArg(3);
    byte[] key = call.arg(1);
    ListValue list = call.write(key, ListValue.class);
    if (list == null) {
      return Reply.OK;
    }
    long length = list.length();
    IndexRange range = IndexRange.of(start, end, length);
    long front = range.isEmpty() ? length : range.from();
    long back = range.isEmpty() ? 0 : length - range.to() - 1;
    list.removeRange(0, front);
    list.removeRange(-back, back);
    removed(call, key, list, front + back, "ltrim");
    if (front + back == 0) {
      call.notice(Notice.LIST, "ltrim", key);
    }
    return Reply.OK;
  }

  static boolean isFront(Call call, int i) throws CommandError {
    if (call.is(i, "LEFT")) {
      return true;
    }
    if (!call.is(i, "RIGHT")) {
      throw CommandError.SYNTAX;
    }
    return false;
  }

  private static Reply move(Call call) throws CommandError {
    boolean fromFront = isFront(call, 3);
    return move(call, fromFront, isFront(call, 4));
  }

  private static Reply popAndPush(Call call) throws CommandError {
    return move(call, false, true);
  }

  static Reply move(Call call, boolean fromFront, boolean toFront) throws CommandError {
    byte[] from = call.arg(1);
    byte[] to = call.arg(2);
    ListValue source = call.write(from, ListValue.class);
    if (source == null) {
      return Reply.Nil.STRING;
    }
    ListValue destination = call.write(to, ListValue.class);
    byte[] element = source.pop(fromFront);
    if (destination == null) {
      create(call, to).push(element, toFront);
    } else {
      destination.push(element, toFront);
      if (source != destination) {
        call.changed(to, 0);
      }
    }
    call.notice(Notice.LIST, toFront ? "lpush" : "rpush", to);
    removed(call, from, source, 1, popped(fromFront));
    return new Reply.Bulk(element);
  }

  // Reading.

  private static Reply length(Call call) throws CommandError {
    ListValue list = call.read(call.arg(1), ListValue.class);
    return list == null ? Reply.ZERO : Reply.of(list.length());
  }

  private static Reply index(Call call) throws CommandError {
    ListValue list = call.read(call.arg(1), ListValue.class);
    if (list == null) {
      return Reply.Nil.STRING;
    }
    try (QuicklistIterator walk = list.walk(call.longArg(2), false)) {
      return walk.advance() ? new Reply.Bulk(walk.value()) : Reply.Nil.STRING;
    }
  }

  private static Reply range(Call call) throws CommandError {
    long start = call.longArg(2);
    long end = call.longArg(3);
    ListValue list = call.read(call.arg(1), ListValue.class);
    if (list == null) {
      return Reply.EMPTY_ARRAY;
    }
    IndexRange range = IndexRange.of(start, end, list.length());
    return range.isEmpty()
        ? Reply.EMPTY_ARRAY
        : new Reply.Bulks(list.range(range.from(), (int) range.length(), false));
  }

  private static Reply position(Call call) throws CommandError {
    long rank = 1;
    long count = -1;
    long most = 0;
    for (int i = 3; i < call.argc(); i += 2) {
      boolean more = i + 1 < call.argc();
      if (more && call.is(i, "RANK")) {
        rank = call.longArg(i + 1);
        if (rank == 0) {
          throw RANK_ZERO;
        }
      } else if (more && call.is(i, "COUNT")) {
        count = call.longArg(i + 1, 0, Long.MAX_VALUE, COUNT_NEGATIVE);
      } else if (more && call.is(i, "MAXLEN")) {
        most = call.longArg(i + 1, 0, Long.MAX_VALUE, MAXLEN_NEGATIVE);
      } else {
        throw CommandError.SYNTAX;
      }
    }
    ListValue list = call.read(call.arg(1), ListValue.class);
    List<Reply> found = new ArrayList<>();
    if (list != null) {
      positions(list, call.arg(2), rank, count < 0 ? 1 : count, most, found);
    }
    if (count >= 0) {
      return found.isEmpty() ? Reply.EMPTY_ARRAY : new Reply.Array(found);
    }
    return found.isEmpty() ? Reply.Nil.STRING : found.getFirst();
  }

  private static void positions(
      ListValue list, byte[] element, long rank, long count, long most, List<Reply> found) {
    boolean backwards = rank < 0;
    // The least long has no opposite; it lets every match through, as in C.
    long skipped = rank == Long.MIN_VALUE ? 0 : Math.abs(rank) - 1;
    long last = list.length() - 1;
    long[] matches = {0};
    list.find(
        element,
        backwards,
        most,
        distance -> {
          if (matches[0]++ < skipped) {
            return true;
          }
          found.add(Reply.of(backwards ? last - distance : distance));
          return found.size() != count;
        });
  }

  /** The rows of all commands on lists. */
  public static List<CommandRow> rows() {
    List<CommandRow> rows = new ArrayList<>(own());
    rows.addAll(BlockingListCommands.rows());
    return rows;
  }

  private static List<CommandRow> own() {
    List<KeySpec> fromTo = List.of(KeySpec.at(1, "RW ACCESS DELETE"), KeySpec.at(2, "RW INSERT"));
    return List.of(
        row(
            "lpush",
            "key element [element ...]",
            WRITE | DENYOOM | FAST,
            "1.0.0",
            KeySpec.INSERT,
            push(true, false),
            "Puts elements before the first"),
        row(
            "rpush",
            "key element [element ...]",
            WRITE | DENYOOM | FAST,
            "1.0.0",
            KeySpec.INSERT,
            push(false, false),
            "Puts elements behind the last"),
        row(
            "lpushx",
            "key element [element ...]",
            WRITE | DENYOOM | FAST,
            "2.2.0",
            KeySpec.INSERT,
            push(true, true),
            "Puts elements before the first if there is a list"),
        row(
            "rpushx",
            "key element [element ...]",
            WRITE | DENYOOM | FAST,
            "2.2.0",
            KeySpec.INSERT,
            push(false, true),
            "Puts elements behind the last if there is a list"),
        row(
            "linsert",
            "key <BEFORE | AFTER> pivot element",
            WRITE | DENYOOM,
            "2.2.0",
            KeySpec.INSERT,
            ListCommands::insert,
            "Puts an element next to another"),
        row(
            "lset",
            "key index element",
            WRITE | DENYOOM,
            "1.0.0",
            KeySpec.UPDATE,
            ListCommands::set,
            "Replaces the element at an index"),
        row(
            "lpop",
            "key [count]",
            WRITE | FAST,
            "1.0.0",
            KeySpec.ACCESS_DELETE,
            pop(true),
            "Takes out the first elements"),
        row(
            "rpop",
            "key [count]",
            WRITE | FAST,
            "1.0.0",
            KeySpec.ACCESS_DELETE,
            pop(false),
            "Takes out the last elements"),
        row(
            "lmpop",
            "numkeys key [key ...] <LEFT | RIGHT> [COUNT count]",
            WRITE | MOVABLEKEYS,
            "7.0.0",
            List.of(KeySpec.counted(1, "RW ACCESS DELETE")),
            ListCommands::popOfMany,
            "Takes elements out of the first of several lists that is there"),
        row(
            "lrem",
            "key count element",
            WRITE,
            "1.0.0",
            KeySpec.DELETE,
            ListCommands::remove,
            "Removes elements by their value"),
        row(
            "ltrim",
            "key start stop",
            WRITE,
            "1.0.0",
            KeySpec.DELETE,
            ListCommands::trim,
            "Removes all but a range"),
        row(
            "lmove",
            "source destination <LEFT | RIGHT> <LEFT | RIGHT>",
            WRITE | DENYOOM,
            "6.2.0",
            fromTo,
            ListCommands::move,
            "Moves an element from one end to another, maybe elsewhere"),
        row(
            "rpoplpush",
            "source destination",
            WRITE | DENYOOM,
            "1.2.0",
            fromTo,
            ListCommands::popAndPush,
            "Moves the last element to the front, maybe elsewhere"),
        row(
            "llen",
            "key",
            READONLY | FAST,
            "1.0.0",
            KeySpec.META,
            ListCommands::length,
            "Counts the elements"),
        row(
            "lindex",
            "key index",
            READONLY,
            "1.0.0",
            KeySpec.READ,
            ListCommands::index,
            "Gives the element at an index"),
        row(
            "lrange",
            "key start stop",
            READONLY,
            "1.0.0",
            KeySpec.READ,
            ListCommands::range,
            "Gives the elements of a range"),
        row(
            "lpos",
            "key element [RANK rank] [COUNT num-matches] [MAXLEN len]",
            READONLY,
            "6.0.6",
            KeySpec.READ,
            ListCommands::position,
            "Tells where an element is"));
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
