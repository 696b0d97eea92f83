package dev.kvarium.lab;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.aof.Aof;
import dev.kvarium.redis.aof.AofNames;
import dev.kvarium.sim.SimDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where the increments of a machine's log stand in the whole of it, counted from the first that
 * there ever was. A process counts from the first that it finds; a rewrite has taken those before
 * away.
 */
final class LogPlaces {
  private final AofNames names;
  private final SortedMap<Long, Long> beginnings = new TreeMap<>();

  /** Where the first increment of the process that runs begins. */
  private long shift;

  LogPlaces(AofNames names) {
    this.names = names;
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

  /**
   * A part of the log that is there.
   *
   * @param from its first byte
   * @param to behind its last byte
   */
  record Span(long from, long to) {}

  /**
   * What the files hold of the log, an increment each; those that no manifest lists are nothing.
   */
  List<Span> there(SimDisk disk) {
    List<Span> spans = new ArrayList<>();
    long end = 0;
    for (long number : Aof.increments(disk, names)) {
      long from = beginnings.getOrDefault(number, end);
      end = from + disk.sizeBytes(file(number));
      spans.add(new Span(from, end));
    }
    return spans;
  }

  /** The lines of the manifest; none when there is none. */
  List<String> manifest(SimDisk disk) {
    return disk.read(names.folder() + "/" + names.file() + ".manifest")
        .map(bytes -> Bytes.latin1Text(bytes).lines().toList())
        .orElse(List.of());
  }

  /** How far the files of the increments go. */
  long written(SimDisk disk) {
    List<Span> there = there(disk);
    return there.isEmpty() ? 0 : there.getLast().to();
  }

  /** How far they would be there after a power cut. */
  long synced(SimDisk disk) {
    long end = 0;
    for (long number : Aof.increments(disk, names)) {
      String file = file(number);
      end = beginnings.getOrDefault(number, end) + disk.syncedBytes(file);
      if (disk.syncedBytes(file) < disk.sizeBytes(file)) {
        break;
      }
    }
    return end;
  }

  private String file(long number) {
    return names.folder() + "/" + names.file() + "." + number + ".incr.aof";
  }
}
