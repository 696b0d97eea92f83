package dev.kvarium.redis.command;

import dev.kvarium.redis.value.SetValue;
import dev.kvarium.redis.value.Shaping;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Intersections, unions and differences of sets.
 *
 * <p>An intersection asks, for each member of the smallest set, all others. A difference either
 * asks, for each member of the first set, all others, or takes a copy of the first and removes what
 * is in the others: whichever promises less work, the first way at half price. The way shows: what
 * is left of a copy that was a hash table stays one, even when only integers are left.
 */
final class SetAlgebra {
  private static final CommandError NO_KEYS =
      new CommandError("ERR numkeys should be greater than 0");
  private static final CommandError TOO_MANY_KEYS =
      new CommandError("ERR Number of keys can't be greater than number of args");
  private static final CommandError NEGATIVE_LIMIT =
      new CommandError("ERR LIMIT can't be negative");

  private SetAlgebra() {}

  /** The sets that the words from {@code from} on name, null where there is none. */
  private static List<@Nullable SetValue> sets(Call call, int from, int to) throws CommandError {
    List<@Nullable SetValue> sets = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      sets.add(call.read(call.arg(i), SetValue.class));
    }
    return sets;
  }

  // Intersection.

  /** Takes a member of the intersection; whether to go on. */
  private interface Common {
    boolean take(byte[] member);
  }

  private static void intersect(List<@Nullable SetValue> sets, Common common) {
    List<SetValue> sorted = new ArrayList<>(sets.size());
    for (SetValue set : sets) {
      if (set == null) {
        return;
      }
      sorted.add(set);
    }
    sorted.sort(Comparator.comparingLong(SetValue::length));
    SetValue smallest = sorted.getFirst();
    SetValue.Members members = smallest.members();
    while (members.advance()) {
      byte[] member = members.member();
      boolean everywhere = true;
      for (int i = 1; i < sorted.size() && everywhere; i++) {
        everywhere = sorted.get(i) == smallest || sorted.get(i).contains(member);
      }
      if (everywhere && !common.take(member)) {
        members.close();
        return;
      }
    }
  }

  static Reply inter(Call call) throws CommandError {
    List<byte[]> common = new ArrayList<>();
    intersect(sets(call, 1, call.argc()), common::add);
    return SetCommands.reply(common, call.resp3());
  }

  static Reply interCount(Call call) throws CommandError {
    long keys = call.longArg(1, 1, Long.MAX_VALUE, NO_KEYS);
    if (keys > call.argc() - 2) {
      throw TOO_MANY_KEYS;
    }
    int options = 2 + (int) keys;
    long limit = 0;
    for (int i = options; i < call.argc(); i += 2) {
      if (!call.is(i, "LIMIT") || i + 1 == call.argc()) {
        throw CommandError.SYNTAX;
      }
      limit = call.longArg(i + 1, 0, Long.MAX_VALUE, NEGATIVE_LIMIT);
    }
    long most = limit;
    long[] count = {0};
    intersect(sets(call, 2, options), member -> ++count[0] != most);
    return Reply.of(count[0]);
  }

  static Reply interStore(Call call) throws CommandError {
    List<@Nullable SetValue> sets = sets(call, 2, call.argc());
    SetValue result = SetValue.empty();
    Shaping shaping = call.shaping();
    shaping.buildAside(true);
    intersect(
        sets,
        member -> {
          result.add(shaping, member);
          return true;
        });
    shaping.buildAside(false);
    return store(call, result);
  }

  // Union.

  static Reply union(Call call) throws CommandError {
    return SetCommands.reply(SetCommands.members(unionOf(call, 1)), call.resp3());
  }

  static Reply unionStore(Call call) throws CommandError {
    return store(call, unionOf(call, 2));
  }

  private static SetValue unionOf(Call call, int from) throws CommandError {
    List<@Nullable SetValue> sets = sets(call, from, call.argc());
    SetValue result = SetValue.empty();
    Shaping shaping = call.shaping();
    shaping.buildAside(true);
    for (SetValue set : sets) {
      addAll(shaping, result, set);
    }
    shaping.buildAside(false);
    return result;
  }

  private static void addAll(Shaping shaping, SetValue result, @Nullable SetValue set) {
    if (set != null) {
      for (SetValue.Members members = set.members(); members.advance(); ) {
        result.add(shaping, members.member());
      }
    }
  }

  // Difference.

  static Reply diff(Call call) throws CommandError {
    return SetCommands.reply(SetCommands.members(diffOf(call, 1)), call.resp3());
  }

  static Reply diffStore(Call call) throws CommandError {
    return store(call, diffOf(call, 2));
  }

  private static SetValue diffOf(Call call, int from) throws CommandError {
    List<@Nullable SetValue> sets = sets(call, from, call.argc());
    SetValue first = sets.getFirst();
    List<SetValue> others = new ArrayList<>();
    for (SetValue set : sets.subList(1, sets.size())) {
      if (set != null) {
        others.add(set);
      }
    }
    SetValue result = SetValue.empty();
    if (first == null || others.contains(first)) {
      return result;
    }
    Shaping shaping = call.shaping();
    shaping.buildAside(true);
    if (asksCheaply(first, others)) {
      keepUnique(shaping, result, first, others);
    } else {
      addAll(shaping, result, first);
      removeAll(result, others);
    }
    shaping.buildAside(false);
    return result;
  }

  private static boolean asksCheaply(SetValue first, List<SetValue> others) {
    long asked = first.length() * (others.size() + 1);
    long walked = first.length();
    for (SetValue other : others) {
      walked += other.length();
    }
    return asked / 2 <= walked;
  }

  private static void keepUnique(
      Shaping shaping, SetValue result, SetValue first, List<SetValue> others) {
    for (SetValue.Members members = first.members(); members.advance(); ) {
      byte[] member = members.member();
      boolean unique = true;
      for (int i = 0; i < others.size() && unique; i++) {
        unique = !others.get(i).contains(member);
      }
      if (unique) {
        result.add(shaping, member);
      }
    }
  }

  private static void removeAll(SetValue result, List<SetValue> others) {
    for (SetValue other : others) {
      for (SetValue.Members members = other.members(); members.advance(); ) {
        result.remove(members.member());
      }
      if (result.length() == 0) {
        return;
      }
    }
  }

  /** Puts a result under the first key; an empty one removes what was there. */
  private static Reply store(Call call, SetValue result) {
    byte[] key = call.arg(1);
    if (result.length() > 0) {
      call.db().set(key, result);
      call.dirty(1);
      call.notice(Notice.SET, call.row().name(), key);
    } else if (call.db().delete(key)) {
      call.dirty(1);
      call.notice(Notice.GENERIC, "del", key);
    }
    return Reply.of(result.length());
  }
}
