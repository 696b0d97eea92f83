package dev.kvarium.redis.rdb;

import dev.kvarium.event.Probe;
import dev.kvarium.event.RdbEvent;
import dev.kvarium.event.ServerLog;
import dev.kvarium.redis.aof.Aof;
import dev.kvarium.redis.aof.AofLoad;
import dev.kvarium.redis.aof.AofNames;
import dev.kvarium.redis.aof.AofPolicy;
import dev.kvarium.redis.aof.AofSnapshot;
import dev.kvarium.redis.command.DispatchStats;
import dev.kvarium.redis.command.Settings;
import dev.kvarium.redis.keyspace.Keyspace;
import dev.kvarium.redis.value.Value;
import dev.kvarium.world.Clock;
import dev.kvarium.world.Disk;
import dev.kvarium.world.DiskError;
import dev.kvarium.world.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * All that keeps the data of a node beyond its life: the log, the files of all keys, and when which
 * of them is written.
 */
public final class Persistence {
  private static final String NOT_SAVED =
      "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to"
          + " disk. Commands that may modify the data set are disabled, because this instance is"
          + " configured to report errors during writes if RDB snapshotting fails"
          + " (stop-writes-on-bgsave-error option). Please check the Redis logs for details about"
          + " the RDB error.";

  private final Settings settings;
  private final Keyspace keyspace;
  private final DispatchStats stats;
  private final Clock clock;
  private final Probe probe;
  private final ServerLog log;
  private final Aof aof;
  private final RdbFiles files;
  private final RdbContent content;
  private final DiskReading reading;
  private final Copies copies;
  private final SaveRecord record = new SaveRecord();
  private boolean askedToEnd;

  /**
   * The persistence of a node.
   *
   * @param version of RDB, in which files are written
   */
  public Persistence(
      Settings settings,
      Keyspace keyspace,
      DispatchStats stats,
      Clock clock,
      Timers timers,
      Disk disk,
      Probe probe,
      RdbReader reader,
      int version) {
    this.settings = settings;
    this.keyspace = keyspace;
    this.stats = stats;
    this.clock = clock;
    this.probe = probe;
    this.log = new ServerLog(probe);
    AofNames names = new AofNames(settings.get("appenddirname"), settings.get("appendfilename"));
    this.aof = new Aof(disk, clock, probe, policy(), names);
    this.aof.timestamps(stamps());
    this.files = new RdbFiles(disk);
    this.content = new RdbContent(settings, keyspace, clock, version);
    this.reading =
        new DiskReading(settings, keyspace, content, clock, disk, probe, reader, version);
    this.copies = new Copies(settings, keyspace, stats, clock, timers, disk, probe, files);
    record.lastSaveSeconds = nowSeconds();
  }

  /** The libraries of functions that files are to hold. */
  public void libraries(Libraries libraries) {
    content.libraries(libraries);
  }

  private AofPolicy policy() {
    return AofPolicy.of(settings.get("appendfsync")).orElse(AofPolicy.EVERYSEC);
  }

  private boolean stamps() {
    return settings.get("aof-timestamp-enabled").equals("yes");
  }

  private long nowSeconds() {
    return clock.nowMicros() / 1_000_000;
  }

  // The start and the end.

  /**
   * Reads what is there, the log if there is to be one, else the file of all keys, and opens the
   * log.
   *
   * @param replay does once more what the log says was done
   */
  public AofLoad start(Aof.Replay replay) {
    if (settings.appendOnly) {
      AofLoad loaded = reading.log(aof, replay);
      if (!(loaded instanceof AofLoad.Failed)) {
        try {
          aof.open(content::base);
        } catch (DiskError failed) {
          return new AofLoad.Failed(List.of("the log cannot be opened: " + failed.reason()));
        }
      }
      return loaded;
    }
    long startMicros = clock.nowMicros();
    return switch (reading.file(false)) {
      case RdbLoad.Absent absent -> new AofLoad.Absent();
      case RdbLoad.Loaded loaded -> {
        double seconds = (clock.nowMicros() - startMicros) / 1_000_000.0;
        log.notice(String.format(Locale.ROOT, "DB loaded from disk: %.3f seconds", seconds));
        yield new AofLoad.Saved(fileName(), loaded.keys(), loaded.expired());
      }
      case RdbLoad.Failed(List<String> messages, boolean foreign) -> {
        List<String> all = new ArrayList<>(messages);
        if (foreign) {
          String last = "Fatal error loading the DB: Invalid argument. Exiting.";
          log.warning(last);
          all.add(last);
        }
        yield new AofLoad.Failed(all);
      }
    };
  }

