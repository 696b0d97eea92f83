package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.DANGEROUS;
import static dev.kvarium.redis.command.Flags.DENYOOM;
import static dev.kvarium.redis.command.Flags.MOVABLEKEYS;
import static dev.kvarium.redis.command.Flags.READONLY;
import static dev.kvarium.redis.command.Flags.SORTED_TYPES;
import static dev.kvarium.redis.command.Flags.WRITE;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;
import dev.kvarium.redis.keyspace.Db;
import dev.kvarium.redis.value.Encoding;
import dev.kvarium.redis.value.ListValue;
import dev.kvarium.redis.value.SetValue;
import dev.kvarium.redis.value.SortedSetValue;
import dev.kvarium.redis.value.Value;
import dev.kvarium.structure.QuicklistIterator;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SORT: the elements of a list, set or sorted set in order, by what they are or by what keys named
 * after them hold.
 *
 * <p>Numbers come in the order of their values, equal ones in that of their bytes; texts in the
 * order of their bytes, equal ones as they stood. A BY without a star sorts nothing. A sorted set
 * that is a listpack becomes a skiplist by being sorted, as it does on the real server.
 */
public final class SortCommands {
  private static final CommandError NOT_NUMBERS =
      new CommandError("ERR One or more scores can't be converted into double");

  private static final String DENIED =
      " option of SORT denied due to insufficient ACL permissions.";

  private static final KeySpec KEY = KeySpec.at(1, "RO ACCESS");
  private static final KeySpec FROM_PATTERNS = KeySpec.own("RO ACCESS", words -> 0);
  private static final KeySpec STORED = KeySpec.own("OW UPDATE", SortCommands::storeAt);

  private SortCommands() {}

  /** The rows of SORT and its read-only twin. */
  public static List<CommandRow> rows() {
    return List.of(
        row(
            "sort",
            "key [BY pattern] [LIMIT offset count] [GET pattern [GET pattern ...]] [ASC | DESC]"
                + " [ALPHA] [STORE destination]",
            WRITE | DENYOOM | MOVABLEKEYS | DANGEROUS | SORTED_TYPES,
            "1.0.0",
            "Gives or stores the elements of a list, set or sorted set in order",
            List.of(KEY, FROM_PATTERNS, STORED),
            call -> sort(call, false)),
        row(
            "sort_ro",
            "key [BY pattern] [LIMIT offset count] [GET pattern [GET pattern ...]] [ASC | DESC]"
                + " [ALPHA]",
            READONLY | MOVABLEKEYS | DANGEROUS | SORTED_TYPES,
            "7.0.0",
            "Gives the elements of a list, set or sorted set in order",
            List.of(KEY, FROM_PATTERNS),
            call -> sort(call, true)));
  }

  private static CommandRow row(
      String name,
      String syntax,
      int flags,
      String since,
      String summary,
      List<KeySpec> keys,
      Handler handler) {
    return new CommandRow(name, syntax, flags, Group.GENERIC, since, summary, keys, handler);
  }

  /** Where the key stands that the last STORE names, or 0. */
  private static int storeAt(byte[][] words) {
    int found = 0;
    for (int i = 2; i < words.length; i++) {
      if (Bytes.equalsIgnoreCase(words[i], "limit")) {
        i += 2;
      } else if (Bytes.equalsIgnoreCase(words[i], "get")
          || Bytes.equalsIgnoreCase(words[i], "by")) {
        i++;
      } else if (Bytes.equalsIgnoreCase(words[i], "store") && i + 1 < words.length) {
        found = i + 1;
      }
    }
    return found;
  }

