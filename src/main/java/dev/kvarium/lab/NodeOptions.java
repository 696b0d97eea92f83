package dev.kvarium.lab;

import dev.kvarium.loop.LoopCosts;
import dev.kvarium.redis.RedisConfig;
import dev.kvarium.redis.value.RedisVersion;
import dev.kvarium.sim.DiskSettings;
import dev.kvarium.sim.DiskSettings.Faults;
import dev.kvarium.world.DiskError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The options of a node: those of its disk, whose names begin with {@code disk-}, and the
 * parameters of its configuration.
 *
 * @param config what the node is started with
 * @param loop what its event loop costs; empty when that is not modelled
 */
record NodeOptions(
    SequencedMap<String, String> config,
    DiskSettings disk,
    RedisVersion version,
    Optional<LoopCosts> loop) {
  /** The options of the disk, each with what it takes. */
  static final List<String> DISK =
      List.of(
          "disk-sync",
          "disk-write",
          "disk-rename",
          "disk-torn",
          "disk-capacity",
          "disk-fail-write",
          "disk-fail-sync",
          "disk-fail-rename",
          "disk-fail-files");

  private static final String NO = "no";

  /** A size as redis.conf takes it, with a unit of thousands or of 1,024s. */
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})(b|kb?|mb?|gb?|)");

  private static final Pattern PRIMARY = Pattern.compile("([^ :]+)(?:[ :]([0-9]{1,5}))?");

  static NodeOptions of(SequencedMap<String, String> options, String usualVersion) throws Refusal {
    RedisVersion version = version(usualVersion);
    SequencedMap<String, String> config = new LinkedHashMap<>();
    config.put("appendonly", "yes");
    config.put("appendfsync", "everysec");
    DiskSettings disk = DiskSettings.DEFAULT;
    Optional<LoopCosts> loop = Optional.empty();
    long bytesPerSecond = 0;
    for (Map.Entry<String, String> each : options.entrySet()) {
      String name = each.getKey().toLowerCase(Locale.ROOT);
      if (name.equals("version")) {
        version = version(each.getValue());
      } else if (name.equals("loop")) {
        loop = loop(each.getValue());
      } else if (name.equals("loop-bandwidth")) {
        bytesPerSecond = bandwidth(each.getValue());
      } else if (name.startsWith("disk-")) {
        disk = disk(disk, name, each.getValue());
      } else {
        config.put(name, name.equals("replicaof") ? primary(each.getValue()) : each.getValue());
      }
    }
    if (bytesPerSecond > 0 && loop.isEmpty()) {
      throw new Refusal("loop-bandwidth is of clients of an event loop: write loop=yes as well");
    }
    long carried = bytesPerSecond;
    return new NodeOptions(config, disk, version, loop.map(costs -> costs.over(carried)));
  }

  private static long bandwidth(String value) throws Refusal {
    if (!value.matches("[1-9][0-9]{3,11}")) {
      throw new Refusal(
          "loop-bandwidth takes bytes a second, such as 125000000 for a gigabit, not '"
              + value
              + "'");
    }
    return Long.parseLong(value);
  }

  /** A host, and the port behind a blank or a colon; without one the usual port. */
  private static String primary(String value) throws Refusal {
    Matcher words = PRIMARY.matcher(value);
    if (value.isEmpty()) {
      return value;
    }
    if (!words.matches()) {
      throw new Refusal("replicaof takes a node, such as replicaof=main, not '" + value + "'");
    }
    return words.group(1) + " " + (words.group(2) == null ? "6379" : words.group(2));
  }

  private static Optional<LoopCosts> loop(String value) throws Refusal {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "yes" -> Optional.of(LoopCosts.MEASURED);
      case "traced" -> Optional.of(LoopCosts.MEASURED.traced());
      case "no" -> Optional.empty();
      default ->
          throw new Refusal("loop takes yes, no or traced (as under strace), not '" + value + "'");
    };
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
    Faults faults = disk.faults();
    return switch (name) {
      case "disk-sync" -> disk.withSyncMicros(Durations.parseMicros(value));
      case "disk-write" -> disk.withWriteMicros(Durations.parseMicros(value));
      case "disk-rename" -> disk.withRenameMicros(Durations.parseMicros(value));
      case "disk-torn" -> disk.withTorn(yes(name, value));
      case "disk-capacity" -> disk.withCapacityBytes(capacity(name, value));
      case "disk-fail-write" -> {
        Optional<DiskError.Kind> write = fault(name, value);
        yield disk.withFaults(new Faults(write, faults.sync(), faults.rename(), faults.files()));
      }
      case "disk-fail-sync" -> {
        Optional<DiskError.Kind> sync = fault(name, value);
        yield disk.withFaults(new Faults(faults.write(), sync, faults.rename(), faults.files()));
      }
      case "disk-fail-rename" -> {
        Optional<DiskError.Kind> rename = fault(name, value);
        yield disk.withFaults(new Faults(faults.write(), faults.sync(), rename, faults.files()));
      }
      case "disk-fail-files" ->
          disk.withFaults(new Faults(faults.write(), faults.sync(), faults.rename(), value));
      default ->
          throw new Refusal(
              "there is no option '"
                  + name
                  + "'"
                  + NearWords.question(name, DISK)
                  + (NearWords.to(name, DISK, 1).isEmpty()
                      ? ": a disk has " + String.join(", ", DISK)
                      : ""));
    };
  }

  /** The settings as {@code :set} takes them, one by one. */
  static SequencedMap<String, String> words(DiskSettings disk) {
    SequencedMap<String, String> words = new LinkedHashMap<>();
    words.put("disk-sync", Durations.exact(disk.syncMicros()));
    words.put("disk-write", Durations.exact(disk.writeMicros()));
    words.put("disk-rename", Durations.exact(disk.renameMicros()));
    words.put("disk-torn", disk.torn() ? "yes" : NO);
    words.put(
        "disk-capacity",
        disk.capacityBytes() == DiskSettings.UNLIMITED ? NO : disk.capacityBytes() + "");
    words.put("disk-fail-write", word(disk.faults().write()));
    words.put("disk-fail-sync", word(disk.faults().sync()));
    words.put("disk-fail-rename", word(disk.faults().rename()));
    words.put("disk-fail-files", disk.faults().files());
    return words;
  }

  private static String word(Optional<DiskError.Kind> fault) {
    return fault.map(DiskError.Kind::name).orElse(NO);
  }

  private static Optional<DiskError.Kind> fault(String name, String value) throws Refusal {
    if (value.equalsIgnoreCase(NO)) {
      return Optional.empty();
    }
    Optional<DiskError.Kind> kind = DiskError.Kind.of(value);
    if (kind.isEmpty()) {
      List<String> names = Stream.of(DiskError.Kind.values()).map(Enum::name).toList();
      throw new Refusal(
          name
              + " takes no or an error, "
              + String.join(", ", names)
              + ", not '"
              + value
              + "'"
              + NearWords.question(value.toUpperCase(Locale.ROOT), names));
    }
    return kind;
  }

  private static long capacity(String name, String value) throws Refusal {
    if (value.equalsIgnoreCase(NO)) {
      return DiskSettings.UNLIMITED;
    }
    Matcher size = SIZE.matcher(value.toLowerCase(Locale.ROOT));
    if (!size.matches()) {
      throw new Refusal(name + " takes no or a size, such as 4096 or 1mb, not '" + value + "'");
    }
    long unit =
        switch (size.group(2)) {
          case "k" -> 1_000;
          case "kb" -> 1 << 10;
          case "m" -> 1_000_000;
          case "mb" -> 1 << 20;
          case "g" -> 1_000_000_000;
          case "gb" -> 1 << 30;
          default -> 1;
        };
    return Long.parseLong(size.group(1)) * unit;
  }

  private static boolean yes(String name, String value) throws Refusal {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "yes" -> true;
      case "no" -> false;
      default -> throw new Refusal(name + " takes yes or no, not '" + value + "'");
    };
  }
}
