package dev.kvarium.redis.value;

import dev.kvarium.structure.Packed;
import dev.kvarium.structure.Ziplist;

/** How a value is laid out in memory, by the names that OBJECT ENCODING gives. */
public enum Encoding {
  INT("int"),
  EMBSTR("embstr"),
  RAW("raw"),
  LISTPACK("listpack"),
  ZIPLIST("ziplist"),
  INTSET("intset"),
  QUICKLIST("quicklist"),
  HASHTABLE("hashtable"),
  SKIPLIST("skiplist"),
  STREAM("stream");

  private final String redisName;

  Encoding(String redisName) {
    this.redisName = redisName;
  }

  /** How a list in one run of bytes is called. */
  static Encoding of(Packed pack) {
    return pack instanceof Ziplist ? ZIPLIST : LISTPACK;
  }

  /** The name as OBJECT ENCODING prints it. */
  public String redisName() {
    return redisName;
  }
}
