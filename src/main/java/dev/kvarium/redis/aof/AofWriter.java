package dev.kvarium.redis.aof;

import dev.kvarium.base.CommandText;
import dev.kvarium.event.AofEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.event.ServerLog;
import dev.kvarium.world.Clock;
import dev.kvarium.world.Disk;
import dev.kvarium.world.DiskError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way of the log from the buffer to the disk: writes, syncs, and what is done when one fails or
 * takes too long. Which file of the log is written, {@link Aof} says.
 */
final class AofWriter {
  private static final int SECONDS_BETWEEN_ERRORS = 30;

  private final AofBuffer buffer;
  private final Clock clock;
  private final Probe probe;
  private final ServerLog log;
  private final UnsyncedWrites unsynced = new UnsyncedWrites();

  private AofPolicy policy;
  private Disk.@Nullable DiskFile file;

  /** The increments before the one that is written which may not be synced yet. */
  private final List<Earlier> earlier = new ArrayList<>();

  /** The bytes of the increments before the one that is written. */
  private long earlierBytes;

  /** The bytes of all files that the manifest lists. */
  private long currentBytes;

  /** Up to here the file is covered by a sync that has at least begun. */
  private long syncRequested;

  private long lastSyncSeconds;
  private long postponedSinceSeconds = -1;
  private boolean syncing;
  private long delayedSyncs;
  private boolean syncsHeld;

  /** What the last write met, what the last sync in the background did; empty: nothing. */
  private String lastWriteError = "";

  private String lastSyncError = "";
  private long lastErrorLoggedSeconds;

  /** An increment that is written no more, and where it begins. */
  private record Earlier(Disk.DiskFile file, long offset) {}

  AofWriter(AofBuffer buffer, Clock clock, Probe probe, AofPolicy policy) {
    this.buffer = buffer;
    this.clock = clock;
    this.probe = probe;
    this.log = new ServerLog(probe);
    this.policy = policy;
    this.lastSyncSeconds = nowSeconds();
  }

  // Which file.

  /** Goes on at the end of this increment; those before it hold so many bytes, all synced. */
  void open(Disk.DiskFile increment, long before) {
    file = increment;
    earlierBytes = before;
    syncRequested = increment.sizeBytes();
  }

  /** Goes on in a new increment; the one before is synced in the background. */
  void goOnIn(Disk.DiskFile next) {
    Disk.DiskFile before = file;
    if (before != null) {
      earlier.add(new Earlier(before, earlierBytes));
      earlierBytes += before.sizeBytes();
      if (before.syncedBytes() < before.sizeBytes()) {
        before.syncInBackground(failed -> unsynced.synced(syncedOffset()));
      }
      lastSyncSeconds = nowSeconds();
    }
    file = next;
    syncRequested = 0;
  }

  /** Writes no more. */
  void letGo() {
    file = null;
    earlier.clear();
    buffer.clear();
    buffer.selectAgain();
  }

  /** The log was switched on: the second of a sync begins now. */
  void beginSecond() {
    lastSyncSeconds = nowSeconds();
  }

  boolean isOpen() {
    return file != null;
  }

  // Writing and syncing.

  /**
   * Writes the buffer to the file and syncs as the policy says: after each turn of the event loop
   * before clients are answered, and by the cron, so that the last writes before a silence are
   * synced too.
   *
   * @param force writes even while a sync is running
   */
  void flush(boolean force) {
    if (file == null) {
      return;
    }
    if (buffer.length() == 0) {
      if (!syncsHeld
          && syncRequested != fileBytes()
          && (policy == AofPolicy.ALWAYS
              || (policy == AofPolicy.EVERYSEC && secondIsOver() && !syncing))) {
        sync(false);
      }
      return;
    }
    boolean syncWasRunning = policy == AofPolicy.EVERYSEC && syncing;
    if (syncWasRunning && !force && postpone()) {
      return;
    }
    if (write()) {
      sync(syncWasRunning);
    }
  }

  /** Whether the buffer is kept back; after two seconds it is not any more. */
  private boolean postpone() {
    if (postponedSinceSeconds < 0) {
      postponedSinceSeconds = nowSeconds();
      if (probe.listening()) {
        probe.emit(new AofEvent.Postponed(buffer.length()));
      }
      return true;
    }
    if (nowSeconds() - postponedSinceSeconds < 2) {
      return true;
    }
    delayedSyncs++;
    log.notice(
        "Asynchronous AOF fsync is taking too long (disk is busy?). Writing the AOF buffer without"
            + " waiting for fsync to complete, this may slow down Redis.");
    return false;
  }

