package dev.kvarium.redis.value;

/** How a value is laid out in memory, by the names that OBJECT ENCODING gives. */
public enum Encoding {
  INT("int"),
  EMBSTR("embstr"),
  RAW("raw"),
  LISTPACK("listpack"),
  INTSET("intset"),
  QUICKLIST("quicklist"),
  HASHTABLE("hashtable"),
  SKIPLIST("skiplist"),
  STREAM("stream");

  private final String redisName;

  Encoding(String redisName) {
    this.redisName = redisName;
  }

  /** The name as OBJECT ENCODING prints it. */
  public String redisName() {
    return redisName;
  }
}
