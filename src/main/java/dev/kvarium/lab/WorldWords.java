package dev.kvarium.lab;

import dev.kvarium.memcached.MemcachedNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/** The words behind {@code :world}. */
final class WorldWords {
  private WorldWords() {}

  static WorldSpec parse(List<String> words) throws Refusal {
    String kind = "redis";
    long seed = WorldSpec.DEFAULT.seed();
    String version = WorldSpec.DEFAULT.version();
    long epochMicros = WorldSpec.EPOCH_MICROS;
    SequencedMap<String, String> options = new LinkedHashMap<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      if (equals < 0 && i == 0) {
        kind = kind(word);
        continue;
      }
      if (equals <= 0) {
        throw new Refusal(":world takes name=value, not '" + word + "'");
      }
      String given = word.substring(0, equals);
      String name = kind.equals(World.MEMCACHED) ? given : given.toLowerCase(Locale.ROOT);
      String value = word.substring(equals + 1);
      switch (name) {
        case "seed" -> seed = number(name, value);
        case "version" -> version = version(kind, value);
        case "epoch" -> epochMicros = epochMicros(value);
        default -> options.put(name, value);
      }
    }
    if (kind.equals(World.MEMCACHED) && version.equals(WorldSpec.DEFAULT.version())) {
      version = MemcachedNode.VERSION;
    }
    return new WorldSpec(kind, seed, version, epochMicros, options);
  }

  private static String kind(String word) throws Refusal {
    if (!word.equals("redis") && !word.equals(World.MEMCACHED)) {
      throw new Refusal(
          "there is no world of kind '" + word + "': write :world redis or :world memcached");
    }
    return word;
  }

  private static String version(String kind, String value) throws Refusal {
    if (kind.equals(World.MEMCACHED)) {
      if (!value.equals(MemcachedNode.VERSION)) {
        throw new Refusal(
            "memcached version '"
                + value
                + "' is not modelled: write version="
                + MemcachedNode.VERSION);
      }
      return value;
    }
    return NodeOptions.version(value).title();
  }

  private static long number(String name, String value) throws Refusal {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException notANumber) {
      throw new Refusal(name + " takes a whole number, not '" + value + "'");
    }
  }

  /** An epoch is an instant such as 2026-01-01T00:00:00Z, or Unix seconds. */
  private static long epochMicros(String value) throws Refusal {
    try {
      Instant at =
          value.indexOf('T') > 0
              ? Instant.parse(value)
              : Instant.ofEpochSecond(Long.parseLong(value));
      long seconds = at.getEpochSecond();
      if (seconds >= 0 && seconds < 253_402_300_800L) {
        return seconds * 1_000_000 + at.getNano() / 1_000;
      }
    } catch (DateTimeException | NumberFormatException unreadable) {
      // refused below
    }
    throw new Refusal(
        "epoch takes Unix seconds or an instant such as 2026-01-01T00:00:00Z, not '" + value + "'");
  }

  static String epochText(long micros) {
    return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000).toString();
  }
}
