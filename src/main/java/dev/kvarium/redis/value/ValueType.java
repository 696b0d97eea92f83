package dev.kvarium.redis.value;

/** The type of a value, by the names that TYPE gives. */
public enum ValueType {
  STRING("string"),
  LIST("list"),
  SET("set"),
  ZSET("zset"),
  HASH("hash");

  private final String redisName;

  ValueType(String redisName) {
    this.redisName = redisName;
  }

  /** The name as TYPE prints it. */
  public String redisName() {
    return redisName;
  }
}