  /** What SORT was told beyond its key. */
  private record Options(
      boolean descending,
      boolean alpha,
      long offset,
      long count,
      @Nullable SortPattern by,
      boolean unsorted,
      List<SortPattern> gets,
      byte @Nullable [] store) {

    static Options from(Call call, boolean readOnly) throws CommandError {
      boolean descending = false;
      boolean alpha = false;
      long offset = 0;
      long count = -1;
      SortPattern by = null;
      boolean unsorted = false;
      List<SortPattern> gets = new ArrayList<>();
      byte[] store = null;
      for (int i = 2; i < call.argc(); i++) {
        int rest = call.argc() - i - 1;
        if (call.is(i, "ASC")) {
          descending = false;
        } else if (call.is(i, "DESC")) {
          descending = true;
        } else if (call.is(i, "ALPHA")) {
          alpha = true;
        } else if (call.is(i, "LIMIT") && rest >= 2) {
          offset = call.longArg(i + 1);
          count = call.longArg(i + 2);
          i += 2;
        } else if (!readOnly && call.is(i, "STORE") && rest >= 1) {
          store = call.arg(++i);
        } else if (call.is(i, "BY") && rest >= 1) {
          by = SortPattern.of(call.arg(++i));
          unsorted |= !by.hasStar();
          if (by.hasStar() && !call.mayReadAllKeys()) {
            throw new CommandError("ERR BY" + DENIED);
          }
        } else if (call.is(i, "GET") && rest >= 1) {
          if (!call.mayReadAllKeys()) {
            throw new CommandError("ERR GET" + DENIED);
          }
          gets.add(SortPattern.of(call.arg(++i)));
        } else {
          throw CommandError.SYNTAX;
        }
      }
      return new Options(descending, alpha, offset, count, by, unsorted, gets, store);
    }
  }

  /** An element with what it is sorted by: a number, or a text that may lack. */
  private static final class Item {
    final byte[] element;
    double score;
    byte @Nullable [] text;

    Item(byte[] element) {
      this.element = element;
    }
  }

  private static Reply sort(Call call, boolean readOnly) throws CommandError {
    Options options = Options.from(call, readOnly);
    Value value = call.db().read(call.arg(1));
    if (value != null
        && !(value instanceof ListValue
            || value instanceof SetValue
            || value instanceof SortedSetValue)) {
      throw CommandError.WRONG_TYPE;
    }
    SortPattern by = options.by();
    boolean unsorted = options.unsorted();
    boolean alpha = options.alpha();
    if (unsorted
        && value instanceof SetValue
        && (options.store() != null || call.session().script)) {
      unsorted = false;
      alpha = true;
      by = null;
    }
    boolean tiny = false;
    if (value instanceof SortedSetValue sorted) {
      tiny = sorted.encoding() == Encoding.LISTPACK && holdsTinyScore(sorted);
      call.shaping().at(call.db().number(), call.arg(1));
      sorted.sorted(call.shaping());
    }
    int length = value == null ? 0 : (int) value.length();
    int start = (int) Math.min(Math.max(options.offset(), 0), length);
    long count = Math.min(Math.max(options.count(), -1), length);
    int end = count < 0 ? length - 1 : (int) (start + count - 1);
    if (start >= length) {
      start = length - 1;
      end = length - 2;
    }
    end = Math.min(end, length - 1);
    List<Item> items = new ArrayList<>();
    if (value != null) {
      load(value, unsorted && options.descending(), items);
    }
    if (!unsorted) {
      weigh(call.db(), items, by, alpha);
      if (tiny && by == null && !alpha) {
        throw NOT_NUMBERS;
      }
      Comparator<Item> order = order(alpha, options.store() != null);
      if (options.descending()) {
        Comparator<Item> rising = order;
        order = (a, b) -> -rising.compare(a, b);
      }
      if (by != null && (start != 0 || end != length - 1)) {
        PartialSort.sort(items, order, start, end);
      } else {
        items.sort(order);
      }
    }
    List<Item> wanted = start <= end ? items.subList(start, end + 1) : List.of();
    return options.store() == null
        ? reply(call.db(), wanted, options.gets())
        : store(call, wanted, options.gets(), options.store());
  }

