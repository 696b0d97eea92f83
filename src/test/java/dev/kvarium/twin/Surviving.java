package dev.kvarium.twin;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.AofEvent;
import dev.kvarium.event.EventLog;
import dev.kvarium.event.LedgerEvent;
import dev.kvarium.lab.Lab;
import dev.kvarium.world.Disk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which acknowledged writes of a node that is down its files do not hold, by the files and the
 * facts alone: where each write was put into the buffer, and how long the increments are that are
 * left.
 */
final class Surviving {
  private static final String FOLDER = "appendonlydir/";
  private static final Pattern LISTED =
      Pattern.compile("file (\\S+) seq [0-9]+ type i", Pattern.MULTILINE);

  private Surviving() {}

  /** The numbers of the writes, ascending. */
  static List<Long> missing(Lab lab) {
    TreeMap<Long, String> increments =
        new TreeMap<>(Map.of(0L, FOLDER + "appendonly.aof.1.incr.aof"));
    Map<Long, Long> ends = new TreeMap<>();
    long end = 0;
    for (EventLog.Entry each : lab.events().all()) {
      switch (each.event()) {
        case AofEvent.Buffered buffered -> end = buffered.offset() + buffered.lengthBytes();
        case AofEvent.RewriteStarted started ->
            increments.put(started.offset(), started.increment());
        case LedgerEvent.Acknowledged acknowledged -> ends.put(acknowledged.write(), end);
        default -> {}
      }
    }
    Disk disk = lab.disk("main");
    List<String> listed = new ArrayList<>();
    Matcher lines =
        LISTED.matcher(Bytes.text(disk.read(FOLDER + "appendonly.aof.manifest").orElseThrow()));
    while (lines.find()) {
      listed.add(FOLDER + lines.group(1));
    }
    List<Long> missing = new ArrayList<>();
    boolean inBase = true;
    for (Map.Entry<Long, String> each : increments.entrySet()) {
      inBase &= !listed.contains(each.getValue());
      long size =
          listed.contains(each.getValue())
              ? disk.read(each.getValue()).map(b -> b.length).orElse(0)
              : 0;
      Long next = increments.higherKey(each.getKey());
      for (Map.Entry<Long, Long> write : ends.entrySet()) {
        boolean here =
            write.getValue() > each.getKey() && (next == null || write.getValue() <= next);
        if (here && !inBase && write.getValue() - each.getKey() > size) {
          missing.add(write.getKey());
        }
      }
    }
    return missing;
  }
}
