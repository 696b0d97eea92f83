package dev.kvarium.redis.rdb;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;
import dev.kvarium.event.Probe;
import dev.kvarium.event.ServerLog;
import dev.kvarium.redis.keyspace.Db;
import dev.kvarium.redis.keyspace.Keyspace;
import dev.kvarium.redis.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One reading of an {@link RdbFile}; says what Redis says while it reads. */
final class RdbLoading {
  private static final int MAGIC_BYTES = 9;
  private static final int FIRST_WITH_CHECKSUM = 5;
  private static final int MOST_EMPTY_TOLD = 10;

  private final Keyspace keyspace;
  private final RdbReader reader;
  private final Libraries libraries;
  private final ServerLog log;
  private final List<String> complaints = new ArrayList<>();
  private final boolean base;
  private final boolean merge;
  private final int newest;
  private final boolean checks;

  private int database;
  private int streamDb;
  private long keys;
  private long expired;
  private long empty;

  private long expireMillis = -1;
  private long idleSeconds = -1;
  private long frequency = -1;

  /**
   * A reading into these databases.
   *
   * @param base whether the file is the base of a log, of which no expired key is left out
   * @param merge whether a key may take the place of one that is there
   * @param newest the last version of the format that is taken
   * @param checks whether the checksum is looked at
   */
  RdbLoading(
      Keyspace keyspace,
      RdbReader reader,
      Libraries libraries,
      Probe probe,
      boolean base,
      boolean merge,
      int newest,
      boolean checks) {
    this.keyspace = keyspace;
    this.reader = reader;
    this.libraries = libraries;
    this.log = new ServerLog(probe);
    this.base = base;
    this.merge = merge;
    this.newest = newest;
    this.checks = checks;
  }

  /** The database that the stream has selected which follows the file; 0 if it does not say. */
  int streamDb() {
    return streamDb;
  }

  RdbLoad load(byte[] content) {
    RdbInput in = new RdbInput(content, 0, content.length);
    try {
      int version = version(in);
      if (version < 1) {
        return new RdbLoad.Failed(complaints, true);
      }
      while (readKey(in, version)) {
        expireMillis = -1;
        idleSeconds = -1;
        frequency = -1;
      }
      if (version >= FIRST_WITH_CHECKSUM) {
        checkSum(in);
      }
    } catch (RdbProblem problem) {
      boolean tooShort = problem.kind() == RdbProblem.Kind.SHORT;
      if (tooShort) {
        complain("Short read or OOM loading DB. Unrecoverable error, aborting now.");
      }
      complain(
          "Internal error in RDB reading offset "
              + in.offset()
              + " -> "
              + (tooShort ? "Unexpected EOF reading RDB file" : problem.text()));
      return new RdbLoad.Failed(complaints, false);
    }
    String told = "Done loading RDB, keys loaded: " + keys + ", keys expired: " + expired;
    log.notice(empty == 0 ? told + "." : told + ", empty keys skipped: " + empty + ".");
    return new RdbLoad.Loaded(keys, expired, in.offset());
  }

  private int version(RdbInput in) throws RdbProblem {
    String magic = Bytes.latin1Text(in.readBytes(MAGIC_BYTES));
    if (!magic.startsWith("REDIS")) {
      complain("Wrong signature trying to load DB from file");
      return 0;
    }
    String digits = magic.substring("REDIS".length());
    int version = digits.matches("[0-9]{4}") ? Integer.parseInt(digits) : 0;
    if (version < 1 || version > newest) {
      complain("Can't handle RDB format version " + version);
      return 0;
    }
    return version;
  }

  /** Reads on up to the next key; false at the end. */
  private boolean readKey(RdbInput in, int version) throws RdbProblem {
    while (true) {
      int type = in.readByte();
      switch (type) {
        case RdbType.OPCODE_EOF -> {
          return false;
        }
        case RdbType.OPCODE_EXPIRE_SECONDS -> expireMillis = in.readInt() * 1000L;
        case RdbType.OPCODE_EXPIRE_MILLIS -> expireMillis = in.readLong();
        case RdbType.OPCODE_FREQ -> frequency = in.readByte();
        case RdbType.OPCODE_IDLE -> idleSeconds = in.readLength();
        case RdbType.OPCODE_SELECT_DB -> select(in.readLength());
        case RdbType.OPCODE_RESIZE_DB -> resize(in);
        case RdbType.OPCODE_AUX -> fact(in.readString(), in.readString());
        case RdbType.OPCODE_FUNCTION_2 -> library(in.readString());
        case RdbType.OPCODE_FUNCTION ->
            throw RdbProblem.corrupt("Pre-release function format not supported.");
        case RdbType.OPCODE_MODULE_AUX ->
            throw RdbProblem.corrupt(
                "The RDB file contains AUX module data I can't load: no matching module");
        default -> {
          readKey(type, in, version);
          return true;
        }
      }
    }
  }

