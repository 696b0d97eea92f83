package dev.kvarium.redis.rdb;

import static dev.kvarium.redis.command.Flags.ASKING;
import static dev.kvarium.redis.command.Flags.DANGEROUS;
import static dev.kvarium.redis.command.Flags.DENYOOM;
import static dev.kvarium.redis.command.Flags.KEYSPACE;
import static dev.kvarium.redis.command.Flags.READONLY;
import static dev.kvarium.redis.command.Flags.WRITE;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;
import dev.kvarium.redis.command.Call;
import dev.kvarium.redis.command.CommandError;
import dev.kvarium.redis.command.CommandRow;
import dev.kvarium.redis.command.Group;
import dev.kvarium.redis.command.KeySpec;
import dev.kvarium.redis.command.Notice;
import dev.kvarium.redis.command.Settings;
import dev.kvarium.redis.keyspace.Db;
import dev.kvarium.redis.value.Shaping;
import dev.kvarium.redis.value.Value;
import dev.kvarium.wire.Reply;
import java.util.Arrays;
import java.util.List;

/** DUMP and RESTORE: a value as bytes, and back. */
public final class DumpCommands {
  private static final String SYNTAX =
      "key ttl serialized-value [REPLACE] [ABSTTL] [IDLETIME seconds] [FREQ frequency]";
  private static final byte[] DEL = Bytes.latin1("DEL");
  private static final byte[] ABSTTL = Bytes.latin1("ABSTTL");

  private static final CommandError BUSY =
      new CommandError("BUSYKEY Target key name already exists.");
  private static final CommandError INVALID_TTL =
      new CommandError("ERR Invalid TTL value, must be >= 0");
  private static final CommandError NOT_WHOLE =
      new CommandError("ERR DUMP payload version or checksum are wrong");
  private static final CommandError BAD_FORMAT = new CommandError("ERR Bad data format");

  private final RdbReader reader;
  private final Settings settings;
  private final int version;

  /**
   * The commands of a node.
   *
   * @param version of RDB, which payloads are given and up to which they are taken
   */
  public DumpCommands(RdbReader reader, Settings settings, int version) {
    this.reader = reader;
    this.settings = settings;
    this.version = version;
  }

  /** The rows. */
  public List<CommandRow> rows() {
    return List.of(
        new CommandRow(
            "dump",
            "key",
            READONLY,
            Group.GENERIC,
            "2.6.0",
            "Gives what a key holds as bytes that RESTORE takes",
            KeySpec.READ,
            this::dump),
        new CommandRow(
            "restore",
            SYNTAX,
            WRITE | DENYOOM | DANGEROUS,
            Group.GENERIC,
            "2.6.0",
            "Makes a key of what DUMP gave",
            KeySpec.first("OW UPDATE"),
            this::restore),
        new CommandRow(
            "restore-asking",
            SYNTAX,
            WRITE | DENYOOM | ASKING | DANGEROUS | KEYSPACE,
            Group.SERVER,
            "3.0.0",
            "RESTORE, as nodes of a cluster send it while a slot moves",
            KeySpec.first("OW UPDATE"),
            this::restore));
  }

  private Reply dump(Call call) {
    Value value = call.db().read(call.arg(1));
    return value == null ? Reply.Nil.STRING : Reply.of(payload(value, call.shaping()));
  }

  /** A value as DUMP gives it. */
  public byte[] payload(Value value, Shaping shaping) {
    return DumpPayload.of(value, shaping, version, settings.rdbCompression);
  }

  private Reply restore(Call call) throws CommandError {
    RestoreOptions options = RestoreOptions.from(call);
    byte[] key = call.arg(1);
    Db db = call.db();
    if (!options.replace() && db.write(key) != null) {
      throw BUSY;
    }
    long ttlMillis = call.longArg(2);
    if (ttlMillis < 0) {
      throw INVALID_TTL;
    }
    byte[] payload = call.arg(3);
    if (!DumpPayload.isWhole(payload, version)) {
      throw NOT_WHOLE;
    }
    Value value = value(payload);
    boolean deleted = options.replace() && db.delete(key);
    boolean expires = ttlMillis != 0;
    long nowMillis = call.keyspace().nowMillis();
    long atMillis = options.absolute() ? ttlMillis : ttlMillis + nowMillis;
    boolean kept = call.keyspace().loading || call.keyspace().follows;
    if (expires && atMillis <= nowMillis && !kept) {
      if (deleted) {
        call.notice(Notice.GENERIC, "del", key);
        call.propagate(DEL, key);
        call.dirty(1);
      }
      return Reply.OK;
    }
    db.add(key, value);
    if (expires) {
      db.expireAt(key, atMillis);
      if (!options.absolute()) {
        call.propagate(absolute(call.argv(), atMillis));
      }
    }
    call.keyspace().ageing().restore(value, options.idleSeconds(), options.frequency());
    call.notice(Notice.GENERIC, "restore", key);
    call.dirty(1);
    return Reply.OK;
  }

  private Value value(byte[] payload) throws CommandError {
    try {
      RdbInput in = DumpPayload.content(payload);
      int type = in.readByte();
      if (!RdbType.isValue(type, version)) {
        throw BAD_FORMAT;
      }
      return reader.read(type, in);
    } catch (RdbProblem problem) {
      throw BAD_FORMAT;
    }
  }

  /** The same command with the time to live as a Unix time. */
  private static byte[][] absolute(byte[][] argv, long atMillis) {
    byte[][] words = Arrays.copyOf(argv, argv.length + 1);
    words[2] = Numbers.toBytes(atMillis);
    words[argv.length] = ABSTTL;
    return words;
  }
}
