package dev.kvarium.twin;

/**
 * What the generator draws from: a weight and a command. In braces stands a kind of word, which
 * {@link Words} makes; between angle brackets stand alternatives, one of which is taken.
 */
final class Templates {
  private Templates() {}

  static final String SET_OPTIONS =
      "<|||NX|XX|GET|KEEPTTL|EX {seconds}|PX {millis}|EXAT {at}|PXAT {atmillis}|NX GET"
          + "|XX KEEPTTL|NX EX {seconds}|EX {seconds} PX {millis}|GET EX {seconds} XX>";

  static final String[] ALL = {
    // connection and server
    "2 PING <|{v}>",
    "1 ECHO {v}",
    "2 SELECT <0|0|0|0|1|2>",
    "1 HELLO <2|3|3|2|1|4|x>",
    "1 CLIENT <GETNAME|ID|SETNAME {short}|NOSUCH|REPLY>",
    "3 CONFIG SET {limit}",
    "2 CONFIG GET <hash-max-listpack-*|set-max-intset-entries|zset-max-*|list-max-listpack-size>",
    "1 DBSIZE",
    "1 COMMAND <COUNT|GETKEYS SET a b|GETKEYS MSET a b c d|NOSUCH>",
    "1 <FLUSHDB|FLUSHDB ASYNC|FLUSHDB SYNC|FLUSHDB x>",
    "2 {nonsense}",
    // keys of any type
    "8 DEL {keys}",
    "3 UNLINK {keys}",
    "5 EXISTS {keys}",
    "5 TYPE {k}",
    "3 KEYS {pattern}",
    "3 SCAN 0 <|MATCH {pattern}|COUNT {count}|TYPE {type}|MATCH {pattern} COUNT {count} TYPE"
        + " {type}>",
    "1 SCAN <x|99999999999999999999|-1x>",
    "3 RANDOMKEY",
    "5 RENAME {k} {k}",
    "3 RENAMENX {k} {k}",
    "6 COPY {k} {k} <|REPLACE|DB <0|1|2> <|REPLACE>|DB x|REPLACE REPLACE|NO>",
    "2 TOUCH {keys}",
    "3 MOVE {k} <0|1|2|x|99>",
    "1 SWAPDB <0 1|1 2|0 0|x 1|1 x|0 99>",
    "6 EXPIRE {k} {seconds} <||||NX|XX|NX XX|no>",
    "3 EXPIRE {k} {unique} <GT|LT|XX GT|XX LT|GT LT|NX GT>",
    "4 PEXPIRE {k} {millis} <||||NX|XX>",
    "4 EXPIREAT {k} {at} <||NX|XX>",
    "4 PEXPIREAT {k} {atmillis} <||NX|XX|GT|LT>",
    "4 PERSIST {k}",
    "4 TTL {k}",
    "4 PTTL {k}",
    "3 EXPIRETIME {k}",
    "3 PEXPIRETIME {k}",
    "4 OBJECT ENCODING {k}",
    "2 OBJECT <REFCOUNT {k}|FREQ {k}|IDLETIME {k}|HELP|NOSUCH {k}|ENCODING>",
    "4 DUMP {k}",
    "3 RESTORE {k} <0|0|{millis}|-1|x> <{payload}|{payload}|{payload}|{v}> <||REPLACE|REPLACE"
        + "|REPLACE ABSTTL|IDLETIME 10|FREQ 7|IDLETIME -1|FREQ 256|FREQ 1 IDLETIME 1|REPLACE FREQ"
        + "|NO>",
    "1 RESTORE {k} {atmillis} {payload} ABSTTL <|REPLACE|REPLACE IDLETIME 3>",
    "1 MEMORY <USAGE|USAGE nosuch|NOSUCH|USAGE {s} SAMPLES x|USAGE {s} SAMPLES -1>",
    // strings
    "30 SET {s} {v} " + SET_OPTIONS,
    "10 GET {s}",
    "4 GETSET {s} {v}",
    "4 GETDEL {s}",
    "4 GETEX {s} <|PERSIST|EX {seconds}|PX {millis}|EXAT {at}|PXAT {atmillis}|EX|KEEPTTL|NX>",
    "4 MGET {keys}",
    "5 MSET {s} {v} <|{s} {v}|{s} {v} {s} {v}|{s}>",
    "3 MSETNX {s} {v} <|{s} {v}|{s}>",
    "4 SETNX {s} {v}",
    "3 SETEX {s} {seconds} {v}",
    "3 PSETEX {s} {millis} {v}",
    "12 APPEND {s} {v}",
    "5 STRLEN {s}",
    "8 SETRANGE {s} {offset} {v}",
    "6 GETRANGE {s} {index} {index}",
    "2 SUBSTR {s} {index} {index}",
    "8 INCR {s}",
    "6 DECR {s}",
    "8 INCRBY {s} {int}",
    "6 DECRBY {s} {int}",
    "10 INCRBYFLOAT {s} {float}",
    "4 LCS {s} {s} <|LEN|IDX|IDX WITHMATCHLEN|IDX MINMATCHLEN {count}|LEN IDX|MINMATCHLEN|NO>",
    // bitmaps
    "10 SETBIT {s} {bit} <0|1|1|1|2|x>",
    "5 GETBIT {s} {bit}",
    "6 BITCOUNT {s} <|{index} {index}|{index} {index} BIT|{index} {index} byte|{index}|1 2 x|1 2 3"
        + " 4>",
    "8 BITPOS {s} <0|1> <||{index}|{index} {index}|{index} {index} bit|{index} {index} BYTE"
        + "|{index} {index} x>",
    "2 BITPOS {s} <2|x|-1> <|0 -1>",
    "6 BITOP <AND|OR|XOR|NOT|and|x> {s} <{s}|{s} {s}|{s} {s} {s}>",
    "10 BITFIELD {s} {bitfield}",
    "6 BITFIELD {s} {bitfield} {bitfield} {bitfield}",
    "4 BITFIELD_RO {s} <|GET {bits} {bit}|GET {bits} {bit} GET {bits} {bit}|SET u8 0 1>",
    // streams
    "60 XADD {x} <||||NOMKSTREAM|{trim}|{trim}|{trim} nomkstream> {newid} {entry}",
    "2 XADD {x} {newid} <a|a b c|>",
    "4 XLEN {x}",
    "6 XRANGE {x} {from} {to} <|COUNT {count}|COUNT -1|COUNT x|NO|count 2 COUNT 1>",
    "5 XREVRANGE {x} {to} {from} <|COUNT {count}>",
    "14 XDEL {x} {sids}",
    "6 XTRIM {x} {trim}",
    "2 XTRIM {x} <LIMIT 3|MAXLEN|NO 3|MAXLEN 3 MINID 4|>",
    "2 XSETID {x} {sid} <|ENTRIESADDED {count}|ENTRIESADDED 999|MAXDELETEDID {sid}|ENTRIESADDED -1"
        + "|ENTRIESADDED 999 MAXDELETEDID {sid}|NO>",
    "6 XREAD <|COUNT {count}|COUNT -1|count 1> STREAMS <{x} {sid}|{x} {x} {sid} {sid}|{x} $|{x}"
        + " {new}|{x}|{x} {x} 0 $>",
    "1 XREAD <STREAMS|COUNT 1 {x} 0|GROUP g c STREAMS {x} 0|NOACK STREAMS {x} 0|BLOCK x STREAMS {x}"
        + " 0|BLOCK -1 STREAMS {x} 0>",
    "12 XGROUP CREATE {x} {group} <{sid}|$|0> <|||MKSTREAM|ENTRIESREAD {count}|MKSTREAM ENTRIESREAD"
        + " 5|ENTRIESREAD -1|ENTRIESREAD -2|ENTRIESREAD x|NO>",
    "3 XGROUP SETID {x} {group} <{sid}|$|-|+> <|ENTRIESREAD {count}|NO|ENTRIESREAD>",
    "1 XGROUP DESTROY {x} {group}",
    "3 XGROUP CREATECONSUMER {x} {group} {consumer}",
    "2 XGROUP DELCONSUMER {x} {group} {consumer}",
    "1 XGROUP <HELP|NOSUCH|CREATE {x}|DESTROY>",
    "30 XREADGROUP GROUP {group} {consumer} <|COUNT {count}> <|||NOACK> STREAMS <{x} {new}|{x}"
        + " {new}|{x} {new}|{x} {sid}|{x} 0|{x} {x} {new} {new}|{x} $|{x} +|{x}>",
    "10 XACK {x} {group} {sids}",
    "5 XPENDING {x} {group}",
    "5 XPENDING {x} {group} <|IDLE {idle}> {from} {to} {count} <|{consumer}>",
    "1 XPENDING {x} {group} <- +|IDLE 1|IDLE x - + 3|- + x|IDLE 0 - +|- + 1 a b c d>",
    "10 XCLAIM {x} {group} {consumer} {idle} {sids} <|||IDLE 7200000|TIME 1000|RETRYCOUNT {count}"
        + "|FORCE|FORCE JUSTID|JUSTID|LASTID {sid}|FORCE LASTID {sid}|IDLE x|TIME x|RETRYCOUNT x|NO"
        + "|TIME 99999999999999 FORCE>",
    "8 XAUTOCLAIM {x} {group} {consumer} {idle} {from} <||COUNT {count}|JUSTID|COUNT 2 JUSTID|COUNT"
        + " x|COUNT 8070450532247928833|NO>",
    "6 XINFO STREAM {x} <||FULL|FULL COUNT {count}|full count -1|NO|FULL COUNT|FULL COUNT x>",
    "4 XINFO GROUPS {x}",
    "4 XINFO CONSUMERS {x} {group}",
    "1 XINFO <HELP|NOSUCH {x}|STREAM|CONSUMERS {x}>",
    // hashes
    "24 HSET {h} {fvs}",
    "4 HMSET {h} {fvs}",
    "4 HSETNX {h} {f} {v}",
    "6 HGET {h} {f}",
    "4 HMGET {h} {fs}",
    "5 HGETALL {h}",
    "12 HDEL {h} {fs}",
    "3 HLEN {h}",
    "3 HSTRLEN {h} {f}",
    "4 HEXISTS {h} {f}",
    "3 HKEYS {h}",
    "3 HVALS {h}",
    "8 HINCRBY {h} {f} {int}",
    "8 HINCRBYFLOAT {h} {f} {float}",
    "3 HRANDFIELD {h} <|{count}|-{count}|{count} WITHVALUES|-{count} WITHVALUES|x|{count} NO>",
    "3 HSCAN {h} 0 <|MATCH {pattern}|COUNT {count}|MATCH f* COUNT {count}|COUNT 0|MATCH>",
    // lists
    "14 LPUSH {l} {es}",
    "20 RPUSH {l} {es}",
    "4 LPUSHX {l} {es}",
    "4 RPUSHX {l} {es}",
    "8 LPOP {l} <||{count}|0|-1>",
    "8 RPOP {l} <||{count}|0|-1>",
    "4 LLEN {l}",
    "6 LRANGE {l} {index} {index}",
    "6 LINDEX {l} {index}",
    "10 LSET {l} {index} {e}",
    "8 LINSERT {l} <BEFORE|AFTER|after|x> {e} {e}",
    "8 LREM {l} {index} {e}",
    "4 LTRIM {l} {index} {index}",
    "4 RPOPLPUSH {l} {l}",
    "6 LMOVE {l} {l} <LEFT|RIGHT|left|x> <LEFT|RIGHT>",
    "6 LPOS {l} {e} <|RANK {index}|COUNT {count}|RANK {index} COUNT {count} MAXLEN {count}"
        + "|MAXLEN {count}|COUNT -1|RANK 0|COUNT 0>",
    "5 LMPOP <1 {l}|2 {l} {l}|3 {l} {l} {l}|0 {l}|x {l}> <LEFT|RIGHT|x> <|COUNT {count}|COUNT 0>",
    // sorting
    "6 SORT <{l}|{t}|{z}> {sorting}",
    "4 SORT {l} BY <s:*|h:*->f1|x|h:*->|*:1> ALPHA {sorting}",
    "4 SORT <{l}|{t}|{z}> BY <s:*|h:*->f1|h:*->f2|nosort|s:*->f> <|ALPHA> LIMIT {count} {count}"
        + " <|DESC> <|GET # GET s:* GET h:*->f1|GET x|GET s:*->f|GET>",
    "4 SORT <{l}|{t}|{z}> <|ALPHA|DESC ALPHA|BY nosort|BY h:*->f1|BY s:* DESC> <|LIMIT {count}"
        + " {count}> STORE {l} <|GET s:* GET #>",
    "3 SORT_RO <{l}|{t}|{z}> {sorting}",
    // sets
    "24 SADD {t} {ms}",
    "12 SREM {t} {ms}",
    "4 SISMEMBER {t} {m}",
    "4 SMISMEMBER {t} {ms}",
    "3 SCARD {t}",
    "5 SMEMBERS {t}",
    "3 SPOP {t} <|||{count}|0|-1>",
    "3 SRANDMEMBER {t} <|{count}|-{count}|x>",
    "6 SMOVE {t} {t} {m}",
    "4 SINTER {ts}",
    "4 SUNION {ts}",
    "4 SDIFF {ts}",
    "4 SINTERSTORE {t} {ts}",
    "4 SUNIONSTORE {t} {ts}",
    "4 SDIFFSTORE {t} {ts}",
    "4 SINTERCARD <1 {t}|2 {t} {t}|0 {t}|3 {t} {t}|x {t}> <|LIMIT {count}|LIMIT -1|LIMIT>",
    "3 SSCAN {t} 0 <|MATCH {pattern}|COUNT {count}|COUNT 0>",
    // sorted sets
    "24 ZADD {z} <||||NX|XX|GT|LT|CH|NX CH|XX GT|NX GT|GT LT|XX CH LT> {sms}",
    "4 ZADD {z} <|NX|XX|GT|LT> INCR {score} {m}",
    "8 ZINCRBY {z} {score} {m}",
    "12 ZREM {z} {ms}",
    "3 ZCARD {z}",
    "4 ZCOUNT {z} {min} {max}",
    "4 ZSCORE {z} {m}",
    "3 ZMSCORE {z} {ms}",
    "4 ZRANK {z} {m}",
    "4 ZREVRANK {z} {m}",
    "8 ZRANGE {z} {index} {index} <|WITHSCORES|REV|REV WITHSCORES|LIMIT 0 1>",
    "5 ZRANGE {z} {min} {max} BYSCORE <|WITHSCORES|LIMIT {count} {index}|LIMIT 1 2 WITHSCORES>",
    "4 ZRANGE {z} {max} {min} BYSCORE REV <|WITHSCORES|LIMIT {count} {index}>",
    "4 ZRANGE {y} {lexmin} {lexmax} BYLEX <|LIMIT {count} {index}|WITHSCORES>",
    "3 ZRANGE {y} {lexmax} {lexmin} BYLEX REV <|LIMIT {count} {index}>",
    "3 ZRANGESTORE {z} {z} {index} {index} <|REV|WITHSCORES>",
    "3 ZRANGESTORE {z} {z} {min} {max} BYSCORE <|LIMIT {count} {index}>",
    "2 ZRANGESTORE {y} {y} {lexmin} {lexmax} BYLEX",
    "3 ZREVRANGE {z} {index} {index} <|WITHSCORES>",
    "3 ZRANGEBYSCORE {z} {min} {max} <|WITHSCORES|LIMIT {count} {index}>",
    "3 ZREVRANGEBYSCORE {z} {max} {min} <|WITHSCORES|LIMIT {count} {index}>",
    "2 ZRANGEBYLEX {y} {lexmin} {lexmax} <|LIMIT {count} {index}>",
    "2 ZREVRANGEBYLEX {y} {lexmax} {lexmin}",
    "3 ZREMRANGEBYRANK {z} {index} {index}",
    "3 ZREMRANGEBYSCORE {z} {min} {max}",
    "2 ZREMRANGEBYLEX {y} {lexmin} {lexmax}",
    // sorted sets of one score, since among others a range of names is undefined
    "10 ZADD {y} <|NX|XX|CH> <|0 {m}> <|0 {m}> 0 {m}",
    "2 ZREM {y} {ms}",
    "1 DEL {y}",
    "3 ZLEXCOUNT {y} {lexmin} {lexmax}",
    "4 ZPOPMIN {z} <|{count}|0|-1>",
    "4 ZPOPMAX {z} <|{count}>",
    "4 ZMPOP <1 {z}|2 {z} {z}|0 {z}> <MIN|MAX|x> <|COUNT {count}|COUNT 0>",
    "4 ZUNION {zs} {aggregate} <|WITHSCORES>",
    "4 ZINTER {zs} {aggregate} <|WITHSCORES>",
    "3 ZDIFF {zs} <|WITHSCORES>",
    "4 ZUNIONSTORE {z} {zs} {aggregate}",
    "4 ZINTERSTORE {z} {zs} {aggregate}",
    "3 ZDIFFSTORE {z} {zs}",
    "3 ZINTERCARD {zs} <|LIMIT {count}>",
    "3 ZRANDMEMBER {z} <|{count}|-{count}|{count} WITHSCORES|x>",
    "3 ZSCAN {z} 0 <|MATCH {pattern}|COUNT {count}>",
    // what took long, users, replicas
    "1 SLOWLOG <GET x|GET -2|RESET|GET 0|NOSUCH|GET 1 2|LEN x|HELP>",
    "1 LATENCY <LATEST|HISTORY nosuch|RESET|RESET a b|GRAPH nosuch|NOSUCH|HISTORY|HISTOGRAM"
        + " nosuch>",
    "1 ACL <WHOAMI|CAT nosuch|CAT|GENPASS x|GENPASS 0|USERS|LIST|GETUSER nosuch|GETUSER"
        + " default|DRYRUN default GET a|DRYRUN nosuch GET a|DRYRUN default nosuch|DRYRUN default"
        + " GET|DELUSER nosuch|DELUSER default|LOG RESET|LOG x|SAVE|LOAD|SETUSER default"
        + " nosuch|NOSUCH|WHOAMI x>",
    "1 WAIT <0 10|x 0|0 -1|0 x|-1 5>",
    "1 AUTH <x|default x|nobody x|a b c>",
    "1 ROLE",
    // HyperLogLogs
    "14 PFADD {p} <|{es}|{elements}>",
    "8 PFCOUNT {p} <|||{p}|{p} {p}>",
    "5 PFMERGE {p} <|{p}|{p} {p}|{p} {p} {p}>",
    "2 PFDEBUG <DECODE|ENCODING|TODENSE|decode|GETREG|NO> {p}",
    "3 GET {p}",
    "1 SETRANGE {p} <4|4|12303> {short}",
    "1 APPEND {p} {short}",
    "1 COPY {p} {p} REPLACE",
    "1 DEL {p}",
    // places on the earth
    "10 GEOADD {g} <|||NX|XX|CH|NX CH|NX XX> {places}",
    "4 GEODIST {g} {place} {place} <|m|km|FT|mi|x|m m>",
    "3 GEOHASH {g} <|{place}|{place} {place}|{m}>",
    "4 GEOPOS {g} <|{place}|{place} {place}|{m}>",
    "6 GEORADIUS {g} {lonlat} {radius} {nearby}",
    "4 GEORADIUS {g} {lonlat} {radius} <|COUNT {count} ANY|ASC> <STORE|STOREDIST> {g} <|WITHDIST>",
    "2 GEORADIUS_RO {g} {lonlat} {radius} <WITHCOORD|STORE {g}|COUNT 3 ANY>",
    "4 GEORADIUSBYMEMBER {g} {place} {radius} {nearby}",
    "2 GEORADIUSBYMEMBER_RO {g} {place} {radius} <WITHDIST|STOREDIST {g}>",
    "8 GEOSEARCH {g} <FROMMEMBER {place}|FROMLONLAT {lonlat}> <BYRADIUS {radius}|BYBOX {side}"
        + " {radius}> {nearby}",
    "2 GEOSEARCH {g} <FROMMEMBER {place}|FROMLONLAT {lonlat}|BYRADIUS {radius}|BYBOX {side}"
        + " {radius}> <BYRADIUS {radius}|BYBOX {side} {radius}|FROMMEMBER {place}>"
        + " <|COUNT 2|FROMLONLAT 1>",
    "5 GEOSEARCHSTORE {g} {g} <FROMMEMBER {place}|FROMLONLAT {lonlat}> <BYRADIUS {radius}|BYBOX"
        + " {side} {radius}> <|STOREDIST|COUNT {count}|COUNT 3 ANY|DESC COUNT 2"
        + " STOREDIST|WITHHASH>",
    "2 ZREM {g} {place}",
    "1 DEL {g}",
  };

  /** Of these the words are made with a time to live of a few milliseconds, which then pass. */
  static final String[] SHORT_LIVES = {
    "SET {s} {v} PX 3", "PEXPIRE {k} 2", "PSETEX {s} 4 {v}", "GETEX {s} PX 2",
  };
}
