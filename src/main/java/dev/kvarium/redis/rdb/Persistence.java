package dev.kvarium.redis.rdb;

import dev.kvarium.event.Probe;
import dev.kvarium.event.RdbEvent;
import dev.kvarium.event.ServerLog;
import dev.kvarium.redis.aof.Aof;
import dev.kvarium.redis.aof.AofLoad;
import dev.kvarium.redis.aof.AofNames;
import dev.kvarium.redis.aof.AofPolicy;
import dev.kvarium.redis.aof.AofSnapshot;
import dev.kvarium.redis.aof.RewrittenCommands;
import dev.kvarium.redis.command.DispatchStats;
import dev.kvarium.redis.command.Info;
import dev.kvarium.redis.command.Settings;
import dev.kvarium.redis.keyspace.CopiedPages;
import dev.kvarium.redis.keyspace.Keyspace;
import dev.kvarium.redis.value.Value;
import dev.kvarium.structure.DictRules;
import dev.kvarium.world.Clock;
import dev.kvarium.world.Disk;
import dev.kvarium.world.DiskError;
import dev.kvarium.world.Timers;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All that keeps the data of a node beyond its life: the log, the files of all keys, and the copies
 * of the process that write them.
 *
 * <p>A copy sees the data as it was when it was made: here the bytes that it will write are made at
 * that moment, and written later. It ends after a time that hangs on their number, and the server
 * takes note in its next cron, as redis-server does; until then there is no second one.
 */
public final class Persistence {
  /** How long a copy takes to be made. */
  private static final long FORK_MICROS = 1_000;

  /** How many bytes a copy writes in a microsecond. */
  private static final long BYTES_A_MICRO = 100;

  private static final long RETRY_SECONDS = 5;
  private static final long NEVER = -1;
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
  private final Timers timers;
  private final Disk disk;
  private final Probe probe;
  private final ServerLog log;
  private final RdbReader reader;
  private final int version;
  private final Aof aof;
  private final RdbFiles files;
  private Libraries libraries = Libraries.NONE;

  private @Nullable Child child;
  private int children;
  private boolean askedToEnd;
  private boolean saveScheduled;
  private boolean rewriteScheduled;

