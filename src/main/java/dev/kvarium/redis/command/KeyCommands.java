package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.DANGEROUS;
import static dev.kvarium.redis.command.Flags.DENYOOM;
import static dev.kvarium.redis.command.Flags.FAST;
import static dev.kvarium.redis.command.Flags.READONLY;
import static dev.kvarium.redis.command.Flags.TOUCHES_ARBITRARY_KEYS;
import static dev.kvarium.redis.command.Flags.WRITE;

import dev.kvarium.base.Glob;
import dev.kvarium.redis.keyspace.Db;
import dev.kvarium.redis.value.Value;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The commands on keys, whatever they hold. */
public final class KeyCommands {
  private static final List<KeySpec> ALL_META = List.of(KeySpec.range(1, -1, 1, "RO"));
  private static final List<KeySpec> ALL_DELETE = List.of(KeySpec.range(1, -1, 1, "RM DELETE"));

  private KeyCommands() {}

  /** The rows of all commands on keys. */
  public static List<CommandRow> rows() {
    List<CommandRow> rows = new ArrayList<>(own());
    rows.addAll(ExpireCommands.rows());
    rows.addAll(ObjectCommands.rows());
    return rows;
  }

  private static List<CommandRow> own() {
    return List.of(
        row("del", "key [key ...]", WRITE, "1.0.0", "Deletes keys", ALL_DELETE, KeyCommands::del),
        row(
            "unlink",
            "key [key ...]",
            WRITE | FAST,
            "4.0.0",
            "Deletes keys and frees what they held in the background",
            ALL_DELETE,
            KeyCommands::unlink),
        row(
            "exists",
            "key [key ...]",
            READONLY | FAST,
            "1.0.0",
            "Counts how many of the keys are there",
            ALL_META,
            KeyCommands::exists),
        row(
            "type",
            "key",
            READONLY | FAST,
            "1.0.0",
            "Says of what type a key's value is",
            KeySpec.META,
            KeyCommands::type),
        row(
            "keys",
            "pattern",
            READONLY | DANGEROUS,
            "1.0.0",
            "Lists all keys whose names match",
            KeySpec.NONE,
            KeyCommands::keys),
        row(
            "scan",
            "cursor [MATCH pattern] [COUNT count] [TYPE type]",
            READONLY | TOUCHES_ARBITRARY_KEYS,
            "2.8.0",
            "Lists some of the keys and says where to go on",
            KeySpec.NONE,
            KeyScan::handle),
        row(
            "randomkey",
            "",
            READONLY | TOUCHES_ARBITRARY_KEYS,
            "1.0.0",
            "Gives the name of a key at random",
            KeySpec.NONE,
            KeyCommands::randomKey),
        row(
            "rename",
            "key newkey",
            WRITE,
            "1.0.0",
            "Gives a key another name, replacing what had it",
            List.of(KeySpec.at(1, "RW ACCESS DELETE"), KeySpec.at(2, "OW UPDATE")),
            call -> rename(call, false)),
        row(
            "renamenx",
            "key newkey",
            WRITE | FAST,
            "1.0.0",
            "Gives a key another name unless that is taken",
            List.of(KeySpec.at(1, "RW ACCESS DELETE"), KeySpec.at(2, "OW INSERT")),
            call -> rename(call, true)),
        row(
            "copy",
            "source destination [DB destination-db] [REPLACE]",
            WRITE | DENYOOM,
            "6.2.0",
            "Copies what a key holds to another",
            List.of(KeySpec.at(1, "RO ACCESS"), KeySpec.at(2, "OW UPDATE")),
            KeyCommands::copy),
        row(
            "move",
            "key db",
            WRITE | FAST,
            "1.0.0",
            "Moves a key to another database",
            KeySpec.ACCESS_UPDATE,
            KeyCommands::move),
        row(
            "touch",
            "key [key ...]",
            READONLY | FAST,
            "3.2.1",
            "Counts how many of the keys are there, and marks them as used now",
            ALL_META,
            KeyCommands::touch));
  }

  static CommandRow row(
      String name,
      String syntax,
      int flags,
      String since,
      String summary,
      List<KeySpec> keys,
      Handler handler) {
    return new CommandRow(name, syntax, flags, Group.GENERIC, since, summary, keys, handler);
  }

  private static Reply unlink(Call call) {
    return delete(call, true);
  }

