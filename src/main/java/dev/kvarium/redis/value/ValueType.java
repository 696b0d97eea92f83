package dev.kvarium.redis.value;

/** The type of a value, by the names that TYPE gives. */
public enum ValueType {
  STRING("string"),
  LIST("list"),
  SET("set"),
  ZSET("zset"),
  HASH("hash"),
  STREAM("stream");

  private final String redisName;

  /** The number by which an object in memory says its type; 5 is that of modules. */
  public int redisNumber() {
    return this == STREAM ? 6 : ordinal();
  }

  ValueType(String redisName) {
    this.redisName = redisName;
  }

  /** The name as TYPE prints it. */
  public String redisName() {
    return redisName;
  }
}
