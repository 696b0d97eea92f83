package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.DENYOOM;
import static dev.kvarium.redis.command.Flags.FAST;
import static dev.kvarium.redis.command.Flags.MOVABLEKEYS;
import static dev.kvarium.redis.command.Flags.READONLY;
import static dev.kvarium.redis.command.Flags.WRITE;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.keyspace.Db;
import dev.kvarium.redis.value.SetValue;
import dev.kvarium.redis.value.Shaping;
import dev.kvarium.redis.value.Value;
import dev.kvarium.wire.Reply;
import dev.kvarium.world.Randomness;
import java.util.ArrayList;
import java.util.List;

/** The commands on sets, one at a time; see {@link SetAlgebra} for those on several. */
public final class SetCommands {
  private static final byte[] SREM = Bytes.of("SREM");
  private static final byte[] DEL = Bytes.of("DEL");
  private static final Reply EMPTY_SET = new Reply.Set(List.of());

  /**
   * A set of which more than this factor of what stays is taken out is not thinned out: what stays
   * is drawn into a new one.
   */
  private static final int MOVE_STRATEGY = 5;

  private SetCommands() {}

  /** Members as a set, which is an array in RESP2. */
  static Reply reply(List<byte[]> members, boolean resp3) {
    if (!resp3) {
      return members.isEmpty()
          ? Reply.EMPTY_ARRAY
          : new Reply.Bulks(members.toArray(byte[][]::new));
    }
    if (members.isEmpty()) {
      return EMPTY_SET;
    }
    List<Reply> items = new ArrayList<>(members.size());
    for (byte[] member : members) {
      items.add(new Reply.Bulk(member));
    }
    return new Reply.Set(items);
  }

  /** All members in their order. */
  static List<byte[]> members(SetValue set) {
    List<byte[]> all = new ArrayList<>((int) set.length());
    for (SetValue.Members members = set.members(); members.advance(); ) {
      all.add(members.member());
    }
    return all;
  }

  // Putting in.

  private static Reply add(Call call) throws CommandError {
    byte[] key = call.arg(1);
    Shaping shaping = call.shaping();
    SetValue set = call.write(key, SetValue.class);
    boolean isNew = set == null;
    if (set == null) {
      set = SetValue.emptyFor(shaping, call.arg(2), call.argc() - 2);
      call.db().add(key, set);
    } else {
      set.prepareFor(shaping, call.argc() - 2);
    }
    long added = 0;
    int argc = call.argc();
    for (int i = 2; i < argc; i++) {
      if (set.add(shaping, call.arg(i))) {
        added++;
      }
    }
    if (isNew) {
      call.dirty(added);
    } else if (added > 0) {
      call.changed(key, added);
    }
    if (added > 0) {
      call.notice(Notice.SET, "sadd", key);
    }
    return Reply.of(added);
  }

  private static Reply move(Call call) throws CommandError {
    Db db = call.db();
    byte[] from = call.arg(1);
    byte[] to = call.arg(2);
    byte[] member = call.arg(3);
    Value there = db.write(from);
    Value other = db.write(to);
    SetValue source = Call.typed(there, SetValue.class);
    if (source == null) {
      return Reply.ZERO;
    }
    SetValue destination = Call.typed(other, SetValue.class);
    if (source == destination) {
      return source.contains(member) ? Reply.ONE : Reply.ZERO;
    }
    if (!source.remove(member)) {
      return Reply.ZERO;
    }
    removed(call, from, source, 1, "srem");
    if (destination == null) {
      destination = SetValue.emptyFor(call.shaping(), member);
      db.add(to, destination);
      destination.add(call.shaping(), member);
      call.dirty(1);
      call.notice(Notice.SET, "sadd", to);
    } else if (destination.add(call.shaping(), member)) {
      call.changed(to, 1);
      call.notice(Notice.SET, "sadd", to);
    }
    return Reply.ONE;
  }

  // Taking out.

  private static Reply remove(Call call) throws CommandError {
    byte[] key = call.arg(1);
    SetValue set = call.write(key, SetValue.class);
    if (set == null) {
      return Reply.ZERO;
    }
    long removed = 0;
    for (int i = 2; i < call.argc(); i++) {
      if (set.remove(call.arg(i))) {
        removed++;
        if (set.length() == 0) {
          break;
        }
      }
    }
    removed(call, key, set, removed, "srem");
    return Reply.of(removed);
  }

