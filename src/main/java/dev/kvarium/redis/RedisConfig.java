package dev.kvarium.redis;

import dev.kvarium.redis.value.RedisVersion;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;

/**
 * The parameters that a node is started with, by the names and in the words of a configuration
 * file. What is not said is as redis-server 7.0.15 has it, but that nothing is ever saved as RDB.
 */
public final class RedisConfig {
  private static final RedisConfig STANDARD =
      new RedisConfig(new LinkedHashMap<>(), RedisVersion.V7_0);

  private final SequencedMap<String, String> given;
  private final RedisVersion version;

  private RedisConfig(SequencedMap<String, String> given, RedisVersion version) {
    this.given = Collections.unmodifiableSequencedMap(given);
    this.version = version;
  }

  /** Nothing said. */
  public static RedisConfig standard() {
    return STANDARD;
  }

  /** These parameters said, one by one. */
  public static RedisConfig of(SequencedMap<String, String> given) {
    RedisConfig config = STANDARD;
    for (var each : given.sequencedEntrySet()) {
      config = config.with(each.getKey(), each.getValue());
    }
    return config;
  }

  /** The same with one more parameter, {@code with("appendonly", "yes")}; checked by the node. */
  public RedisConfig with(String name, String value) {
    SequencedMap<String, String> more = new LinkedHashMap<>(given);
    more.put(name.toLowerCase(Locale.ROOT), value);
    return new RedisConfig(more, version);
  }

  /** The same for a node that models another version. */
  public RedisConfig as(RedisVersion other) {
    return new RedisConfig(given, other);
  }

  /** The version that is modelled. */
  public RedisVersion version() {
    return version;
  }

  /** What was said, in that order. */
  public SequencedMap<String, String> given() {
    return given;
  }
}