  private static Reply del(Call call) {
    return delete(call, call.deletesLazily());
  }

  private static Reply delete(Call call, boolean lazily) {
    long deleted = 0;
    for (int i = 1; i < call.argc(); i++) {
      call.db().expireIfNeeded(call.arg(i));
      if (call.db().delete(call.arg(i), lazily)) {
        call.notice(Notice.GENERIC, "del", call.arg(i));
        deleted++;
      }
    }
    call.dirty(deleted);
    return Reply.of(deleted);
  }

  private static Reply exists(Call call) {
    long count = 0;
    for (int i = 1; i < call.argc(); i++) {
      if (call.db().readUntouched(call.arg(i)) != null) {
        count++;
      }
    }
    return Reply.of(count);
  }

  private static Reply touch(Call call) {
    long count = 0;
    for (int i = 1; i < call.argc(); i++) {
      if (call.db().read(call.arg(i)) != null) {
        count++;
      }
    }
    return Reply.of(count);
  }

  private static Reply type(Call call) {
    Value value = call.db().readUntouched(call.arg(1));
    return new Reply.Simple(value == null ? "none" : value.type().redisName());
  }

  private static Reply keys(Call call) {
    byte[] pattern = call.arg(1);
    boolean all = Glob.matchesAll(pattern);
    Db db = call.db();
    List<byte[]> found = new ArrayList<>();
    db.keys()
        .forEach(
            entry -> {
              if ((all || Glob.matches(pattern, entry.key)) && !db.isExpired(entry.key)) {
                found.add(entry.key);
              }
            });
    return new Reply.Bulks(found.toArray(byte[][]::new));
  }

  private static Reply randomKey(Call call) {
    byte[] key = call.db().randomKey();
    return key == null ? Reply.Nil.STRING : Reply.of(key);
  }

  private static Reply rename(Call call, boolean ifFree) throws CommandError {
    byte[] from = call.arg(1);
    byte[] to = call.arg(2);
    Db db = call.db();
    if (db.write(from) == null) {
      throw CommandError.NO_SUCH_KEY;
    }
    boolean same = Arrays.equals(from, to);
    if (!same) {
      if (db.write(to) != null) {
        if (ifFree) {
          return Reply.ZERO;
        }
        db.delete(to);
      }
      db.rename(from, db, to);
      call.dirty(1);
      call.notice(Notice.GENERIC, "rename_from", from);
      call.notice(Notice.GENERIC, "rename_to", to);
    }
    return ifFree ? Reply.of(same ? 0 : 1) : Reply.OK;
  }

  private static Reply move(Call call) throws CommandError {
    call.refuseInCluster("ERR MOVE is not allowed in cluster mode");
    byte[] key = call.arg(1);
    Db from = call.db();
    Db to = call.dbArg(2);
    if (from == to) {
      throw CommandError.SAME_OBJECT;
    }
    if (from.write(key) == null || to.write(key) != null) {
      return Reply.ZERO;
    }
    from.rename(key, to, key);
    call.dirty(1);
    call.notice(Notice.GENERIC, "move_from", key);
    call.notice(Notice.GENERIC, "move_to", key, to.number());
    return Reply.ONE;
  }

  private static Reply copy(Call call) throws CommandError {
    boolean replace = false;
    Db to = call.db();
    for (int i = 3; i < call.argc(); i++) {
      if (call.is(i, "REPLACE")) {
        replace = true;
      } else if (call.is(i, "DB") && i + 1 < call.argc()) {
        to = call.dbArg(++i);
      } else {
        throw CommandError.SYNTAX;
      }
    }
    if (to != call.db()) {
      call.refuseInCluster("ERR Copying to another database is not allowed in cluster mode");
    }
    byte[] source = call.arg(1);
    byte[] destination = call.arg(2);
    Db from = call.db();
    if (from == to && Arrays.equals(source, destination)) {
      throw CommandError.SAME_OBJECT;
    }
    if (from.read(source) == null) {
      return Reply.ZERO;
    }
    if (to.write(destination) != null) {
      if (!replace) {
        return Reply.ZERO;
      }
      to.delete(destination);
    }
    from.copy(source, to, destination);
    call.dirty(1);
    call.notice(Notice.GENERIC, "copy_to", destination, to.number());
    return Reply.ONE;
  }
}