  private static void removed(Call call, byte[] key, SetValue set, long count, String event) {
    if (count > 0) {
      call.notice(Notice.SET, event, key);
    }
    if (set.length() == 0) {
      call.db().delete(key);
      call.dirty(count);
      call.notice(Notice.GENERIC, "del", key);
    } else if (count > 0) {
      call.changed(key, count);
    }
  }

  private static Reply pop(Call call) throws CommandError {
    if (call.argc() > 3) {
      throw CommandError.SYNTAX;
    }
    if (call.argc() == 3) {
      return popMany(call);
    }
    byte[] key = call.arg(1);
    SetValue set = call.write(key, SetValue.class);
    if (set == null) {
      return Reply.Nil.STRING;
    }
    byte[] member = set.randomMember(call.keyspace().randomness());
    set.remove(member);
    removed(call, key, set, 1, "spop");
    call.propagate(SREM, key, member);
    return new Reply.Bulk(member);
  }

  private static Reply popMany(Call call) throws CommandError {
    long count = call.positiveArg(2);
    byte[] key = call.arg(1);
    SetValue set = call.write(key, SetValue.class);
    if (set == null || count == 0) {
      return reply(List.of(), call.resp3());
    }
    if (count >= set.length()) {
      List<byte[]> all = members(set);
      call.notice(Notice.SET, "spop", key);
      call.db().delete(key);
      call.dirty(all.size());
      call.notice(Notice.GENERIC, "del", key);
      call.propagate(DEL, key);
      return reply(all, call.resp3());
    }
    List<byte[]> taken =
        (set.length() - count) * MOVE_STRATEGY > count
            ? drawOut(call, key, set, count)
            : drawRest(call, key, set, set.length() - count);
    call.notice(Notice.SET, "spop", key);
    for (byte[] member : taken) {
      call.alsoPropagate(call.db().number(), SREM, key, member);
    }
    call.dontPropagate();
    return reply(taken, call.resp3());
  }

  /** Takes members out of a set one after the other. */
  private static List<byte[]> drawOut(Call call, byte[] key, SetValue set, long count) {
    Randomness random = call.keyspace().randomness();
    List<byte[]> taken = new ArrayList<>((int) count);
    for (long i = 0; i < count; i++) {
      byte[] member = set.randomMember(random);
      set.remove(member);
      taken.add(member);
    }
    call.changed(key, count);
    return taken;
  }

  /** Moves the few that stay into a new set, which may be an intset again; gives the others. */
  private static List<byte[]> drawRest(Call call, byte[] key, SetValue set, long staying) {
    Randomness random = call.keyspace().randomness();
    byte[] first = set.randomMember(random);
    SetValue rest = SetValue.emptyFor(call.shaping(), first);
    call.shaping().buildAside(true);
    byte[] member = first;
    for (long left = staying; left > 0; left--) {
      rest.add(call.shaping(), member);
      set.remove(member);
      member = left > 1 ? set.randomMember(random) : first;
    }
    call.shaping().buildAside(false);
    List<byte[]> taken = members(set);
    call.db().overwrite(key, rest);
    call.dirty(taken.size());
    return taken;
  }

  // Reading.

  private static Reply contains(Call call) throws CommandError {
    SetValue set = call.read(call.arg(1), SetValue.class);
    return set != null && set.contains(call.arg(2)) ? Reply.ONE : Reply.ZERO;
  }

  private static Reply containsMany(Call call) throws CommandError {
    SetValue set = call.read(call.arg(1), SetValue.class);
    List<Reply> answers = new ArrayList<>(call.argc() - 2);
    for (int i = 2; i < call.argc(); i++) {
      answers.add(set != null && set.contains(call.arg(i)) ? Reply.ONE : Reply.ZERO);
    }
    return new Reply.Array(answers);
  }

  private static Reply length(Call call) throws CommandError {
    SetValue set = call.read(call.arg(1), SetValue.class);
    return set == null ? Reply.ZERO : Reply.of(set.length());
  }

  private static Reply all(Call call) throws CommandError {
    SetValue set = call.read(call.arg(1), SetValue.class);
    return reply(set == null ? List.of() : members(set), call.resp3());
  }

  private static Reply scan(Call call) throws CommandError {
    long cursor = CollectionScan.cursor(call, 2);
    SetValue set = call.read(call.arg(1), SetValue.class);
    if (set == null) {
      return CollectionScan.nothing();
    }
    CollectionScan scan = CollectionScan.from(call);
    return scan.run(
        cursor,
        1,
        from ->
            set.scan(
                from,
                member -> {
                  if (scan.admits(member)) {
                    scan.add(member);
                  }
                }));
  }

