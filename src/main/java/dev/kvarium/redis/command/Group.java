package dev.kvarium.redis.command;

import java.util.Optional;

/**
 * The family a command belongs to, by COMMAND DOCS' name and by the ACL category that goes with it.
 */
public enum Group {
  STRING("string", "string"),
  GENERIC("generic", "keyspace"),
  HASH("hash", "hash"),
  LIST("list", "list"),
  SET("set", "set"),
  SORTED_SET("sorted-set", "sortedset"),
  BITMAP("bitmap", "bitmap"),
  HYPERLOGLOG("hyperloglog", "hyperloglog"),
  GEO("geo", "geo"),
  TRANSACTIONS("transactions", "transaction"),
  PUBSUB("pubsub", "pubsub"),
  STREAM("stream", "stream"),
  SCRIPTING("scripting", "scripting"),
  CONNECTION("connection", "connection"),
  SERVER("server", ""),
  CLUSTER("cluster", "");

  private final String redisName;
  private final String category;

  Group(String redisName, String category) {
    this.redisName = redisName;
    this.category = category;
  }

  /** The name as COMMAND DOCS gives it. */
  public String redisName() {
    return redisName;
  }

  /** The ACL category without its {@code @}. */
  public Optional<String> category() {
    return category.isEmpty() ? Optional.empty() : Optional.of(category);
  }
}
