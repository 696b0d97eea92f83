package dev.kvarium.lab;

import dev.kvarium.redis.RedisConfig;
import dev.kvarium.redis.value.RedisVersion;
import dev.kvarium.sim.DiskSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The options of a node: those of its disk, whose names begin with {@code disk-}, and the
 * parameters of its configuration.
 *
 * @param config what the node is started with
 */
record NodeOptions(SequencedMap<String, String> config, DiskSettings disk, RedisVersion version) {
  /** The options of the disk, each with what it takes. */
  static final List<String> DISK = List.of("disk-sync", "disk-torn");

  static NodeOptions of(SequencedMap<String, String> options, String usualVersion) throws Refusal {
    RedisVersion version = version(usualVersion);
    SequencedMap<String, String> config = new LinkedHashMap<>();
    config.put("appendonly", "yes");
    config.put("appendfsync", "everysec");
    DiskSettings disk = DiskSettings.DEFAULT;
    for (Map.Entry<String, String> each : options.entrySet()) {
      String name = each.getKey().toLowerCase(Locale.ROOT);
      if (name.equals("version")) {
        version = version(each.getValue());
      } else if (name.startsWith("disk-")) {
        disk = disk(disk, name, each.getValue());
      } else {
        config.put(name, each.getValue());
      }
    }
    return new NodeOptions(config, disk, version);
  }

  /** The version of a title. */
  static RedisVersion version(String title) throws Refusal {
    return RedisVersion.of(title)
        .orElseThrow(
            () ->
                new Refusal(
                    "redis version '"
                        + title
                        + "' is not modelled: write version=7.0, or 6.2, or 7.2"));
  }

  RedisConfig redis() {
    return RedisConfig.of(config).as(version);
  }

  /** The settings with one of them changed. */
  static DiskSettings disk(DiskSettings disk, String name, String value) throws Refusal {
    return switch (name) {
      case "disk-sync" -> disk.withSyncMicros(Durations.parseMicros(value));
      case "disk-torn" -> disk.withTorn(yes(name, value));
      default ->
          throw new Refusal(
              "there is no option '"
                  + name
                  + "'"
                  + NearWords.question(name, DISK)
                  + (NearWords.to(name, DISK, 1).isEmpty()
                      ? ": a disk has " + String.join(" and ", DISK)
                      : ""));
    };
  }

  private static boolean yes(String name, String value) throws Refusal {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "yes" -> true;
      case "no" -> false;
      default -> throw new Refusal(name + " takes yes or no, not '" + value + "'");
    };
  }
}