  private void select(long number) throws RdbProblem {
    if (number < 0 || number >= keyspace.databases()) {
      throw RdbProblem.corrupt(
          "FATAL: Data file was created with a Redis server configured to handle more than "
              + keyspace.databases()
              + " databases. Exiting");
    }
    database = (int) number;
  }

  /** Makes room, but for no more keys than there are bytes for. */
  private void resize(RdbInput in) throws RdbProblem {
    long all = in.readLength();
    long expiring = in.readLength();
    long most = in.left() / 2;
    if (all >= 0 && all <= most && expiring >= 0 && expiring <= most) {
      keyspace.db(database).expand(all, expiring);
    }
  }

  private void fact(byte[] name, byte[] value) {
    String text = Bytes.text(value);
    switch (Bytes.text(name).toLowerCase(Locale.ROOT)) {
      case "redis-ver" -> log.notice("Loading RDB produced by version " + text);
      case "ctime" ->
          log.notice(
              "RDB age " + Math.max(0, keyspace.nowMillis() / 1000 - number(value)) + " seconds");
      case "used-mem" ->
          log.notice(
              String.format(
                  Locale.ROOT,
                  "RDB memory usage when created %.2f Mb",
                  number(value) / (1024.0 * 1024.0)));
      case "repl-stream-db" -> streamDb = (int) number(value);
      case "aof-base" -> {
        if (number(value) != 0) {
          log.notice("RDB is base AOF");
        }
      }
      default -> {}
    }
  }

  private static long number(byte[] text) {
    return Numbers.isLong(text) ? Numbers.parseLong(text) : 0;
  }

  private void library(byte[] source) throws RdbProblem {
    String problem = libraries.load(source, merge);
    if (!problem.isEmpty()) {
      throw RdbProblem.corrupt("Failed loading library, " + problem);
    }
  }

  private void readKey(int type, RdbInput in, int version) throws RdbProblem {
    if (!RdbType.isValue(type, version)) {
      throw RdbProblem.corrupt("Unknown RDB encoding type " + type);
    }
    byte[] key = in.readString();
    Value value;
    try {
      value = reader.read(type, in);
    } catch (RdbProblem problem) {
      if (problem.kind() != RdbProblem.Kind.EMPTY) {
        throw problem;
      }
      if (empty++ < MOST_EMPTY_TOLD) {
        log.warning("rdbLoadObject skipping empty key: " + Bytes.text(key));
      }
      return;
    }
    if (!base && !keyspace.follows && expireMillis != -1 && expireMillis < keyspace.nowMillis()) {
      expired++;
      return;
    }
    Db db = keyspace.db(database);
    if (db.peek(key) != null) {
      if (!merge) {
        throw RdbProblem.corrupt(
            "RDB has duplicated key '" + Bytes.text(key) + "' in DB " + database);
      }
      db.delete(key);
    }
    db.add(key, value);
    keys++;
    if (expireMillis != -1) {
      db.expireAt(key, expireMillis);
    }
    keyspace.ageing().restore(value, idleSeconds, frequency);
  }

  private void checkSum(RdbInput in) throws RdbProblem {
    long expected = in.crc();
    long found = in.readLong();
    if (!checks) {
      return;
    }
    if (found == 0) {
      log.warning("RDB file was saved with checksum disabled: no check performed.");
    } else if (found != expected) {
      complain(
          "Wrong RDB checksum expected: ("
              + hex(expected)
              + ") but got ("
              + hex(found)
              + "). Aborting now.");
      throw RdbProblem.corrupt("RDB CRC error");
    }
  }

  /** As C prints a number, without zeros in front. */
  private static String hex(long number) {
    return Long.toHexString(number);
  }

  private void complain(String text) {
    complaints.add(text);
    log.warning(text);
  }
}