  /**
   * Whether a score is smaller than a double holds with all its digits. The server reads the scores
   * of a listpack with strtod, which then complains, and takes that for a complaint about an
   * element.
   */
  private static boolean holdsTinyScore(SortedSetValue set) {
    for (SortedSetValue.Place place = set.atRank(0, false); place.isHere(); place.advance(false)) {
      if (place.score() != 0 && Math.abs(place.score()) < Double.MIN_NORMAL) {
        return true;
      }
    }
    return false;
  }

  /** The elements as they stand, of lists and sorted sets maybe from the end. */
  private static void load(Value value, boolean backwards, List<Item> items) {
    switch (value) {
      case ListValue list -> {
        QuicklistIterator walk = list.walk(backwards ? -1 : 0, backwards);
        while (walk.advance()) {
          items.add(new Item(walk.value()));
        }
      }
      case SetValue set -> {
        for (SetValue.Members members = set.members(); members.advance(); ) {
          items.add(new Item(members.member()));
        }
      }
      case SortedSetValue set -> {
        SortedSetValue.Place place = set.atRank(0, backwards);
        for (; place.isHere(); place.advance(backwards)) {
          items.add(new Item(place.member()));
        }
      }
      default -> throw new IllegalArgumentException();
    }
  }

  private static void weigh(Db db, List<Item> items, @Nullable SortPattern by, boolean alpha)
      throws CommandError {
    boolean failed = false;
    for (Item item : items) {
      byte[] weight = by == null ? item.element : by.lookUp(db, item.element);
      if (weight == null) {
        continue;
      }
      if (alpha) {
        item.text = weight;
      } else {
        item.score = Numbers.parseTerminated(weight);
        failed |= Double.isNaN(item.score);
      }
    }
    if (failed) {
      throw NOT_NUMBERS;
    }
  }

  private static Comparator<Item> order(boolean alpha, boolean stored) {
    if (!alpha) {
      return (a, b) ->
          a.score > b.score ? 1 : a.score < b.score ? -1 : Bytes.compare(a.element, b.element);
    }
    return (a, b) -> {
      byte[] left = a.text;
      byte[] right = b.text;
      if (left == null || right == null) {
        return left == right ? 0 : left == null ? -1 : 1;
      }
      return stored ? Bytes.compare(left, right) : collate(left, right);
    };
  }

  /** The order of C's texts, which end at a zero byte. */
  private static int collate(byte[] a, byte[] b) {
    int endA = Bytes.indexOf(a, (byte) 0, 0);
    int endB = Bytes.indexOf(b, (byte) 0, 0);
    return Arrays.compareUnsigned(
        a, 0, endA < 0 ? a.length : endA, b, 0, endB < 0 ? b.length : endB);
  }

  private static Reply reply(Db db, List<Item> items, List<SortPattern> gets) {
    byte[] @Nullable [] told =
        new byte[gets.isEmpty() ? items.size() : items.size() * gets.size()][];
    int i = 0;
    for (Item item : items) {
      if (gets.isEmpty()) {
        told[i++] = item.element;
      }
      for (SortPattern get : gets) {
        told[i++] = get.lookUp(db, item.element);
      }
    }
    return new Reply.Bulks(told);
  }

  private static Reply store(Call call, List<Item> items, List<SortPattern> gets, byte[] key) {
    Db db = call.db();
    ListValue list = ListValue.ofDefaultNodes();
    for (Item item : items) {
      if (gets.isEmpty()) {
        list.push(item.element, false);
      }
      for (SortPattern get : gets) {
        byte[] got = get.lookUp(db, item.element);
        list.push(got == null ? Bytes.EMPTY : got, false);
      }
    }
    if (list.length() > 0) {
      db.set(key, list);
      call.dirty(list.length());
      call.notice(Notice.LIST, "sortstore", key);
    } else if (db.delete(key)) {
      call.dirty(1);
      call.notice(Notice.GENERIC, "del", key);
    }
    return Reply.of(list.length());
  }
}