  /** Says which stream of changes follows a file, if one does. */
  public void stream(Supplier<Optional<RdbFile.Stream>> knowing) {
    content.stream(knowing);
  }

  /** Drops all data and takes a primary's; no log is written meanwhile. */
  public RdbLoad take(byte[] file) {
    boolean logs = aof.state() != Aof.State.OFF;
    if (logs) {
      switchLog(false);
    }
    flushAll();
    try {
      return reading.sent(file);
    } finally {
      if (logs) {
        switchLog(true);
      }
    }
  }

  /** The database that the stream had selected when the file was made that was read last. */
  public int streamDb() {
    return reading.streamDb();
  }

  private String fileName() {
    return settings.get("dbfilename");
  }

  /**
   * Writes and syncs what is left of the log; saves all keys if that is to be done now and then.
   */
  public void stop() {
    if (!askedToEnd && !settings.get("save").isEmpty()) {
      save();
    }
    aof.close();
  }

  /**
   * Makes ready for an end that a client asks for.
   *
   * @param wanted whether to save before; empty: when there are save points
   * @param force whether to end even if that fails
   * @return whether the end may come
   */
  public boolean mayEnd(Optional<Boolean> wanted, boolean force) {
    log.warning("User requested shutdown...");
    Child at = copies.atWork();
    if (at != null && at.kind() == Child.Kind.RDB) {
      log.warning("There is a child saving an .rdb. Killing it!");
      copies.kill(at);
    } else if (at != null) {
      if (aof.state() == Aof.State.WAITING) {
        log.warning("Writing initial AOF" + (force ? ". Exit anyway." : ", can't exit."));
        if (!force) {
          return mayNotEnd();
        }
      }
      log.warning("There is a child rewriting the AOF. Killing it!");
      log.notice("Killing running AOF rewrite child: " + copies.pid());
      copies.kill(at);
    }
    if (aof.state() != Aof.State.OFF) {
      log.notice("Calling fsync() on the AOF file.");
      aof.close();
    }
    boolean save = wanted.orElse(!settings.get("save").isEmpty());
    if (save) {
      log.notice("Saving the final RDB snapshot before exiting.");
      if (!save()) {
        log.warning("Error trying to save the DB" + (force ? ". Exit anyway." : ", can't exit."));
        if (!force) {
          return mayNotEnd();
        }
      }
    }
    askedToEnd = true;
    return true;
  }

  private boolean mayNotEnd() {
    log.warning("Errors trying to shut down the server. Check the logs for more information.");
    return false;
  }

  // What the commands do.

  /** Puts a command that changed the data into the log, when there is one. */
  public void append(int db, byte[][] argv) {
    if (aof.isTaking() && !keyspace.loading) {
      aof.append(db, argv);
    }
  }

  /** Hands the log to the kernel, before anybody is answered. */
  public void flush() {
    aof.holdSyncs(copies.any() && settings.get("no-appendfsync-on-rewrite").equals("yes"));
    aof.flush(false);
  }

  /** Whether a copy of the process is at work. */
  boolean hasChild() {
    return copies.any();
  }

  boolean isSaving() {
    return copies.any(Child.Kind.RDB);
  }

  boolean isRewriting() {
    return copies.any(Child.Kind.AOF);
  }

  long lastSaveSeconds() {
    return record.lastSaveSeconds;
  }

  /**
   * Why clients may not write, since what they write could not be kept: a save failed and there is
   * {@code stop-writes-on-bgsave-error}, or the log cannot be written or synced. Empty: they may.
   */
  public String refusesWrites() {
    if (record.lastSaveFailed
        && !settings.get("save").isEmpty()
        && settings.get("stop-writes-on-bgsave-error").equals("yes")) {
      return NOT_SAVED;
    }
    String error = aof.state() == Aof.State.OFF ? "" : aof.error();
    return error.isEmpty() ? "" : "MISCONF Errors writing to the AOF file: " + error;
  }

  /** Does so since a client asked for it, which is counted. */
  boolean saveAsked() {
    record.saves++;
    return save();
  }

  /** How many bytes were written while everything waited, since the start. */
  public long savedBytes() {
    return record.savedBytes;
  }

