package dev.kvarium.redis.rdb;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;
import dev.kvarium.redis.keyspace.Ageing;
import dev.kvarium.redis.keyspace.Db;
import dev.kvarium.redis.keyspace.Keyspace;
import dev.kvarium.redis.value.Value;
import dev.kvarium.structure.Dict;
import dev.kvarium.structure.DictIterator;
import java.util.Locale;
import java.util.Optional;

/**
 * An RDB file: all databases at one moment, as short as they can be read again quickly.
 *
 * <pre>
 *   │ REDIS0010 │ facts │ libraries │ database │ database … │ ff │ CRC-64 of all before, 8 bytes │
 *
 *   fact       fa  name  value                  strings: redis-ver, redis-bits, ctime, used-mem, …
 *   library    f5  source
 *   database   fe  number   fb  keys  keys that expire   key …
 *   key        [fc  Unix time in ms, 8 bytes]  [f8 idle seconds | f9 uses]  type  name  value
 * </pre>
 *
 * <p>Lengths and strings are those of {@link RdbOutput}, values those of {@link RdbWriter}. The key
 * {@code a} with the value 1 in database 0, without the facts:
 *
 * <pre>
 *   fe 00   fb 01 00   00 01 61 c0 01   ff
 * </pre>
 *
 * <p>What is written of the use of a key hangs on the policy of eviction: with LRU the seconds for
 * which nobody used it, with LFU its counter, else nothing.
 *
 * <p>Limits. There is no index: to have one key, everything before it is read. A flipped bit is
 * found by the checksum at the end, after all has been loaded.
 *
 * <p>Source: behaviour of rdb.c in 7.0.15.
 */
public final class RdbFile {
  private static final byte[] REDIS = Bytes.latin1("REDIS");

  private RdbFile() {}

  /**
   * What a file says of itself.
   *
   * @param serverVersion {@code 7.0.15}
   * @param rdbVersion {@code 10}
   * @param nowSeconds Unix time
   * @param usedBytes of memory
   * @param base whether it is the base of an append-only file
   * @param checksum whether it ends in one, rather than in 0
   * @param stream by which a replica goes on from it
   */
  public record Facts(
      String serverVersion,
      int rdbVersion,
      long nowSeconds,
      long usedBytes,
      boolean base,
      boolean checksum,
      Optional<Stream> stream) {}

  /** The stream of changes behind a file: the database that it has selected, its id, its offset. */
  public record Stream(int db, String id, long offset) {}

  /** Writes all databases; how many keys. */
  public static long write(RdbOutput out, Keyspace keyspace, Libraries libraries, Facts facts) {
    return write(out, keyspace, keyspace.databases(), libraries, facts);
  }

  /** Writes the first databases, so many of them; how many keys. */
  static long write(
      RdbOutput out, Keyspace keyspace, int databases, Libraries libraries, Facts facts) {
    out.as(facts.rdbVersion());
    out.write(REDIS);
    out.write(Bytes.latin1(String.format(Locale.ROOT, "%04d", facts.rdbVersion())));
    fact(out, "redis-ver", Bytes.latin1(facts.serverVersion()));
    fact(out, "redis-bits", Bytes.latin1("64"));
    fact(out, "ctime", Numbers.toBytes(facts.nowSeconds()));
    fact(out, "used-mem", Numbers.toBytes(facts.usedBytes()));
    if (facts.stream().isPresent()) {
      Stream stream = facts.stream().get();
      fact(out, "repl-stream-db", Numbers.toBytes(stream.db()));
      fact(out, "repl-id", Bytes.latin1(stream.id()));
      fact(out, "repl-offset", Numbers.toBytes(stream.offset()));
    }
    fact(out, "aof-base", Bytes.latin1(facts.base() ? "1" : "0"));
    for (byte[] source : libraries.sources()) {
      out.writeByte(RdbType.OPCODE_FUNCTION_2);
      out.writeString(source);
    }
    long keys = 0;
    for (int i = 0; i < databases; i++) {
      Db db = keyspace.db(i);
      if (db.size() > 0) {
        write(out, db, keyspace);
        keys += db.size();
      }
    }
    out.writeByte(RdbType.OPCODE_EOF);
    out.writeLong(facts.checksum() ? out.crc() : 0);
    out.flush();
    return keys;
  }

  private static void fact(RdbOutput out, String name, byte[] value) {
    out.writeByte(RdbType.OPCODE_AUX);
    out.writeString(Bytes.latin1(name));
    out.writeString(value);
  }

  private static void write(RdbOutput out, Db db, Keyspace keyspace) {
    out.writeByte(RdbType.OPCODE_SELECT_DB);
    out.writeLength(db.number());
    out.writeByte(RdbType.OPCODE_RESIZE_DB);
    out.writeLength(db.size());
    out.writeLength(db.expiring());
    try (DictIterator<Value> keys = db.keys().iterator()) {
      while (keys.advance()) {
        write(out, db, keys.entry(), keyspace);
      }
    }
  }

  private static void write(RdbOutput out, Db db, Dict.Entry<Value> entry, Keyspace keyspace) {
    Value value = entry.get();
    Dict.Entry<Boolean> expiry = db.expires().isEmpty() ? null : db.expires().peek(entry.key);
    if (expiry != null) {
      out.writeByte(RdbType.OPCODE_EXPIRE_MILLIS);
      out.writeLong(expiry.number);
    }
    Ageing ageing = keyspace.ageing();
    if (ageing.countsUses) {
      out.writeByte(RdbType.OPCODE_FREQ);
      out.writeByte(ageing.frequency(value));
    } else if (ageing.keepsLastUse) {
      out.writeByte(RdbType.OPCODE_IDLE);
      out.writeLength(ageing.idleSeconds(value));
    }
    out.writeByte(RdbWriter.type(out, value));
    out.writeString(entry.key);
    RdbWriter.writeContent(out, value);
  }
}
