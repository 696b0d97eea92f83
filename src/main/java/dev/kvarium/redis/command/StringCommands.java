package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.DENYOOM;
import static dev.kvarium.redis.command.Flags.FAST;
import static dev.kvarium.redis.command.Flags.READONLY;
import static dev.kvarium.redis.command.Flags.WRITE;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;
import dev.kvarium.redis.keyspace.Db;
import dev.kvarium.redis.value.StringValue;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands that set and get strings as a whole. */
public final class StringCommands {
  static final byte[] SET = Bytes.latin1("SET");
  static final byte[] PXAT = Bytes.latin1("PXAT");
  static final byte[] PERSIST = Bytes.latin1("PERSIST");
  static final byte[] PEXPIREAT = Bytes.latin1("PEXPIREAT");

  private final Strings strings;

  public StringCommands(Strings strings) {
    this.strings = strings;
  }

  /** The rows of all commands on strings. */
  public List<CommandRow> rows() {
    List<CommandRow> rows = new ArrayList<>(own());
    rows.addAll(new CounterCommands(strings).rows());
    rows.addAll(new StringEditCommands(strings).rows());
    return rows;
  }

  private List<CommandRow> own() {
    return List.of(
        row(
            "get",
            "key",
            READONLY | FAST,
            "1.0.0",
            "Gives the string that a key holds",
            KeySpec.READ,
            StringCommands::get),
        row(
            "set",
            "key value [NX | XX] [GET] [EX seconds | PX milliseconds | EXAT unix-time-seconds |"
                + " PXAT unix-time-milliseconds | KEEPTTL]",
            WRITE | DENYOOM,
            "1.0.0",
            "Sets a key to a string, whatever it held",
            KeySpec.first("RW ACCESS UPDATE VARIABLE_FLAGS"),
            this::set),
        row(
            "getset",
            "key value",
            WRITE | DENYOOM | FAST,
            "1.0.0",
            "Sets a key to a string and gives the one that it held",
            KeySpec.ACCESS_UPDATE,
            this::getSet),
        row(
            "getdel",
            "key",
            WRITE | FAST,
            "6.2.0",
            "Gives the string that a key holds and deletes the key",
            KeySpec.ACCESS_DELETE,
            StringCommands::getDel),
        row(
            "getex",
            "key [EX seconds | PX milliseconds | EXAT unix-time-seconds | PXAT"
                + " unix-time-milliseconds | PERSIST]",
            WRITE | FAST,
            "6.2.0",
            "Gives the string that a key holds and changes when it expires",
            KeySpec.ACCESS_UPDATE,
            StringCommands::getEx),
        row(
            "mget",
            "key [key ...]",
            READONLY | FAST,
            "1.0.0",
            "Gives the strings of many keys",
            List.of(KeySpec.range(1, -1, 1, "RO ACCESS")),
            StringCommands::mget),
        row(
            "mset",
            "key value [key value ...]",
            WRITE | DENYOOM,
            "1.0.1",
            "Sets many keys to strings",
            List.of(KeySpec.range(1, -1, 2, "OW UPDATE")),
            call -> mset(call, false)),
        row(
            "msetnx",
            "key value [key value ...]",
            WRITE | DENYOOM,
            "1.0.1",
            "Sets many keys to strings if none of them is there",
            List.of(KeySpec.range(1, -1, 2, "OW INSERT")),
            call -> mset(call, true)),
        row(
            "setnx",
            "key value",
            WRITE | DENYOOM | FAST,
            "1.0.0",
            "Sets a key to a string if it is not there",
            KeySpec.first("OW INSERT"),
            this::setNx),
        row(
            "setex",
            "key seconds value",
            WRITE | DENYOOM,
            "2.0.0",
            "Sets a key to a string that expires after seconds",
            KeySpec.first("OW UPDATE"),
            call -> setWithTtl(call, true)),
        row(
            "psetex",
            "key milliseconds value",
            WRITE | DENYOOM,
            "2.6.0",
            "Sets a key to a string that expires after milliseconds",
            KeySpec.first("OW UPDATE"),
            call -> setWithTtl(call, false)));
  }

  static CommandRow row(
      String name,
      String syntax,
      int flags,
      String since,
      String summary,
      List<KeySpec> keys,
      Handler handler) {
    return new CommandRow(name, syntax, flags, Group.STRING, since, summary, keys, handler);
  }

  private static Reply get(Call call) throws CommandError {
    StringValue value = call.read(call.arg(1), StringValue.class);
    return value == null ? Reply.Nil.STRING : Reply.of(value.bytes());
  }

  private Reply set(Call call) throws CommandError {
    SetOptions options = SetOptions.from(call);
    long atMillis = options.expiry() == null ? -1 : options.expiry().positiveMillis(call);
    Reply old = options.get() ? get(call) : null;
    boolean done = store(call, call.arg(2), options, atMillis);
    if (done && old != null && atMillis < 0) {
      call.propagate(withoutGet(call));
    }
    return old != null ? old : done ? Reply.OK : Reply.Nil.STRING;
  }

