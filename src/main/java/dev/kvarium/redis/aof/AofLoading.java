package dev.kvarium.redis.aof;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.AofEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.event.ServerLog;
import dev.kvarium.world.Clock;
import dev.kvarium.world.Disk;
import dev.kvarium.world.DiskError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One reading of the log at start; says what Redis says while it reads.
 *
 * <p>Commands between MULTI and EXEC run once EXEC was read; if the file ends before, the whole
 * transaction is cut off. But as in Redis 7.0.15, when the file ends within a command of the
 * transaction only that command is cut: the MULTI stays, what is written afterwards falls into it,
 * and the next start cuts it all off, synced or not.
 */
final class AofLoading {
  private final Disk disk;
  private final AofNames names;
  private final Probe probe;
  private final ServerLog log;
  private final AofTail tail;
  private final Clock clock;
  private final List<String> complaints = new ArrayList<>();
  private long commands;
  private long bytes;
  private long cutBytes;

  /** Whether any of the files has bytes in it. */
  private boolean anything;

  AofLoading(Disk disk, AofNames names, Probe probe, AofTail tail, Clock clock) {
    this.disk = disk;
    this.names = names;
    this.probe = probe;
    this.log = new ServerLog(probe);
    this.tail = tail;
    this.clock = clock;
  }

  AofLoad load(Aof.Replay replay, boolean truncate) {
    try {
      return loadAll(replay, truncate);
    } catch (DiskError failed) {
      complain("Unrecoverable error reading the append only file: " + failed.reason());
      return new AofLoad.Failed(complaints);
    }
  }

  private AofLoad loadAll(Aof.Replay replay, boolean truncate) {
    Optional<AofManifest> manifest;
    try {
      takeOverOldLog();
      manifest = AofManifest.read(disk, names);
    } catch (AofManifest.Invalid invalid) {
      invalid.messages().forEach(this::complain);
      return new AofLoad.Failed(complaints);
    }
    if (manifest.isEmpty() || manifest.get().data().isEmpty()) {
      return new AofLoad.Absent();
    }
    List<AofManifest.Entry> files = manifest.get().data();
    List<String> there = disk.names();
    for (AofManifest.Entry each : files) {
      if (!there.contains(each.path())) {
        complain(
            "Unable to obtain the AOF file "
                + each.name()
                + " length. stat: No such file or directory");
        return new AofLoad.Failed(complaints);
      }
    }
    long startMicros = clock.nowMicros();
    for (AofManifest.Entry each : files) {
      if (!loadFile(each, replay, truncate, each == files.getLast())) {
        return new AofLoad.Failed(complaints);
      }
    }
    if (anything) {
      log.notice("DB loaded from append only file: " + since(startMicros));
    }
    probe.emit(new AofEvent.Loaded(commands, bytes));
    return new AofLoad.Loaded(commands, bytes, cutBytes);
  }

  /** A log of one file, as versions before 7 wrote it, becomes the base of one with a manifest. */
  private void takeOverOldLog() throws AofManifest.Invalid {
    if (disk.read(names.file()).isEmpty()) {
      return;
    }
    Optional<AofManifest> there = AofManifest.read(disk, names);
    AofManifest.Entry base = new AofManifest.Entry(names, names.file(), 1, 'b');
    boolean begun = there.isPresent() && there.get().data().equals(List.of(base));
    if (there.isEmpty() || begun && disk.read(base.path()).isEmpty()) {
      new AofManifest(names, List.of(base)).write(disk, log::warning);
      disk.rename(names.file(), base.path());
      log.notice(
          "Successfully migrated an old-style AOF file ("
              + names.file()
              + ") into the AOF directory ("
              + names.folder()
              + ").");
    }
  }

