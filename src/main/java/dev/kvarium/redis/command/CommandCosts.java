package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.keyspace.Db;
import dev.kvarium.redis.keyspace.Keyspace;
import dev.kvarium.redis.value.Encoding;
import dev.kvarium.redis.value.HashValue;
import dev.kvarium.redis.value.SortedSetValue;
import dev.kvarium.redis.value.Value;
import dev.kvarium.redis.value.ValueType;
import dev.kvarium.wire.Reply;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a command costs a real server's processor, reckoned from what it did.
 *
 * <pre>
 *   the command itself                     GET 0.2 µs
 *   + words beyond those it needs          MSET of ten pairs: 18
 *   + elements of its reply                LRANGE 0 99: 100
 *   + entries walked in a listpack         HGET of the 40th field: 40
 *   + keys held against a pattern          KEYS: all of the database
 *   + bytes of large strings copied, freed GET, COPY, DEL of 8 MiB and more; UNLINK too
 *   + elements freed                       DEL, or a read that finds the key expired; not UNLINK
 *   + steps of a script, bytes of a file   EVAL, SAVE
 * </pre>
 *
 * <p>The figures are those of {@link ServerCosts}. Reading and parsing the request, and writing the
 * reply, are the loop's and not in it.
 */
public final class CommandCosts {
  private final Keyspace keyspace;
  private final LongSupplier luaSteps;
  private final LongSupplier savedBytes;
  private double freedNanos;
  private long luaBefore;
  private long savedBefore;
  private long flushedBefore;

  /**
   * Costs of one node.
   *
   * @param luaSteps steps that scripts have taken since the start
   * @param savedBytes bytes that SAVE has written since the start
   */
  public CommandCosts(Keyspace keyspace, LongSupplier luaSteps, LongSupplier savedBytes) {
    this.keyspace = keyspace;
    this.luaSteps = luaSteps;
    this.savedBytes = savedBytes;
    keyspace.stats().onFreed = this::freed;
  }

  private void freed(Value value) {
    if (value.type() == ValueType.STRING) {
      long bytes = value.memoryBytes(0);
      freedNanos += bytes < ServerCosts.LARGE_BYTES ? 0 : bytes * ServerCosts.LARGE_FREED_BYTE;
      return;
    }
    freedNanos += cold(value.length()) * perFreed(value);
  }

  /** So many elements as elements that are not in the caches. */
  private static double cold(long elements) {
    double share = (double) elements / ServerCosts.COLD_ELEMENTS;
    return elements * (ServerCosts.WARM + (1 - ServerCosts.WARM) * StrictMath.min(1, share));
  }

  private static double perFreed(Value value) {
    return switch (value.encoding()) {
      case SKIPLIST -> ServerCosts.FREED_SKIPLIST;
      case HASHTABLE -> ServerCosts.FREED_TABLE;
      case QUICKLIST -> ServerCosts.FREED_LIST;
      default -> 0;
    };
  }

  /** What a command that has just run cost, in nanoseconds. */
  long nanos(Command command, byte[][] words, int db, Reply reply) {
    boolean keys = command.name().equals("keys");
    long items = replyItems(reply);
    double nanos = base(command.name());
    nanos += keys ? cold(items) * ServerCosts.KEY_MATCHED : items * ServerCosts.ITEM;
    nanos += StrictMath.max(0, words.length - usual(command)) * ServerCosts.WORD;
    nanos += removed(command.name(), reply);
    nanos += looking(command.name(), words, keyspace.db(db));
    nanos += copied(command.name(), words, db, reply);
    nanos += freedNanos;
    freedNanos = 0;
    long flushed = keyspace.stats().flushedKeys - flushedBefore;
    flushedBefore += flushed;
    nanos += words.length > 1 ? 0 : cold(flushed) * ServerCosts.FREED_KEY; // ASYNC is a word
    nanos += (luaSteps.getAsLong() - luaBefore) * ServerCosts.LUA_STEP;
    luaBefore = luaSteps.getAsLong();
    if (savedBytes.getAsLong() > savedBefore) {
      nanos += (savedBytes.getAsLong() - savedBefore) * ServerCosts.SAVED_BYTE;
      for (int i = 0; i < keyspace.databases(); i++) {
        nanos += cold(keyspace.db(i).size()) * ServerCosts.SAVED_KEY;
      }
      savedBefore = savedBytes.getAsLong();
    }
    return (long) nanos;
  }

  /** What went on outside of commands, such as the cycle that removes expired keys. */
  long nanosOfOtherWork() {
    double nanos = freedNanos;
    freedNanos = 0;
    return (long) nanos;
  }

  /** What copying a long string costs, into the reply or into another value. */
  private double copied(String name, byte[][] words, int db, Reply reply) {
    long bytes = 0;
    if (reply instanceof Reply.Bulk bulk) {
      bytes = bulk.bytes().length;
    } else if (name.equals("copy") && words.length > 2) {
      Value made = keyspace.db(db).peek(words[2]);
      bytes = made != null && made.type() == ValueType.STRING ? made.length() : 0;
    }
    if (bytes < ServerCosts.LONG_BYTES) {
      return 0;
    }
    return bytes
        * (bytes < ServerCosts.LARGE_BYTES
            ? ServerCosts.COPIED_BYTE
            : ServerCosts.LARGE_COPIED_BYTE);
  }