  /** Whether all of the buffer is in the file now. */
  private boolean write() {
    Disk.DiskFile to = opened();
    int written = buffer.length();
    postponedSinceSeconds = -1;
    try {
      to.append(buffer.bytes(), 0, written);
    } catch (DiskError failed) {
      unwritten(to, failed);
      return false;
    }
    if (!lastWriteError.isEmpty()) {
      log.warning("AOF write error looks solved, Redis can write again.");
      lastWriteError = "";
    }
    buffer.written();
    wrote(written);
    return true;
  }

  private void wrote(int bytes) {
    currentBytes += bytes;
    unsynced.synced(syncedOffset());
    unsynced.written(writtenOffset(), clock.nowMicros());
    if (probe.listening()) {
      probe.emit(new AofEvent.Written(bytes, writtenOffset()));
    }
  }

  /**
   * A write failed, or was cut short, which is undone: what cannot be written stays in the buffer
   * and is tried again, and until that succeeds nobody may write. Under {@code always} the server
   * ends, since the clients were to be told of writes that are on the disk.
   */
  private void unwritten(Disk.DiskFile to, DiskError failed) {
    boolean logs = nowSeconds() - lastErrorLoggedSeconds > SECONDS_BETWEEN_ERRORS;
    int part = failed.written();
    if (part == 0) {
      logIf(logs, "Error writing to the AOF file: " + failed.reason());
    } else {
      logIf(
          logs,
          "Short write while writing to the AOF file: (nwritten="
              + part
              + ", expected="
              + buffer.length()
              + ")");
      try {
        to.truncate(to.sizeBytes() - part);
        part = 0;
      } catch (DiskError uncut) {
        logIf(
            logs,
            "Could not remove short write from the append-only file.  Redis may refuse to load the"
                + " AOF the next time it starts.  ftruncate: "
                + uncut.reason());
      }
    }
    lastErrorLoggedSeconds = logs ? nowSeconds() : lastErrorLoggedSeconds;
    if (policy == AofPolicy.ALWAYS) {
      throw exit(
          "Can't recover from AOF write error when the AOF fsync policy is 'always'. Exiting...");
    }
    boolean first = lastWriteError.isEmpty();
    lastWriteError = failed.written() > 0 ? DiskError.Kind.ENOSPC.text() : failed.reason();
    if (part > 0) {
      buffer.written(part);
      wrote(part);
    }
    if (first && probe.listening()) {
      probe.emit(new AofEvent.WriteFailed(buffer.length(), lastWriteError));
    }
  }

  private void logIf(boolean logs, String text) {
    if (logs) {
      log.warning(text);
    }
  }

  private ServerExit exit(String why) {
    log.warning(why);
    return new ServerExit(why);
  }

  /**
   * Why nobody may write, since the log cannot be written or synced: in the words of strerror(3);
   * empty when all is well.
   */
  String error() {
    return lastWriteError.isEmpty() ? lastSyncError : lastWriteError;
  }

  private void sync(boolean syncWasRunning) {
    if (syncsHeld) {
      return;
    }
    if (policy == AofPolicy.ALWAYS) {
      syncAndWait();
    } else if (policy == AofPolicy.EVERYSEC && secondIsOver()) {
      if (!syncWasRunning) {
        syncInBackground();
      }
      lastSyncSeconds = nowSeconds();
    }
  }

  private void syncAndWait() {
    long upTo = started();
    try {
      opened().sync();
    } catch (DiskError failed) {
      throw exit(
          "Can't persist AOF for fsync error when the AOF fsync policy is 'always': "
              + failed.reason()
              + ". Exiting...");
    }
    lastSyncSeconds = nowSeconds();
    finished(upTo);
  }

  private void syncInBackground() {
    syncing = true;
    long upTo = started();
    opened()
        .syncInBackground(
            failed -> {
              syncing = false;
              failed.ifPresentOrElse(this::unsynced, () -> synced(upTo));
            });
  }

  private void synced(long upTo) {
    lastSyncError = "";
    finished(upTo);
  }

  /** A sync in the background failed: until one succeeds nobody may write. */
  private void unsynced(DiskError failed) {
    if (lastSyncError.isEmpty()) {
      log.warning("Fail to fsync the AOF file: " + failed.reason());
    }
    lastSyncError = failed.reason();
  }

  private long started() {
    long upTo = writtenOffset();
    syncRequested = fileBytes();
    if (probe.listening()) {
      probe.emit(new AofEvent.SyncStarted(upTo));
    }
    return upTo;
  }

