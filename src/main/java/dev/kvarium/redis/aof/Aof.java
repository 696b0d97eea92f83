package dev.kvarium.redis.aof;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.CommandText;
import dev.kvarium.base.Numbers;
import dev.kvarium.event.AofEvent;
import dev.kvarium.event.NodeEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.world.Clock;
import dev.kvarium.world.Disk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The append-only file: a store's memory of what was done to it.
 *
 * <h2>What it is</h2>
 *
 * <p>Every command that changed the data is written down, in the order in which it ran, in the very
 * bytes in which a client would send it. To get the data back the server reads the file from the
 * start and does everything once more. So what is written must lead to the same data whenever it is
 * done: {@code SET k v EX 30} is written as {@code SET k v PXAT 1767225630000}, a key that expired
 * as {@code DEL k}. That translation is the commands' own business; the log takes what it is given.
 *
 * <h2>The file</h2>
 *
 * <p>Since Redis 7 the log is a directory. The manifest lists its files in reading order: at most
 * one base, the data as it was at the last rewrite, and increments, what was done since.
 *
 * <pre>
 *   appendonlydir/
 *     appendonly.aof.manifest        file appendonly.aof.1.incr.aof seq 1 type i
 *     appendonly.aof.1.incr.aof      commands
 * </pre>
 *
 * <p>A command is an array of byte strings: {@code *} and the number of words, then each word as
 * {@code $}, its length, and its bytes; everything ends in CR LF. Before the first command, and
 * whenever the database differs from that of the command before, stands a SELECT. {@code SET a 1}
 * in database 0 of a new log, 23 + 27 = 50 bytes:
 *
 * <pre>
 *    0  *2\r\n $6\r\n SELECT\r\n $1\r\n 0\r\n            23 bytes
 *       2a 32 0d 0a  24 36 0d 0a  53 45 4c 45 43 54 0d 0a  24 31 0d 0a  30 0d 0a
 *   23  *3\r\n $3\r\n SET\r\n $1\r\n a\r\n $1\r\n 1\r\n  27 bytes
 *       2a 33 0d 0a  24 33 0d 0a  53 45 54 0d 0a  24 31 0d 0a  61 0d 0a  24 31 0d 0a  31 0d 0a
 * </pre>
 *
 * <h2>The way to the disk</h2>
 *
 * <pre>
 *   append ──► buffer ── flush: write(2) ──► page cache ── fdatasync(2) ──► disk
 *              gone with the process         gone with the power            stays
 * </pre>
 *
 * <p>All commands of one turn of the event loop are written together by {@link #flush}, after they
 * ran and before anyone is answered. What then happens is {@link AofPolicy}:
 *
 * <ul>
 *   <li>{@code always}: flush waits for the sync, then clients are answered. Nothing acknowledged
 *       is ever lost; every turn costs a sync.
 *   <li>{@code everysec}: a sync is begun in the background when the second on the clock is another
 *       than that of the last one. Up to a second of writes, and those since a sync under way
 *       began, are in the page cache alone. If the last sync is still running, flush keeps the
 *       buffer back, for up to two seconds; clients are answered all the same, so now even a killed
 *       process loses acknowledged writes. After two seconds it writes regardless and counts {@code
 *       aof_delayed_fsync}.
 *   <li>{@code no}: the kernel decides, on Linux after about 30 s.
 * </ul>
 *
 * <h2>Its limits</h2>
 *
 * <p>There is no checksum: a changed byte in a key is a changed key, and only a broken header is
 * noticed. The end of the file may be an unfinished command, since the power knows no commands; it
 * is cut off at start. Without a rewrite the file grows for ever: a counter incremented a million
 * times is a million commands. This version writes one increment and never rewrites.
 *
 * <p>Source: the behaviour of redis-server 7.0.15, its documentation at redis.io on persistence,
 * and {@code redis.conf} on {@code appendfsync} and {@code aof-load-truncated}.
 */
public final class Aof {
  private static final byte[] CRLF = {'\r', '\n'};
  private static final byte[] SELECT = Bytes.latin1("SELECT");
  private static final int KEEP_BUFFER = 1 << 20;
  private static final int SHOWN = 128;

  private final Disk disk;
  private final Clock clock;
  private final Probe probe;
  private final AofTail tail = new AofTail();
  private final UnsyncedWrites unsynced = new UnsyncedWrites();

  private AofPolicy policy;
  private byte[] buffer = new byte[4096];
  private int length;
  private int selectedDb = -1;
  private Disk.@Nullable DiskFile file;

  /** The bytes of the increments before the one that is written. */
  private long earlierBytes;

  /** Up to here the file is covered by a sync that has at least begun. */
  private long syncRequested;

  private long lastSyncSeconds;
  private long postponedSinceSeconds = -1;
  private boolean syncing;
  private long delayedSyncs;

  /** A log on this disk; nothing is read or written before {@link #load} and {@link #open}. */
  public Aof(Disk disk, Clock clock, Probe probe, AofPolicy policy) {
    this.disk = disk;
    this.clock = clock;
    this.probe = probe;
    this.policy = policy;
    this.lastSyncSeconds = nowSeconds();
  }

  /** Does once more what the log says was done. */
  public interface Replay {
    /**
     * Runs a command.
     *
     * @return whether there is such a command; if not, loading fails
     */
    boolean run(byte[][] argv);
  }

  /**
   * Reads the log from its start and does everything once more. An unfinished command at the end of
   * the last file is cut off, unless {@code truncate} forbids it.
   *
   * @param truncate the parameter {@code aof-load-truncated}
   */
  public AofLoad load(Replay replay, boolean truncate) {
    return new AofLoading(disk, probe, tail, clock.nowMicros()).load(replay, truncate);
  }

  /** Opens the last increment for writing; where there is none, makes it and the manifest. */
  public void open() {
    List<AofManifest.Entry> files = new ArrayList<>();
    try {
      Optional<AofManifest> there = AofManifest.read(disk);
      there.ifPresent(manifest -> files.addAll(manifest.files()));
    } catch (AofManifest.Invalid invalid) {
      throw new IllegalStateException("opened although loading failed", invalid);
    }
    boolean found = !files.isEmpty() && files.getLast().type() == 'i';
    AofManifest.Entry last = found ? files.getLast() : AofManifest.Entry.increment(1);
    earlierBytes = 0;
    for (AofManifest.Entry each : files) {
      if (each.type() != 'h' && each != last) {
        earlierBytes += disk.open(each.path()).sizeBytes();
      }
    }
    Disk.DiskFile opened = disk.open(last.path());
    file = opened;
    if (!found) {
      files.add(last);
      new AofManifest(files).write(disk);
    }
    syncRequested = opened.sizeBytes();
    log(
        "notice",
        (found ? "Opening" : "Creating") + " AOF incr file " + last.name() + " on server start");
  }

  /** Puts a command that changed the data into the buffer, behind a SELECT where one is needed. */
  public void append(int db, byte[][] argv) {
    if (db != selectedDb) {
      encode(new byte[][] {SELECT, Numbers.toBytes(db)});
      selectedDb = db;
    }
    encode(argv);
  }

  private void encode(byte[][] argv) {
    int size = 16;
    for (byte[] word : argv) {
      size += word.length + 16;
    }
    if (buffer.length - length < size) {
      buffer = Arrays.copyOf(buffer, StrictMath.max(length + size, buffer.length * 2));
    }
    int from = length;
    header('*', argv.length);
    for (byte[] word : argv) {
      header('$', word.length);
      System.arraycopy(word, 0, buffer, length, word.length);
      length += word.length;
      buffer[length++] = CRLF[0];
      buffer[length++] = CRLF[1];
    }
    long offset = writtenOffset() + from;
    tail.add(argv, offset, length - from, clock.nowMicros());
    if (probe.listening()) {
      probe.emit(new AofEvent.Buffered(offset, length - from, CommandText.of(argv, SHOWN)));
    }
  }

  private void header(char sign, int number) {
    buffer[length++] = (byte) sign;
    length += Numbers.write(number, buffer, length);
    buffer[length++] = CRLF[0];
    buffer[length++] = CRLF[1];
  }

  /**
   * Writes the buffer to the file and syncs as the policy says: after each turn of the event loop
   * before clients are answered, and by the cron, so that the last writes before a silence are
   * synced too.
   *
   * @param force writes even while a sync is running
   */
  public void flush(boolean force) {
    if (length == 0) {
      if (syncRequested != fileBytes()
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
    write();
    sync(syncWasRunning);
  }

  /** Whether the buffer is kept back; after two seconds it is not any more. */
  private boolean postpone() {
    if (postponedSinceSeconds < 0) {
      postponedSinceSeconds = nowSeconds();
      if (probe.listening()) {
        probe.emit(new AofEvent.Postponed(length));
      }
      return true;
    }
    if (nowSeconds() - postponedSinceSeconds < 2) {
      return true;
    }
    delayedSyncs++;
    log(
        "notice",
        "Asynchronous AOF fsync is taking too long (disk is busy?). Writing the AOF buffer without"
            + " waiting for fsync to complete, this may slow down Redis.");
    return false;
  }

  private void write() {
    Disk.DiskFile to = opened();
    int written = length;
    to.append(buffer, 0, written);
    length = 0;
    if (buffer.length > KEEP_BUFFER) {
      buffer = new byte[4096];
    }
    postponedSinceSeconds = -1;
    unsynced.synced(syncedOffset());
    unsynced.written(writtenOffset(), clock.nowMicros());
    if (probe.listening()) {
      probe.emit(new AofEvent.Written(written, writtenOffset()));
    }
  }

  private void sync(boolean syncWasRunning) {
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
    opened().sync();
    lastSyncSeconds = nowSeconds();
    finished(upTo);
  }

  private void syncInBackground() {
    syncing = true;
    long upTo = started();
    opened()
        .syncInBackground(
            () -> {
              syncing = false;
              finished(upTo);
            });
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

  /** Writes and syncs what is left: an orderly end. */
  public void close() {
    flush(true);
    if (syncRequested != fileBytes()) {
      syncAndWait();
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

  private long fileBytes() {
    return file == null ? 0 : file.sizeBytes();
  }

  private void log(String level, String text) {
    if (probe.listening()) {
      probe.emit(new NodeEvent.Logged(level, text));
    }
  }

  public AofPolicy policy() {
    return policy;
  }

  /** Changes when the log is synced, from the next flush on. */
  public void policy(AofPolicy changed) {
    policy = changed;
  }

  /** Where the log ends, the buffer included, in bytes. */
  public long offset() {
    return writtenOffset() + length;
  }

  /** How many bytes of the log the kernel has. */
  public long writtenOffset() {
    return earlierBytes + fileBytes();
  }

  /** How many bytes of the log are on the disk. */
  public long syncedOffset() {
    return earlierBytes + (file == null ? 0 : file.syncedBytes());
  }

  /** How many bytes wait to be written. */
  public int bufferBytes() {
    return length;
  }

  /** How many background syncs are running: {@code aof_pending_bio_fsync} of INFO. */
  public int pendingSyncs() {
    return syncing ? 1 : 0;
  }

  /** How often a write went ahead although a sync ran: {@code aof_delayed_fsync} of INFO. */
  public long delayedSyncs() {
    return delayedSyncs;
  }

  /** Zeroes what CONFIG RESETSTAT zeroes. */
  public void resetStats() {
    delayedSyncs = 0;
  }

  /** How far the writes have come. */
  public AofSnapshot snapshot() {
    long written = writtenOffset();
    long onDisk = syncedOffset();
    unsynced.synced(onDisk);
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
              CommandText.of(tail.command(i), SHOWN),
              place,
              since));
    }
    return new AofSnapshot(
        true,
        policy.word(),
        file == null ? "" : file.name(),
        clock.nowMicros(),
        length,
        written - onDisk,
        onDisk,
        unsynced.oldestMicros(),
        syncing,
        lastSyncSeconds,
        delayedSyncs,
        postponedSinceSeconds >= 0,
        List.copyOf(lines));
  }
}