  private static double base(String name) {
    return switch (name) {
      case "ping", "echo", "select" -> ServerCosts.PING;
      case "get", "exists", "ttl", "pttl", "type", "strlen", "scard", "hlen", "llen", "zcard" ->
          ServerCosts.GET;
      case "set", "setex", "psetex", "setnx", "getset", "mset", "append" -> ServerCosts.SET;
      case "incr", "decr", "incrby", "decrby" -> ServerCosts.INCR;
      case "lpush", "rpush" -> ServerCosts.LPUSH;
      case "lpop", "rpop" -> ServerCosts.LPOP;
      case "sadd", "srem", "sismember" -> ServerCosts.SADD;
      case "hset", "hmset", "hdel", "hincrby" -> ServerCosts.HSET;
      case "hget", "hexists", "hmget" -> ServerCosts.HGET;
      case "zadd", "zrem", "zincrby" -> ServerCosts.ZADD;
      case "xadd" -> ServerCosts.XADD;
      case "eval", "evalsha", "fcall", "eval_ro", "evalsha_ro", "fcall_ro" -> ServerCosts.SCRIPT;
      default -> ServerCosts.COMMAND;
    };
  }

  /** How many words the figure of {@link #base} is of. */
  private static int usual(Command command) {
    return switch (command.name()) {
      case "mset", "lpush", "rpush", "sadd" -> 3;
      case "hset", "zadd", "hmset" -> 4;
      case "xadd" -> 5;
      case "eval", "evalsha", "fcall", "eval_ro", "evalsha_ro", "fcall_ro" -> Integer.MAX_VALUE;
      default -> StrictMath.abs(command.arity());
    };
  }

  private static long replyItems(Reply reply) {
    return switch (reply) {
      case Reply.Array array -> array.items().size();
      case Reply.Bulks bulks -> bulks.items().length;
      case Reply.Map map -> map.keysAndValues().size();
      case Reply.Set set -> set.items().size();
      default -> 0;
    };
  }

  /**
   * What freeing elements costs that are removed by their rank, score or name, of a value that
   * stays.
   */
  private static double removed(String name, Reply reply) {
    boolean range = name.startsWith("zremrangeby");
    return range && reply instanceof Reply.Int count
        ? cold(count.value()) * ServerCosts.FREED_SKIPLIST
        : 0;
  }

  /** What is looked at that neither the words nor the reply tell of. */
  private static double looking(String name, byte[][] words, Db db) {
    return switch (name) {
      case "scan" -> scanned(words, db) * ServerCosts.KEY_SCANNED;
      case "keys" -> cold(db.size()) * ServerCosts.KEY_SCANNED;
      case "hget", "hexists", "hstrlen", "hset", "hsetnx", "hincrby", "hincrbyfloat", "hdel" ->
          words.length < 3 ? 0 : walked(db.peek(words[1]), words[2]) * ServerCosts.LISTPACK_STEP;
      case "zscore", "zrank", "zrevrank", "zrem" ->
          words.length < 3 ? 0 : walked(db.peek(words[1]), words[2]) * ServerCosts.LISTPACK_STEP;
      case "hmget" -> {
        double steps = 0;
        for (int i = 2; i < words.length; i++) {
          steps += walked(db.peek(words[1]), words[i]);
        }
        yield steps * ServerCosts.LISTPACK_STEP;
      }
      case "zadd", "zincrby" ->
          words.length < 4 ? 0 : walked(db.peek(words[1]), words[3]) * ServerCosts.LISTPACK_STEP;
      case "sinter",
          "sinterstore",
          "sintercard",
          "sunion",
          "sunionstore",
          "sdiff",
          "sdiffstore",
          "zinter",
          "zinterstore",
          "zunion",
          "zunionstore",
          "zdiff",
          "zdiffstore",
          "sort",
          "lrem",
          "lpos",
          "linsert" ->
          cold(elements(db, words)) * ServerCosts.ELEMENT;
      default -> 0;
    };
  }

  /** How many keys SCAN looks at: what COUNT says. */
  private static double scanned(byte[][] words, Db db) {
    for (int i = 2; i + 1 < words.length; i++) {
      if (Bytes.latin1Text(words[i]).equalsIgnoreCase("count")) {
        String count = Bytes.latin1Text(words[i + 1]);
        return count.matches("[0-9]{1,9}")
            ? cold(StrictMath.min(db.size(), Long.parseLong(count)))
            : 0;
      }
    }
    return cold(10);
  }

  /** The elements of all keys that are among the words. */
  private static long elements(Db db, byte[][] words) {
    long elements = 0;
    for (int i = 1; i < words.length; i++) {
      Value value = db.peek(words[i]);
      elements += value == null ? 0 : value.length();
    }
    return elements;
  }

  /** How many fields or members are compared until one is found; all when it is not there. */
  private static long walked(@Nullable Value value, byte[] sought) {
    if (value == null
        || value.encoding() != Encoding.LISTPACK && value.encoding() != Encoding.ZIPLIST) {
      return 0;
    }
    if (value instanceof HashValue hash) {
      HashValue.Fields fields = hash.fields();
      long at = 0;
      while (fields.advance()) {
        at++;
        if (Arrays.equals(fields.field(), sought)) {
          break;
        }
      }
      fields.close();
      return at;
    }
    if (value instanceof SortedSetValue set) {
      long rank = set.rank(sought, false);
      return rank < 0 ? set.length() : rank + 1;
    }
    return 0;
  }
}