  /** Writes all keys into their file while everything waits; whether it came to its end. */
  public boolean save() {
    RdbContent.Written all = content.all();
    String failure =
        files.replace("temp-1.rdb", fileName(), settings.get("dir"), all.bytes(), log::warning);
    if (!failure.isEmpty()) {
      probe.emit(new RdbEvent.SaveFailed(failure));
      return false;
    }
    record.savedBytes += all.bytes().length;
    record.saved(stats.dirty, nowSeconds());
    probe.emit(new RdbEvent.Saved(fileName(), all.keys(), all.bytes().length, false));
    log.notice("DB saved on disk");
    return true;
  }

  /**
   * FLUSHALL has removed all keys: a copy with keys is of no use any more, and where there are save
   * points the file holds none from now on.
   *
   * @param removed that many, not yet counted as changes
   */
  public void flushed(long removed) {
    Child at = copies.atWork();
    if (at != null && at.kind() == Child.Kind.RDB) {
      copies.kill(at);
    }
    if (!settings.get("save").isEmpty() && save()) {
      record.dirtyAtSave += removed;
    }
  }

  /** All keys, all functions or both as they would be saved. */
  public byte[] snapshot(boolean keys, boolean functions) {
    return content.of(keys, functions);
  }

  // Copies of the process.

  /** Lets a copy write all keys; there is none yet. */
  void saveInBackground() {
    record.saves++;
    record.lastTrySeconds = nowSeconds();
    byte[] all = content.all().bytes();
    record.saveScheduled = false;
    begin(Child.Kind.RDB, "temp-" + copies.nextPid() + ".rdb", "rdb", all);
    log.notice("Background saving started by pid " + copies.pid());
  }

  private void begin(Child.Kind kind, String temporary, String suffix, byte[] bytes) {
    copies.begin(kind, temporary, suffix, bytes, content.keys());
  }

  /** Remembers to do so once there is no other copy at work. */
  void scheduleSave() {
    record.saveScheduled = true;
  }

  /** Lets a copy write a new base of the log; there is none yet. Whether that could begin. */
  boolean rewriteInBackground() {
    try {
      aof.beginRewrite();
    } catch (DiskError told) {
      record.lastRewriteFailed = true;
      return false;
    }
    record.rewrites++;
    record.rewriteScheduled = false;
    Aof.Base base = content.base();
    String temporary = "temp-rewriteaof-bg-" + copies.nextPid() + ".aof";
    begin(Child.Kind.AOF, temporary, base.suffix(), base.content());
    log.notice("Background append only file rewriting started by pid " + copies.pid());
    return true;
  }

  void scheduleRewrite() {
    record.rewriteScheduled = true;
    record.rewriteLimit.succeeded();
  }

  /** The copy of the process, and what the last ones cost. */
  public ForkSnapshot fork() {
    return copies.snapshot();
  }

  /** To be called by the cron: takes note of a copy that ended, and begins what is due. */
  public void cron() {
    Child at = copies.atWork();
    if (at == null && record.rewriteScheduled && !isRewriteLimited()) {
      rewriteInBackground();
    }
    if (at != null) {
      if (at.ended) {
        copies.end();
        if (at.kind() == Child.Kind.RDB) {
          saveEnded(at);
        } else {
          rewriteEnded(at);
        }
      }
    } else if (!copies.any()) {
      saveIfDue();
      rewriteIfGrown();
    }
    if (!copies.any() && record.saveScheduled && record.mayTry(nowSeconds())) {
      saveInBackground();
    }
  }

  private void saveEnded(Child ended) {
    record.lastSaveTookSeconds = nowSeconds() - ended.startedSeconds();
    if (!ended.failure.isEmpty()) {
      record.lastSaveFailed = true;
      log.warning("Background saving error");
      probe.emit(new RdbEvent.SaveFailed(ended.failure));
      return;
    }
    record.saved(ended.dirtyBefore(), nowSeconds());
    log.notice("Background saving terminated with success");
  }

  private void rewriteEnded(Child ended) {
    record.lastRewriteTookSeconds = nowSeconds() - ended.startedSeconds();
    if (ended.failure.isEmpty()) {
      log.notice("Background AOF rewrite terminated with success");
      if (aof.endRewrite(ended.temporary(), ended.suffix())) {
        record.lastRewriteFailed = false;
        record.rewriteLimit.succeeded();
        log.notice("Background AOF rewrite finished successfully");
        return;
      }
    } else {
      log.warning("Background AOF rewrite terminated with error");
      aof.abandonRewrite(ended.temporary());
    }
    record.lastRewriteFailed = true;
    record.rewriteLimit.failed();
    record.rewriteScheduled |= aof.state() == Aof.State.WAITING;
  }