  private boolean loadFile(
      AofManifest.Entry entry, Aof.Replay replay, boolean truncate, boolean last) {
    long startMicros = clock.nowMicros();
    Optional<byte[]> content = disk.read(entry.path());
    String name = entry.name();
    if (content.isEmpty()) {
      complain("The append log file " + name + " doesn't exist: No such file or directory");
      return false;
    }
    if (content.get().length == 0) {
      return true;
    }
    anything = true;
    int preamble = 0;
    if (startsWithRdb(content.get())) {
      boolean oldStyle = name.equals(names.file());
      log.notice(
          oldStyle
              ? "Reading RDB preamble from AOF file..."
              : "Reading RDB base file on AOF loading...");
      preamble = replay.preamble(content.get());
      if (preamble < 0) {
        complain(
            (oldStyle
                    ? "Error reading the RDB preamble of the AOF file "
                    : "Error reading the RDB base file ")
                + name
                + ", AOF loading aborted");
        return false;
      }
      if (oldStyle) {
        log.notice("Reading the remaining AOF tail...");
      }
    }
    AofReader reader = new AofReader(content.get(), preamble);
    boolean increment = entry.type() == 'i';
    int validUpTo = preamble;
    int beforeMulti = -1;
    List<byte[][]> queued = new ArrayList<>();
    for (byte[][] argv = reader.next(); argv != null; argv = reader.next()) {
      if (Bytes.equalsIgnoreCase(argv[0], "multi")) {
        beforeMulti = validUpTo;
      } else if (beforeMulti >= 0 && !Bytes.equalsIgnoreCase(argv[0], "exec")) {
        if (!replay.knows(argv[0])) {
          return unknown(argv[0], name);
        }
        queued.add(argv);
      } else {
        if (beforeMulti < 0) {
          queued.add(argv);
        }
        if (!run(queued, replay, name)) {
          return false;
        }
        queued.clear();
        beforeMulti = -1;
      }
      if (increment) {
        tail.add(argv, bytes + validUpTo, reader.offset() - validUpTo, startMicros);
      }
      commands++;
      validUpTo = reader.offset();
    }
    if (reader.state() == AofReader.State.END && beforeMulti >= 0) {
      log.warning("Revert incomplete MULTI/EXEC transaction in AOF file " + name);
      bytes += increment ? beforeMulti : 0;
      return cut(entry, beforeMulti, content.get().length, truncate, last)
          && loaded(entry, startMicros);
    }
    bytes += increment ? validUpTo : 0;
    return switch (reader.state()) {
      case READING, END -> {
        bytes += increment ? content.get().length - validUpTo : 0;
        yield loaded(entry, startMicros);
      }
      case CUT ->
          cut(entry, validUpTo, content.get().length, truncate, last) && loaded(entry, startMicros);
      case MALFORMED -> {
        complain(
            "Bad file format reading the append only file "
                + name
                + ": make a backup of your AOF file, then use ./redis-check-aof --fix"
                + " <filename.manifest>");
        yield false;
      }
    };
  }

  private boolean loaded(AofManifest.Entry entry, long startMicros) {
    String kind = entry.type() == 'b' ? "base" : "incr";
    log.notice("DB loaded from " + kind + " file " + entry.name() + ": " + since(startMicros));
    return true;
  }

  private String since(long startMicros) {
    return String.format(
        Locale.ROOT, "%.3f seconds", (clock.nowMicros() - startMicros) / 1_000_000.0);
  }

  private boolean run(List<byte[][]> queued, Aof.Replay replay, String name) {
    for (byte[][] argv : queued) {
      if (!replay.run(argv)) {
        return unknown(argv[0], name);
      }
    }
    return true;
  }

  private boolean unknown(byte[] command, String name) {
    complain("Unknown command '" + Bytes.text(command) + "' reading the append only file " + name);
    return false;
  }

  private boolean cut(
      AofManifest.Entry entry, int validUpTo, int size, boolean truncate, boolean last) {
    String name = entry.name();
    if (!truncate) {
      complain(
          "Unexpected end of file reading the append only file "
              + name
              + ". You can: 1) Make a backup of your AOF file, then use ./redis-check-aof --fix"
              + " <filename.manifest>. 2) Alternatively you can set the 'aof-load-truncated'"
              + " configuration option to yes and restart the server.");
      return false;
    }
    log.warning("!!! Warning: short read while loading the AOF file " + name + "!!!");
    log.warning("!!! Truncating the AOF " + name + " at offset " + validUpTo + " !!!");
    try {
      disk.open(entry.path()).truncate(validUpTo);
    } catch (DiskError failed) {
      log.warning("Error truncating the AOF file " + name + ": " + failed.reason());
    }
    log.warning("AOF " + name + " loaded anyway because aof-load-truncated is enabled");
    if (!last) {
      complain("Fatal error: the truncated file is not the last file");
      return false;
    }
    cutBytes = size - validUpTo;
    probe.emit(new AofEvent.Truncated(size, validUpTo));
    return true;
  }

  private static boolean startsWithRdb(byte[] content) {
    return content.length >= 5 && Bytes.latin1Text(Arrays.copyOf(content, 5)).equals("REDIS");
  }

  private void complain(String text) {
    complaints.add(text);
    log.warning(text);
  }
}
