package dev.kvarium.proxy;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What nutcracker knows of a Redis command: where its keys are and how many words follow. A command
 * without a shape is refused.
 *
 * <p>The key is always the first word behind the command, also where Redis has a number there:
 * {@code ZUNION 2 a b} goes to the server of the key {@code 2}.
 */
enum Shape {
  /** No words at all. */
  ALONE("ping quit command"),
  /** A key and nothing else. */
  KEY(
      "persist pttl ttl type dump decr get getdel incr strlen hgetall hkeys hlen hvals llen scard"
          + " smembers zcard auth"),
  /** A key and one word. */
  KEY_ONE(
      "expire expireat pexpire pexpireat move append decrby getbit getset incrby incrbyfloat setnx"
          + " hexists hget hstrlen lindex rpoplpush sismember zrank zrevrank zscore"),
  /** A key and two words. */
  KEY_TWO(
      "getrange psetex setbit setex setrange hincrby hincrbyfloat hsetnx lrange lrem lset ltrim"
          + " smove zcount zlexcount zincrby zremrangebylex zremrangebyrank zremrangebyscore"),
  /** A key and three words. */
  KEY_THREE("linsert lmove"),
  /** A key and any words. */
  KEY_ANY(
      "sort copy bitcount bitpos bitfield exists getex set hdel hmget hmset hscan hset hrandfield"
          + " lpush lpushx rpush rpushx lpop rpop lpos sadd sdiff sdiffstore sinter sinterstore"
          + " srem sunion sunionstore srandmember sscan spop smismember pfadd pfmerge pfcount zadd"
          + " zdiff zdiffstore zinter zinterstore zmscore zpopmax zpopmin zrandmember zrange"
          + " zrangebylex zrangebyscore zrangestore zrem zrevrange zrevrangebylex"
          + " zrevrangebyscore zscan zunion zunionstore geodist geopos geohash geoadd georadius"
          + " georadiusbymember geosearch geosearchstore restore"),
  /** Keys, of which each may lie on another server. */
  KEYS("mget del unlink touch"),
  /** Keys with a value each, of which each may lie on another server. */
  PAIRS("mset"),
  /** A script, how many keys, the keys. */
  SCRIPT("eval evalsha"),
  /** Any words, none of which is a key. */
  ANY("lolwut");

  private static final Map<String, Shape> BY_NAME = new HashMap<>();

  static {
    for (Shape each : values()) {
      each.names.forEach(name -> BY_NAME.put(name, each));
    }
  }

  private final List<String> names;

  Shape(String names) {
    this.names = List.of(names.split(" "));
  }

  /** The shape of a command, whatever the case of its letters. */
  static Optional<Shape> of(String command) {
    return Optional.ofNullable(BY_NAME.get(command.toLowerCase(Locale.ROOT)));
  }

  /** The commands of this shape, in small letters. */
  List<String> names() {
    return names;
  }
}