  private long dirtyAtSave;
  private long savedBytes;
  private long lastSaveSeconds;
  private long lastTrySeconds;
  private long lastSaveTookSeconds = NEVER;
  private long lastRewriteTookSeconds = NEVER;
  private long lastSaveCopied;
  private long lastRewriteCopied;
  private boolean lastSaveFailed;
  private boolean lastRewriteFailed;
  private long saves;
  private long rewrites;
  private final RewriteLimit rewriteLimit = new RewriteLimit();
  private int lastStreamDb;
  private Supplier<Optional<RdbFile.Stream>> stream = Optional::empty;
  private long lastLoadKeys;
  private long lastLoadExpired;

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
    this.timers = timers;
    this.disk = disk;
    this.probe = probe;
    this.log = new ServerLog(probe);
    this.reader = reader;
    this.version = version;
    AofNames names = new AofNames(settings.get("appenddirname"), settings.get("appendfilename"));
    this.aof = new Aof(disk, clock, probe, policy(), names);
    this.aof.timestamps(stamps());
    this.files = new RdbFiles(disk);
    this.lastSaveSeconds = nowSeconds();
  }

  /** The libraries of functions that files are to hold. */
  public void libraries(Libraries libraries) {
    this.libraries = libraries;
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
      AofLoad loaded = loadLog(replay);
      if (!(loaded instanceof AofLoad.Failed)) {
        try {
          aof.open(this::base);
        } catch (DiskError failed) {
          return new AofLoad.Failed(List.of("the log cannot be opened: " + failed.reason()));
        }
      }
      return loaded;
    }
    long startMicros = clock.nowMicros();
    return switch (load(false)) {
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

  private AofLoad loadLog(Aof.Replay replay) {
    keyspace.loading = true;
    try {
      return aof.load(
          new Aof.Replay() {
            @Override
            public boolean run(byte[][] argv) {
              return replay.run(argv);
            }

            @Override
            public boolean knows(byte[] name) {
              return replay.knows(name);
            }

            @Override
            public int preamble(byte[] file) {
              return read(file, true, false) instanceof RdbLoad.Loaded loaded ? loaded.bytes() : -1;
            }
          },
          settings.get("aof-load-truncated").equals("yes"));
    } finally {
      keyspace.loading = false;
    }
  }

  /** Reads the file of all keys, if there is one. */
  private RdbLoad load(boolean merge) {
    byte[] content;
    try {
      content = disk.read(fileName()).orElse(null);
    } catch (DiskError broken) {
      return new RdbLoad.Failed(
          List.of("Fatal error loading the DB: " + broken.reason() + ". Exiting."), false);
    }
    if (content == null) {
      return new RdbLoad.Absent();
    }
    keyspace.loading = true;
    try {
      RdbLoad load = read(content, false, merge);
      if (load instanceof RdbLoad.Loaded loaded) {
        probe.emit(
            new RdbEvent.Loaded(fileName(), loaded.keys(), loaded.expired(), content.length));
      }
      return load;
    } finally {
      keyspace.loading = false;
    }
  }

  private RdbLoad read(byte[] content, boolean base, boolean merge) {
    keyspace.freeze(clock.nowMillis());
    RdbLoading loading =
        new RdbLoading(
            keyspace,
            reader,
            libraries,
            probe,
            base,
            merge,
            version,
            settings.get("rdbchecksum").equals("yes"));
    RdbLoad load = loading.load(content);
    lastStreamDb = loading.streamDb();
    if (load instanceof RdbLoad.Loaded loaded) {
      lastLoadKeys = loaded.keys();
      lastLoadExpired = loaded.expired();
    }
    return load;
  }

  /** Says which stream of changes follows a file, if one does. */
  public void stream(Supplier<Optional<RdbFile.Stream>> knowing) {
    stream = knowing;
  }

  /** Drops all data and takes a primary's; no log is written meanwhile. */
  public RdbLoad take(byte[] content) {
    boolean logs = aof.state() != Aof.State.OFF;
    if (logs) {
      switchLog(false);
    }
    flushAll();
    keyspace.loading = true;
    try {
      return read(content, false, false);
    } finally {
      keyspace.loading = false;
      if (logs) {
        switchLog(true);
      }
    }
  }

  /** The database that the stream had selected when the file was made that was read last. */
  public int streamDb() {
    return lastStreamDb;
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
    Child at = child;
    if (at != null && at.kind() == Child.Kind.RDB) {
      log.warning("There is a child saving an .rdb. Killing it!");
      kill(at);
    } else if (at != null) {
      if (aof.state() == Aof.State.WAITING) {
        log.warning("Writing initial AOF" + (force ? ". Exit anyway." : ", can't exit."));
        if (!force) {
          return mayNotEnd();
        }
      }
      log.warning("There is a child rewriting the AOF. Killing it!");
      log.notice("Killing running AOF rewrite child: " + (children + 1));
      kill(at);
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
    aof.holdSyncs(child != null && settings.get("no-appendfsync-on-rewrite").equals("yes"));
    aof.flush(false);
  }

  /** Whether a copy of the process is at work. */
  boolean hasChild() {
    return child != null;
  }

  boolean isSaving() {
    return child != null && child.kind() == Child.Kind.RDB;
  }

  boolean isRewriting() {
    return child != null && child.kind() == Child.Kind.AOF;
  }

  long lastSaveSeconds() {
    return lastSaveSeconds;
  }

  /**
   * Why clients may not write, since what they write could not be kept: a save failed and there is
   * {@code stop-writes-on-bgsave-error}, or the log cannot be written or synced. Empty: they may.
   */
  public String refusesWrites() {
    if (lastSaveFailed
        && !settings.get("save").isEmpty()
        && settings.get("stop-writes-on-bgsave-error").equals("yes")) {
      return NOT_SAVED;
    }
    String error = aof.state() == Aof.State.OFF ? "" : aof.error();
    return error.isEmpty() ? "" : "MISCONF Errors writing to the AOF file: " + error;
  }

  /** Does so since a client asked for it, which is counted. */
  boolean saveAsked() {
    saves++;
    return save();
  }

  /** How many bytes were written while everything waited, since the start. */
  public long savedBytes() {
    return savedBytes;
  }

  /** Writes all keys into their file while everything waits; whether it came to its end. */
  public boolean save() {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    long keys =
        RdbFile.write(
            output((bytes, length) -> content.write(bytes, 0, length)),
            keyspace,
            libraries,
            facts(false));
    String failure =
        files.replace(
            "temp-1.rdb", fileName(), settings.get("dir"), content.toByteArray(), log::warning);
    if (!failure.isEmpty()) {
      probe.emit(new RdbEvent.SaveFailed(failure));
      return false;
    }
    savedBytes += content.size();
    saved(stats.dirty);
    probe.emit(new RdbEvent.Saved(fileName(), keys, content.size(), false));
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
    Child at = child;
    if (at != null && at.kind() == Child.Kind.RDB) {
      kill(at);
    }
    if (!settings.get("save").isEmpty() && save()) {
      dirtyAtSave += removed;
    }
  }

  /** All keys, all functions or both as they would be saved. */
  public byte[] snapshot(boolean keys, boolean functions) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    RdbFile.write(
        output((bytes, length) -> content.write(bytes, 0, length)),
        keyspace,
        keys ? keyspace.databases() : 0,
        functions ? libraries : Libraries.NONE,
        facts(false));
    return content.toByteArray();
  }

  private void saved(long dirty) {
    dirtyAtSave = dirty;
    lastSaveSeconds = nowSeconds();
    lastSaveFailed = false;
  }

  private RdbOutput output(RdbOutput.Drain drain) {
    return new RdbOutput(keyspace.shaping().lzf(), settings.rdbCompression, drain);
  }

  private RdbFile.Facts facts(boolean base) {
    return new RdbFile.Facts(
        keyspace.shaping().version().full(),
        version,
        nowSeconds(),
        Info.usedBytes(keyspace),
        base,
        settings.get("rdbchecksum").equals("yes"),
        base ? Optional.empty() : stream.get());
  }

  private Aof.Base base() {
    if (settings.get("aof-use-rdb-preamble").equals("yes")) {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      RdbFile.write(
          output((bytes, length) -> content.write(bytes, 0, length)),
          keyspace,
          libraries,
          facts(true));
      return new Aof.Base(content.toByteArray(), "rdb");
    }
    byte[] commands = RewrittenCommands.of(keyspace, libraries.sources());
    if (stamps()) {
      byte[] line = Aof.annotation(nowSeconds());
      byte[] stamped = Arrays.copyOf(line, line.length + commands.length);
      System.arraycopy(commands, 0, stamped, line.length, commands.length);
      return new Aof.Base(stamped, "aof");
    }
    return new Aof.Base(commands, "aof");
  }

  private long keys() {
    long keys = 0;
    for (int i = 0; i < keyspace.databases(); i++) {
      keys += keyspace.db(i).size();
    }
    return keys;
  }

  // Copies of the process.

  /** Lets a copy write all keys; there is none yet. */
  void saveInBackground() {
    saves++;
    lastTrySeconds = nowSeconds();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    RdbFile.write(
        output((bytes, length) -> content.write(bytes, 0, length)),
        keyspace,
        libraries,
        facts(false));
    saveScheduled = false;
    String temporary = "temp-" + (++children + 1) + ".rdb";
    begin(Child.Kind.RDB, temporary, "rdb", content.toByteArray());
    log.notice("Background saving started by pid " + (children + 1));
  }

  /** Remembers to do so once there is no other copy at work. */
  void scheduleSave() {
    saveScheduled = true;
  }

  /** Lets a copy write a new base of the log; there is none yet. Whether that could begin. */
  boolean rewriteInBackground() {
    try {
      aof.beginRewrite();
    } catch (DiskError told) {
      lastRewriteFailed = true;
      return false;
    }
    rewrites++;
    rewriteScheduled = false;
    Aof.Base base = base();
    String temporary = "temp-rewriteaof-bg-" + (++children + 1) + ".aof";
    begin(Child.Kind.AOF, temporary, base.suffix(), base.content());
    log.notice("Background append only file rewriting started by pid " + (children + 1));
    return true;
  }

  void scheduleRewrite() {
    rewriteScheduled = true;
    rewriteLimit.succeeded();
  }

  private void begin(Child.Kind kind, String temporary, String suffix, byte[] content) {
    long keys = keys();
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
    begun.failure = files.name(begun.temporary(), fileName(), settings.get("dir"), log::warning);
    if (begun.failure.isEmpty()) {
      probe.emit(new RdbEvent.Saved(fileName(), begun.keys, begun.content.length, true));
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
  public ForkSnapshot fork() {
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

  private void kill(Child begun) {
    disk.discard(begun.temporary());
    end();
  }

  private void end() {
    child = null;
    keyspace.copyingEnded();
    keyspace.shaping().dictRules().setResizing(DictRules.Resizing.ENABLED);
  }

  /** To be called by the cron: takes note of a copy that ended, and begins what is due. */
  public void cron() {
    Child at = child;
    if (at == null && rewriteScheduled && !isRewriteLimited()) {
      rewriteInBackground();
    }
    if (at != null) {
      if (at.ended) {
        end();
        if (at.kind() == Child.Kind.RDB) {
          saveEnded(at);
        } else {
          rewriteEnded(at);
        }
      }
    } else if (child == null) {
      saveIfDue();
      rewriteIfGrown();
    }
    boolean mayTry = !lastSaveFailed || nowSeconds() - lastTrySeconds > RETRY_SECONDS;
    if (child == null && saveScheduled && mayTry) {
      saveInBackground();
    }
  }

  private void saveEnded(Child ended) {
    lastSaveTookSeconds = nowSeconds() - ended.startedSeconds();
    if (!ended.failure.isEmpty()) {
      lastSaveFailed = true;
      log.warning("Background saving error");
      probe.emit(new RdbEvent.SaveFailed(ended.failure));
      return;
    }
    saved(ended.dirtyBefore());
    log.notice("Background saving terminated with success");
  }

  private void rewriteEnded(Child ended) {
    lastRewriteTookSeconds = nowSeconds() - ended.startedSeconds();
    if (ended.failure.isEmpty()) {
      log.notice("Background AOF rewrite terminated with success");
      if (aof.endRewrite(ended.temporary(), ended.suffix())) {
        lastRewriteFailed = false;
        rewriteLimit.succeeded();
        log.notice("Background AOF rewrite finished successfully");
        return;
      }
    } else {
      log.warning("Background AOF rewrite terminated with error");
      aof.abandonRewrite(ended.temporary());
    }
    lastRewriteFailed = true;
    rewriteLimit.failed();
    rewriteScheduled |= aof.state() == Aof.State.WAITING;
  }

  private boolean isRewriteLimited() {
    return rewriteLimit.holds(nowSeconds(), log::warning);
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
      if (stats.dirty - dirtyAtSave >= changes
          && nowSeconds() - lastSaveSeconds > seconds
          && (!lastSaveFailed || nowSeconds() - lastTrySeconds > RETRY_SECONDS)) {
        log.notice(changes + " changes in " + seconds + " seconds. Saving...");
        saveInBackground();
        return;
      }
    }
  }

  private void rewriteIfGrown() {
    long percent = Long.parseLong(settings.get("auto-aof-rewrite-percentage"));
    long least = Long.parseLong(settings.get("auto-aof-rewrite-min-size"));
    if (child != null
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
      Child at = child;
      if (at != null && at.kind() == Child.Kind.AOF) {
        kill(at);
      }
      if (child != null) {
        rewriteScheduled = true;
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
      rewriteScheduled = false;
      Child at = child;
      if (at != null && at.kind() == Child.Kind.AOF) {
        kill(at);
      }
    }
  }

  /** DEBUG RELOAD: all keys through their file, or what the file holds; whether it was read. */
  boolean reload(boolean flush, boolean merge) {
    if (flush) {
      flushAll();
    }
    return load(merge) instanceof RdbLoad.Loaded;
  }

  /** DEBUG LOADAOF: all keys as the log gives them; whether it could be read. */
  boolean reloadLog(Aof.Replay replay) {
    if (aof.state() != Aof.State.OFF) {
      aof.flush(true);
    }
    flushAll();
    AofLoad loaded = loadLog(replay);
    dirtyAtSave = stats.dirty;
    return !(loaded instanceof AofLoad.Failed);
  }

  private void flushAll() {
    keyspace.flush(0, keyspace.databases() - 1);
    libraries.clear();
  }

  // What it tells.

  /** How many bytes a value takes in a file, without its type and key. */
  long serializedBytes(Value value) {
    RdbOutput out = new RdbOutput(keyspace.shaping().lzf(), settings.rdbCompression).as(version);
    RdbWriter.writeContent(out, value);
    return out.size();
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
    saves = 0;
    rewrites = 0;
    aof.resetStats();
  }

  /** The lines of INFO, each ended by CR LF. */
  public String info() {
    StringBuilder out = new StringBuilder();
    Child at = child;
    line(out, "loading", keyspace.loading ? 1 : 0);
    line(out, "async_loading", 0);
    long written = at == null ? 0 : at.keysWritten(clock.nowMicros());
    line(out, "current_cow_peak", at == null ? 0 : at.copied.copiedBytes());
    line(out, "current_cow_size", at == null ? 0 : at.copied.copiedBytes());
    line(out, "current_cow_size_age", 0);
    out.append("current_fork_perc:").append(percent(written, at)).append("\r\n");
    line(out, "current_save_keys_processed", written);
    line(out, "current_save_keys_total", at == null ? 0 : at.keys);
    line(out, "rdb_changes_since_last_save", stats.dirty - dirtyAtSave);
    line(out, "rdb_bgsave_in_progress", isSaving() ? 1 : 0);
    line(out, "rdb_last_save_time", lastSaveSeconds);
    out.append("rdb_last_bgsave_status:").append(lastSaveFailed ? "err\r\n" : "ok\r\n");
    line(out, "rdb_last_bgsave_time_sec", lastSaveTookSeconds);
    line(out, "rdb_current_bgsave_time_sec", isSaving() ? since(at) : NEVER);
    line(out, "rdb_saves", saves);
    line(out, "rdb_last_cow_size", lastSaveCopied);
    line(out, "rdb_last_load_keys_expired", lastLoadExpired);
    line(out, "rdb_last_load_keys_loaded", lastLoadKeys);
    line(out, "aof_enabled", aof.state() == Aof.State.OFF ? 0 : 1);
    line(out, "aof_rewrite_in_progress", isRewriting() ? 1 : 0);
    line(out, "aof_rewrite_scheduled", rewriteScheduled ? 1 : 0);
    line(out, "aof_last_rewrite_time_sec", lastRewriteTookSeconds);
    line(out, "aof_current_rewrite_time_sec", isRewriting() ? since(at) : NEVER);
    out.append("aof_last_bgrewrite_status:").append(lastRewriteFailed ? "err\r\n" : "ok\r\n");
    line(out, "aof_rewrites", rewrites);
    line(out, "aof_rewrites_consecutive_failures", rewriteLimit.failures());
    out.append("aof_last_write_status:").append(aof.error().isEmpty() ? "ok\r\n" : "err\r\n");
    line(out, "aof_last_cow_size", lastRewriteCopied);
    line(out, "module_fork_in_progress", 0);
    line(out, "module_fork_last_cow_size", 0);
    if (aof.state() != Aof.State.OFF) {
      line(out, "aof_current_size", aof.currentBytes());
      line(out, "aof_base_size", aof.rewrittenBytes());
      line(out, "aof_pending_rewrite", rewriteScheduled ? 1 : 0);
      line(out, "aof_buffer_length", aof.bufferBytes());
      line(out, "aof_pending_bio_fsync", aof.pendingSyncs());
      line(out, "aof_delayed_fsync", aof.delayedSyncs());
    }
    return out.toString();
  }

  private static String percent(long written, @Nullable Child at) {
    long hundredths = at == null || at.keys == 0 ? 0 : written * 10_000 / at.keys;
    long rest = hundredths % 100;
    return hundredths / 100 + (rest < 10 ? ".0" : ".") + rest;
  }

  private long since(@Nullable Child at) {
    return at == null ? NEVER : nowSeconds() - at.startedSeconds();
  }

  private static void line(StringBuilder out, String name, long value) {
    out.append(name).append(':').append(value).append("\r\n");
  }
}