  private Reply setNx(Call call) throws CommandError {
    return store(call, call.arg(2), SetOptions.IF_ABSENT, -1) ? Reply.ONE : Reply.ZERO;
  }

  private Reply setWithTtl(Call call, boolean seconds) throws CommandError {
    long atMillis = new Expiry(2, seconds, true).positiveMillis(call);
    store(call, call.arg(3), SetOptions.NONE, atMillis);
    return Reply.OK;
  }

  /** Sets word 1 to a string if the options let it; with a time it is logged as SET … PXAT. */
  private boolean store(Call call, byte[] text, SetOptions options, long atMillis) {
    byte[] key = call.arg(1);
    Db db = call.db();
    boolean found = db.write(key) != null;
    if (options.nx() && found || options.xx() && !found) {
      return false;
    }
    StringValue value = strings.of(text);
    if (found) {
      db.overwrite(key, value);
      if (!options.keepTtl()) {
        db.persist(key);
      }
    } else {
      db.add(key, value);
    }
    call.dirty(1);
    call.notice(Notice.STRING, "set", key);
    if (atMillis >= 0) {
      db.expireAt(key, atMillis);
      call.notice(Notice.GENERIC, "expire", key);
      call.propagate(SET, key, text, PXAT, Numbers.toBytes(atMillis));
    }
    return true;
  }

  private static byte[][] withoutGet(Call call) {
    List<byte[]> words = new ArrayList<>();
    for (int i = 0; i < call.argc(); i++) {
      if (i < 3 || !call.is(i, "GET")) {
        words.add(call.arg(i));
      }
    }
    return words.toArray(byte[][]::new);
  }

  private Reply getSet(Call call) throws CommandError {
    Reply old = get(call);
    call.db().set(call.arg(1), strings.of(call.arg(2)));
    call.dirty(1);
    call.notice(Notice.STRING, "set", call.arg(1));
    call.propagate(SET, call.arg(1), call.arg(2));
    return old;
  }

  private static Reply getDel(Call call) throws CommandError {
    Reply old = get(call);
    if (call.db().delete(call.arg(1))) {
      call.dirty(1);
      call.notice(Notice.GENERIC, "del", call.arg(1));
      call.propagate(call.deletion(), call.arg(1));
    }
    return old;
  }

  private static Reply getEx(Call call) throws CommandError {
    Expiry expiry = getExOption(call);
    byte[] key = call.arg(1);
    StringValue value = call.read(key, StringValue.class);
    if (value == null) {
      return Reply.Nil.STRING;
    }
    Db db = call.db();
    if (expiry != null) {
      long atMillis = expiry.positiveMillis(call);
      call.dirty(1);
      if (!expiry.relative() && Expiry.hasPassed(call.keyspace(), atMillis)) {
        db.delete(key);
        call.notice(Notice.GENERIC, "del", key);
        call.propagate(call.expiredDeletion(), key);
      } else {
        db.expireAt(key, atMillis);
        call.notice(Notice.GENERIC, "expire", key);
        call.propagate(PEXPIREAT, key, Numbers.toBytes(atMillis));
      }
    } else if (call.argc() > 2 && db.persist(key)) {
      call.dirty(1);
      call.notice(Notice.GENERIC, "persist", key);
      call.propagate(PERSIST, key);
    }
    return Reply.of(value.bytes());
  }

  /** The time given, or null when it was PERSIST or nothing. */
  private static @Nullable Expiry getExOption(Call call) throws CommandError {
    Expiry expiry = null;
    boolean persist = false;
    for (int i = 2; i < call.argc(); i++) {
      Expiry given = Expiry.option(call, i);
      if (given != null && !persist && (expiry == null || expiry.sameKind(given))) {
        expiry = given;
        i++;
      } else if (given == null && call.is(i, "PERSIST") && expiry == null) {
        persist = true;
      } else {
        throw CommandError.SYNTAX;
      }
    }
    return expiry;
  }

  private static Reply mget(Call call) {
    byte[][] items = new byte[call.argc() - 1][];
    for (int i = 0; i < items.length; i++) {
      if (call.db().read(call.arg(i + 1)) instanceof StringValue value) {
        items[i] = value.bytes();
      }
    }
    return new Reply.Bulks(items);
  }

  private Reply mset(Call call, boolean ifNone) throws CommandError {
    if (call.argc() % 2 == 0) {
      throw call.wrongArity();
    }
    if (ifNone) {
      for (int i = 1; i < call.argc(); i += 2) {
        if (call.db().write(call.arg(i)) != null) {
          return Reply.ZERO;
        }
      }
    }
    for (int i = 1; i < call.argc(); i += 2) {
      call.db().set(call.arg(i), strings.of(call.arg(i + 1)));
      call.notice(Notice.STRING, "set", call.arg(i));
    }
    call.dirty((call.argc() - 1) / 2);
    return ifNone ? Reply.ONE : Reply.OK;
  }
}