  public static List<CommandRow> rows() {
    List<KeySpec> all = List.of(KeySpec.range(1, -1, 1, "RO ACCESS"));
    List<KeySpec> store = List.of(KeySpec.at(1, "OW UPDATE"), KeySpec.range(2, -1, 1, "RO ACCESS"));
    List<KeySpec> interStore =
        List.of(KeySpec.at(1, "RW UPDATE"), KeySpec.range(2, -1, 1, "RO ACCESS"));
    List<KeySpec> fromTo = List.of(KeySpec.at(1, "RW ACCESS DELETE"), KeySpec.at(2, "RW INSERT"));
    return List.of(
        row(
            "sadd",
            "key member [member ...]",
            WRITE | DENYOOM | FAST,
            "1.0.0",
            KeySpec.INSERT,
            SetCommands::add,
            "Adds members"),
        row(
            "srem",
            "key member [member ...]",
            WRITE | FAST,
            "1.0.0",
            KeySpec.DELETE,
            SetCommands::remove,
            "Removes members"),
        row(
            "smove",
            "source destination member",
            WRITE | FAST,
            "1.0.0",
            fromTo,
            SetCommands::move,
            "Moves a member into another set"),
        row(
            "spop",
            "key [count]",
            WRITE | FAST,
            "1.0.0",
            KeySpec.ACCESS_DELETE,
            SetCommands::pop,
            "Takes out members at random"),
        row(
            "srandmember",
            "key [count]",
            READONLY,
            "1.0.0",
            KeySpec.READ,
            RandomElements::member,
            "Gives members at random"),
        row(
            "sismember",
            "key member",
            READONLY | FAST,
            "1.0.0",
            KeySpec.META,
            SetCommands::contains,
            "Tells whether it is a member"),
        row(
            "smismember",
            "key member [member ...]",
            READONLY | FAST,
            "6.2.0",
            KeySpec.READ,
            SetCommands::containsMany,
            "Tells which of several are members"),
        row(
            "scard",
            "key",
            READONLY | FAST,
            "1.0.0",
            KeySpec.META,
            SetCommands::length,
            "Counts the members"),
        row(
            "smembers",
            "key",
            READONLY,
            "1.0.0",
            KeySpec.READ,
            SetCommands::all,
            "Gives all members"),
        row(
            "sscan",
            "key cursor [MATCH pattern] [COUNT count]",
            READONLY,
            "2.8.0",
            KeySpec.READ,
            SetCommands::scan,
            "Walks over the members a few at a time"),
        row(
            "sinter",
            "key [key ...]",
            READONLY,
            "1.0.0",
            all,
            SetAlgebra::inter,
            "Gives the members that all sets have"),
        row(
            "sintercard",
            "numkeys key [key ...] [LIMIT limit]",
            READONLY | MOVABLEKEYS,
            "7.0.0",
            List.of(KeySpec.counted(1, "RO ACCESS")),
            SetAlgebra::interCount,
            "Counts the members that all sets have"),
        row(
            "sinterstore",
            "destination key [key ...]",
            WRITE | DENYOOM,
            "1.0.0",
            interStore,
            SetAlgebra::interStore,
            "Stores the members that all sets have"),
        row(
            "sunion",
            "key [key ...]",
            READONLY,
            "1.0.0",
            all,
            SetAlgebra::union,
            "Gives the members that any set has"),
        row(
            "sunionstore",
            "destination key [key ...]",
            WRITE | DENYOOM,
            "1.0.0",
            store,
            SetAlgebra::unionStore,
            "Stores the members that any set has"),
        row(
            "sdiff",
            "key [key ...]",
            READONLY,
            "1.0.0",
            all,
            SetAlgebra::diff,
            "Gives the members of the first set that no other has"),
        row(
            "sdiffstore",
            "destination key [key ...]",
            WRITE | DENYOOM,
            "1.0.0",
            store,
            SetAlgebra::diffStore,
            "Stores the members of the first set that no other has"));
  }

  private static CommandRow row(
      String name,
      String syntax,
      int flags,
      String since,
      List<KeySpec> keys,
      Handler handler,
      String summary) {
    return new CommandRow(name, syntax, flags, Group.SET, since, summary, keys, handler);
  }
}