  private boolean isRewriteLimited() {
    return record.rewriteLimit.holds(nowSeconds(), log::warning);
  }

  private void saveIfDue() {
    String points = settings.get("save");
    if (points.isEmpty()) {
      return;
    }
    String[] words = points.split(" ");
    for (int i = 0; i + 1 < words.length; i += 2) {
      long seconds = Long.parseLong(words[i]);
      long changes = Long.parseLong(words[i + 1]);
      if (stats.dirty - record.dirtyAtSave >= changes
          && nowSeconds() - record.lastSaveSeconds > seconds
          && record.mayTry(nowSeconds())) {
        log.notice(changes + " changes in " + seconds + " seconds. Saving...");
        saveInBackground();
        return;
      }
    }
  }

  private void rewriteIfGrown() {
    long percent = Long.parseLong(settings.get("auto-aof-rewrite-percentage"));
    long least = Long.parseLong(settings.get("auto-aof-rewrite-min-size"));
    if (copies.any()
        || aof.state() != Aof.State.ON
        || percent == 0
        || aof.currentBytes() <= least) {
      return;
    }
    long growth = aof.currentBytes() * 100 / Math.max(1, aof.rewrittenBytes()) - 100;
    if (growth >= percent && !isRewriteLimited()) {
      log.notice("Starting automatic rewriting of AOF on " + growth + "% growth");
      rewriteInBackground();
    }
  }

  // Parameters and DEBUG.

  /** Takes note of a parameter that CONFIG SET changed. */
  public void changed(String parameter) {
    if (parameter.equals("appendfsync")) {
      aof.policy(policy());
    } else if (parameter.equals("appendonly")) {
      switchLog(settings.appendOnly);
    } else if (parameter.equals("aof-timestamp-enabled")) {
      aof.timestamps(stamps());
    }
  }

  private void switchLog(boolean on) {
    if (on && aof.state() == Aof.State.OFF) {
      aof.switchOn();
      Child at = copies.atWork();
      if (at != null && at.kind() == Child.Kind.AOF) {
        copies.kill(at);
      }
      if (copies.any()) {
        record.rewriteScheduled = true;
      } else if (!rewriteInBackground()) {
        aof.stayOff();
        log.warning(
            "Redis needs to enable the AOF but can't trigger a background AOF rewrite operation."
                + " Check the above logs for more info about the error.");
        return;
      }
      aof.forgetErrors();
    } else if (!on && aof.state() != Aof.State.OFF) {
      aof.switchOff();
      record.rewriteScheduled = false;
      Child at = copies.atWork();
      if (at != null && at.kind() == Child.Kind.AOF) {
        copies.kill(at);
      }
    }
  }

  /** DEBUG RELOAD: all keys through their file, or what the file holds; whether it was read. */
  boolean reload(boolean flush, boolean merge) {
    if (flush) {
      flushAll();
    }
    return reading.file(merge) instanceof RdbLoad.Loaded;
  }

  /** DEBUG LOADAOF: all keys as the log gives them; whether it could be read. */
  boolean reloadLog(Aof.Replay replay) {
    if (aof.state() != Aof.State.OFF) {
      aof.flush(true);
    }
    flushAll();
    AofLoad loaded = reading.log(aof, replay);
    record.dirtyAtSave = stats.dirty;
    return !(loaded instanceof AofLoad.Failed);
  }

  private void flushAll() {
    keyspace.flush(0, keyspace.databases() - 1);
    content.libraries().clear();
  }

  // What it tells.

  /** How many bytes a value takes in a file, without its type and key. */
  long serializedBytes(Value value) {
    return content.serializedBytes(value);
  }

  /** The log. */
  public Aof aof() {
    return aof;
  }

  /** How far the log is on its way to the disk. */
  public AofSnapshot aofSnapshot() {
    return aof.state() == Aof.State.OFF ? AofSnapshot.off(clock.nowMicros()) : aof.snapshot();
  }

  /** Zeroes what CONFIG RESETSTAT zeroes. */
  public void resetStats() {
    record.saves = 0;
    record.rewrites = 0;
    aof.resetStats();
  }

  /** The lines of INFO, each ended by CR LF. */
  public String info() {
    return new PersistenceInfo(
            record, copies, aof, reading, clock.nowMicros(), keyspace.loading, stats.dirty)
        .text();
  }
}