  private void finished(long upTo) {
    unsynced.synced(syncedOffset());
    if (probe.listening()) {
      probe.emit(new AofEvent.Synced(upTo));
    }
  }

  /** Writes and syncs what is left: an orderly end, even if that fails. */
  void close() {
    Disk.DiskFile last = file;
    if (last == null) {
      return;
    }
    flush(true);
    if (syncRequested != fileBytes()) {
      long upTo = started();
      try {
        last.sync();
        lastSyncSeconds = nowSeconds();
        finished(upTo);
      } catch (DiskError failed) {
        log.warning("Fail to fsync the AOF file: " + failed.reason());
      }
    }
  }

  /** It was switched on and its rewrite has begun, so an error of its earlier life is past. */
  void forgetErrors() {
    if (!lastSyncError.isEmpty()) {
      log.warning("AOF reopen, just ignore the AOF fsync error in bio job");
      lastSyncError = "";
    }
    if (!lastWriteError.isEmpty()) {
      log.warning("AOF reopen, just ignore the last error.");
      lastWriteError = "";
    }
  }

  private boolean secondIsOver() {
    return nowSeconds() > lastSyncSeconds;
  }

  private long nowSeconds() {
    return clock.nowMicros() / 1_000_000;
  }

  private Disk.DiskFile opened() {
    Disk.DiskFile opened = file;
    if (opened == null) {
      throw new IllegalStateException("the log is not open");
    }
    return opened;
  }

  // How far it came.

  long fileBytes() {
    return file == null ? 0 : file.sizeBytes();
  }

  /** How many bytes of the log the kernel has. */
  long writtenOffset() {
    return earlierBytes + fileBytes();
  }

  /** How many bytes of the log are on the disk. */
  long syncedOffset() {
    while (!earlier.isEmpty()) {
      Disk.DiskFile first = earlier.getFirst().file();
      if (first.syncedBytes() < first.sizeBytes()) {
        return earlier.getFirst().offset() + first.syncedBytes();
      }
      earlier.removeFirst();
    }
    return earlierBytes + (file == null ? 0 : file.syncedBytes());
  }

  /** The bytes of the increments before the one that is written. */
  long earlierBytes() {
    return earlierBytes;
  }

  /** The bytes of all files of the log. */
  long currentBytes() {
    return currentBytes;
  }

  /** Sets the bytes of all files of the log, which grow with each write. */
  void currentBytes(long bytes) {
    currentBytes = bytes;
  }

  /** How often a write went ahead although a sync ran. */
  long delayedSyncs() {
    return delayedSyncs;
  }

  /** Begins to count those anew. */
  void resetDelayedSyncs() {
    delayedSyncs = 0;
  }

  AofPolicy policy() {
    return policy;
  }

  void policy(AofPolicy changed) {
    policy = changed;
  }

  void holdSyncs(boolean held) {
    syncsHeld = held;
  }

  boolean isSyncing() {
    return syncing;
  }

  /** How far the writes have come. */
  AofSnapshot snapshot(String fileName) {
    long written = writtenOffset();
    long onDisk = syncedOffset();
    unsynced.synced(onDisk);
    return new AofSnapshot(
        true,
        policy.word(),
        fileName,
        clock.nowMicros(),
        buffer.length(),
        written - onDisk,
        onDisk,
        unsynced.oldestMicros(),
        syncing,
        lastSyncSeconds,
        delayedSyncs,
        postponedSinceSeconds >= 0,
        lines(buffer.tail(), written, onDisk));
  }

  private List<AofSnapshot.Line> lines(AofTail tail, long written, long onDisk) {
    List<AofSnapshot.Line> lines = new ArrayList<>();
    for (int i = 0; i < tail.size(); i++) {
      long end = tail.offset(i) + tail.length(i);
      AofSnapshot.Place place =
          end > written
              ? AofSnapshot.Place.BUFFER
              : end > onDisk ? AofSnapshot.Place.PAGE_CACHE : AofSnapshot.Place.DISK;
      long since =
          switch (place) {
            case BUFFER -> tail.appendedMicros(i);
            case PAGE_CACHE -> unsynced.writtenMicros(end - 1);
            case DISK -> -1;
          };
      lines.add(
          new AofSnapshot.Line(
              tail.offset(i),
              tail.length(i),
              CommandText.of(tail.command(i), Aof.SHOWN),
              place,
              since));
    }
    return List.copyOf(lines);
  }
}
