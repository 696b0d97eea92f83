package dev.kvarium.redis.rdb;

import dev.kvarium.event.Probe;
import dev.kvarium.event.RdbEvent;
import dev.kvarium.event.ServerLog;
import dev.kvarium.redis.command.DispatchStats;
import dev.kvarium.redis.command.Info;
import dev.kvarium.redis.command.Settings;
import dev.kvarium.redis.keyspace.CopiedPages;
import dev.kvarium.redis.keyspace.Keyspace;
import dev.kvarium.structure.DictRules;
import dev.kvarium.world.Clock;
import dev.kvarium.world.Disk;
import dev.kvarium.world.Timers;
import org.jspecify.annotations.Nullable;

/**
 * The copies of the process that write files, of which there is at most one at a time.
 *
 * <p>A copy sees the data as it was when it was made: here the bytes that it will write are made at
 * that moment, and written later. It ends after a time that hangs on their number; whoever asked
 * for it takes note in the next cron, as redis-server does, and until then there is no second one.
 */
final class Copies {
  /** How long a copy takes to be made. */
  private static final long FORK_MICROS = 1_000;

  /** How many bytes a copy writes in a microsecond. */
  private static final long BYTES_A_MICRO = 100;

  private final Settings settings;
  private final Keyspace keyspace;
  private final DispatchStats stats;
  private final Clock clock;
  private final Timers timers;
  private final Disk disk;
  private final Probe probe;
  private final ServerLog log;
  private final RdbFiles files;
  private @Nullable Child child;
  private int made;
  private long lastSaveCopied;
  private long lastRewriteCopied;

  Copies(
      Settings settings,
      Keyspace keyspace,
      DispatchStats stats,
      Clock clock,
      Timers timers,
      Disk disk,
      Probe probe,
      RdbFiles files) {
    this.settings = settings;
    this.keyspace = keyspace;
    this.stats = stats;
    this.clock = clock;
    this.timers = timers;
    this.disk = disk;
    this.probe = probe;
    this.log = new ServerLog(probe);
    this.files = files;
  }

  /** The one at work. */
  @Nullable Child atWork() {
    return child;
  }

  /** Whether one is at work. */
  boolean any() {
    return child != null;
  }

  /** Whether one writes such a file. */
  boolean any(Child.Kind kind) {
    return child != null && child.kind() == kind;
  }

  /** The process number of the next one, which is to begin now. */
  int nextPid() {
    made++;
    return pid();
  }

  /** The process number of the last one. */
  int pid() {
    return made + 1; // the server itself is the first process
  }

  /** How many bytes were copied for the last save. */
  long lastSaveCopied() {
    return lastSaveCopied;
  }

  /** How many bytes were copied for the last rewrite of the log. */
  long lastRewriteCopied() {
    return lastRewriteCopied;
  }

  /**
   * One begins; there is none yet.
   *
   * @param suffix of a base of the log
   * @param keys how many there are
   */
  void begin(Child.Kind kind, String temporary, String suffix, byte[] content, long keys) {
    long delay = Math.max(0, Long.parseLong(settings.get("rdb-key-save-delay"))) * keys;
    long takes = FORK_MICROS + content.length / BYTES_A_MICRO + delay;
    CopiedPages copied =
        new CopiedPages(keyspace, Info.usedBytes(keyspace), keys, clock::nowMicros, takes);
    Child begun =
        new Child(
            kind, temporary, suffix, content, keys, clock.nowMicros(), takes, stats.dirty, copied);
    child = begun;
    keyspace.copying(copied);
    keyspace.shaping().dictRules().setResizing(DictRules.Resizing.AVOIDED);
    if (kind == Child.Kind.RDB && probe.listening()) {
      probe.emit(new RdbEvent.SaveStarted(keys));
    }
    timers.after(
        takes,
        () -> {
          if (child == begun) {
            writeAll(begun);
          }
        });
  }

  /** What the copy does with the bytes: into a file, onto the disk, under its name. */
  private void writeAll(Child begun) {
    boolean base = begun.kind() == Child.Kind.AOF;
    disk.elsewhere(
        () ->
            files.write(
                begun.temporary(),
                begun.content,
                base,
                settings.get("dir"),
                log::warning,
                failure -> {
                  if (child == begun) {
                    begun.failure = failure;
                    disk.elsewhere(() -> named(begun));
                  }
                }));
  }

  private void named(Child begun) {
    begun.ended = true;
    if (!begun.failure.isEmpty()) {
      return;
    }
    if (begun.kind() == Child.Kind.AOF) {
      log.notice("Successfully created the temporary AOF base file " + begun.temporary());
      begun.copied.end();
      lastRewriteCopied = begun.copied.mostBytes();
      tellCopied(begun, "AOF rewrite");
      return;
    }
    begun.failure =
        files.name(
            begun.temporary(), settings.get("dbfilename"), settings.get("dir"), log::warning);
    if (begun.failure.isEmpty()) {
      probe.emit(
          new RdbEvent.Saved(settings.get("dbfilename"), begun.keys, begun.content.length, true));
      log.notice("DB saved on disk");
      begun.copied.end();
      lastSaveCopied = begun.copied.mostBytes();
      tellCopied(begun, "RDB");
    }
  }

  private void tellCopied(Child begun, String what) {
    long megabytes = begun.copied.mostBytes() >> 20;
    log.notice(
        "Fork CoW for "
            + what
            + ": current "
            + megabytes
            + " MB, peak "
            + megabytes
            + " MB, average "
            + megabytes
            + " MB");
    if (probe.listening()) {
      probe.emit(
          new RdbEvent.PagesCopied(
              begun.copied.keys(), begun.copied.mostPages(), begun.copied.mostBytes()));
    }
  }

  /** The copy of the process, and what the last ones cost. */
  ForkSnapshot snapshot() {
    Child at = child;
    if (at == null) {
      return new ForkSnapshot(false, false, 0, 0, 0, 0, 0, 0, 0, lastSaveCopied, lastRewriteCopied);
    }
    return new ForkSnapshot(
        true,
        at.kind() == Child.Kind.AOF,
        at.startedMicros,
        at.keys,
        at.keysWritten(clock.nowMicros()),
        at.copied.totalPages(),
        at.copied.copiedPages(),
        at.copied.copiedBytes(),
        at.copied.keys(),
        lastSaveCopied,
        lastRewriteCopied);
  }

  /** Ends one before its time. */
  void kill(Child begun) {
    disk.discard(begun.temporary());
    end();
  }

  /** It is taken note of that it has ended. */
  void end() {
    child = null;
    keyspace.copyingEnded();
    keyspace.shaping().dictRules().setResizing(DictRules.Resizing.ENABLED);
  }
}
