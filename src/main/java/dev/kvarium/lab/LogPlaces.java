package dev.kvarium.lab;

import dev.kvarium.redis.aof.Aof;
import dev.kvarium.sim.SimDisk;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where the increments of a machine's log stand in the whole of it, counted from the first that
 * there ever was. A process counts from the first that it finds; a rewrite has taken those before
 * away.
 */
final class LogPlaces {
  private static final String SUFFIX = ".incr.aof";

  /** How the names of the increments begin. */
  private final String prefix;

  private final SortedMap<Long, Long> beginnings = new TreeMap<>();

  /** Where the first increment of the process that runs begins. */
  private long shift;

  LogPlaces(String folder, String file) {
    prefix = folder + "/" + file + ".";
  }

  /** A process found this log. */
  void opened(Aof aof) {
    shift = beginnings.getOrDefault(aof.beginnings().firstEntry().getKey(), 0L);
    remember(aof);
  }

  /** Takes note of where the increments begin, before the process is gone. */
  void remember(Aof aof) {
    aof.beginnings().forEach((number, offset) -> beginnings.put(number, shift + offset));
  }

  /** An offset of the process that runs in the whole of the log. */
  long whole(long offset) {
    return shift + offset;
  }

  /** How far the files of the increments go. */
  long written(SimDisk disk) {
    long end = 0;
    for (var each : files(disk).entrySet()) {
      end = each.getValue() + disk.sizeBytes(name(each.getKey()));
    }
    return end;
  }

  /** How far they would be there after a power cut. */
  long synced(SimDisk disk) {
    long end = 0;
    for (var each : files(disk).entrySet()) {
      String file = name(each.getKey());
      end = each.getValue() + disk.syncedBytes(file);
      if (disk.syncedBytes(file) < disk.sizeBytes(file)) {
        break;
      }
    }
    return end;
  }

  private SortedMap<Long, Long> files(SimDisk disk) {
    SortedMap<Long, Long> files = new TreeMap<>();
    for (String each : disk.names()) {
      if (each.startsWith(prefix) && each.endsWith(SUFFIX)) {
        String digits = each.substring(prefix.length(), each.length() - SUFFIX.length());
        if (digits.matches("[0-9]{1,18}")) {
          long number = Long.parseLong(digits);
          files.put(number, beginnings.getOrDefault(number, 0L));
        }
      }
    }
    return files;
  }

  private String name(long number) {
    return prefix + number + SUFFIX;
  }
}
