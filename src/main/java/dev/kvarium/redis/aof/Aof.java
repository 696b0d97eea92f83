package dev.kvarium.redis.aof;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.AofEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.event.ServerLog;
import dev.kvarium.world.Clock;
import dev.kvarium.world.Disk;
import dev.kvarium.world.DiskError;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;

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
 *     appendonly.aof.manifest        file appendonly.aof.1.base.rdb seq 1 type b
 *                                    file appendonly.aof.1.incr.aof seq 1 type i
 *     appendonly.aof.1.base.rdb      all keys, as an RDB file or as commands
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
 * <h2>The rewrite</h2>
 *
 * <p>A counter incremented a million times is a million commands and one number. So now and then
 * the log begins anew: a copy of the process writes a new base, all keys as they are at one moment,
 * and from that moment on the commands go into a new increment. When the base is whole, one change
 * of the manifest puts it in the place of all that came before the new increment.
 *
 * <pre>
 *   begin   1.base 1.incr + 2.incr          the manifest lists all three, 2.incr is written
 *   end     2.base          2.incr          1.base and 1.incr are history, then removed
 * </pre>
 *
 * <p>At every moment the manifest lists files that give all the data: if the copy dies, nothing is
 * lost but its work. A log that is switched on while the server runs waits for such a base; until
 * then its commands go into {@code temp-appendonly.aof.incr}, which no manifest lists.
 *
 * <h2>Its limits</h2>
 *
 * <p>There is no checksum: a changed byte in a key is a changed key, and only a broken header is
 * noticed. The end of the file may be an unfinished command, since the power knows no commands; it
 * is cut off at start.
 *
 * <p>Source: the behaviour of redis-server 7.0.15, its documentation at redis.io on persistence,
 * and {@code redis.conf} on {@code appendfsync} and {@code aof-load-truncated}.
 */
public final class Aof {
  /** How many characters of a command are shown. */
  static final int SHOWN = 128;

  private static final String TEMPORARY_BASE = "temp-rewriteaof-1.aof";

  /** Whether there is a log. */
  public enum State {
    OFF,
    /** It was switched on and waits for its base. */
    WAITING,
    ON
  }

  private final AofNames names;
  private final Disk disk;
  private final Clock clock;
  private final Probe probe;
  private final ServerLog log;
  private final AofBuffer buffer;
  private final AofWriter writer;

  private State state = State.OFF;
  private AofManifest manifest;
  private String fileName = "";

  /** The bytes of all files that the manifest lists, after the last rewrite. */
  private long rewrittenBytes;

  /** Where each increment that this process knows begins, by its number. */
  private final SequencedMap<Long, Long> beginnings = new LinkedHashMap<>();

  /**
   * All keys as a base of the log.
   *
   * @param suffix how its name ends: {@code rdb} or {@code aof}
   */
  public record Base(byte[] content, String suffix) {}

  /** A log by the usual names. */
  public Aof(Disk disk, Clock clock, Probe probe, AofPolicy policy) {
    this(disk, clock, probe, policy, AofNames.USUAL);
  }

  /** A log on this disk; nothing is read or written before {@link #load} and {@link #open}. */
  public Aof(Disk disk, Clock clock, Probe probe, AofPolicy policy, AofNames names) {
    this.names = names;
    this.manifest = AofManifest.empty(names);
    this.disk = disk;
    this.clock = clock;
    this.probe = probe;
    this.log = new ServerLog(probe);
    this.buffer = new AofBuffer(clock, probe);
    this.writer = new AofWriter(buffer, clock, probe, policy);
  }

  /** Does once more what the log says was done. */
  public interface Replay {
    /**
     * Runs a command.
     *
     * @return whether there is such a command; if not, loading fails
     */
    boolean run(byte[][] argv);

    /** Whether there is a command of this name: asked of one that waits for its EXEC. */
    default boolean knows(byte[] name) {
      return true;
    }

    /**
     * Reads the RDB file with which a file of the log begins.
     *
     * @return how many bytes that were; -1 when it cannot be read
     */
    default int preamble(byte[] file) {
      return -1;
    }
  }

  /**
   * Reads the log from its start and does everything once more. An unfinished command at the end of
   * the last file is cut off, unless {@code truncate} forbids it.
   *
   * @param truncate the parameter {@code aof-load-truncated}
   */
  public AofLoad load(Replay replay, boolean truncate) {
    return new AofLoading(disk, names, probe, buffer.tail(), clock).load(replay, truncate);
  }

  /**
   * Opens the last increment for writing; where there is none, makes it and the manifest, and of an
   * empty log the base too.
   *
   * @param base all keys
   * @throws DiskError when that fails; the server has told why, and ends
   */
  public void open(Supplier<Base> base) {
    AofManifest there = onDisk();
    AofManifest opened = there;
    if (there.data().isEmpty()) {
      Base first = base.get();
      opened = there.withBase(first.suffix());
      AofManifest.Entry entry = opened.base().orElseThrow();
      writeBase(first.content(), entry);
      if (first.suffix().equals("aof")) {
        buffer.annotated();
      }
      log.notice("Creating AOF base file " + entry.name() + " on server start");
    }
    boolean found = !there.increments().isEmpty();
    opened = found ? opened : opened.withIncrement();
    manifest = opened;
    List<AofManifest.Entry> increments = opened.increments();
    long before = 0;
    for (AofManifest.Entry each : increments.subList(0, increments.size() - 1)) {
      beginnings.put(each.sequence(), before);
      before += disk.open(each.path()).sizeBytes();
    }
    beginnings.put(increments.getLast().sequence(), before);
    AofManifest.Entry last = increments.getLast();
    Disk.DiskFile increment = openIncrement(last);
    writer.open(increment, before);
    fileName = increment.name();
    if (!opened.equals(there)) {
      opened.write(disk, log::warning);
    }
    state = State.ON;
    long baseBytes = opened.base().map(each -> disk.open(each.path()).sizeBytes()).orElse(0L);
    // of a log that it has just begun the server does not count the base
    boolean begun = there.data().isEmpty();
    writer.currentBytes(begun ? 0 : baseBytes + writer.writtenOffset());
    rewrittenBytes = begun ? 0 : baseBytes;
    removeHistory();
    log.notice(
        (found ? "Opening" : "Creating") + " AOF incr file " + last.name() + " on server start");
  }

  /**
   * The numbers of the increments that a disk's manifest lists, in the order in which they are to
   * be read; none when it cannot be read.
   */
  public static List<Long> increments(Disk disk, AofNames names) {
    try {
      return AofManifest.read(disk, names).orElse(AofManifest.empty(names)).increments().stream()
          .map(AofManifest.Entry::sequence)
          .toList();
    } catch (AofManifest.Invalid unreadable) {
      return List.of();
    }
  }

  private AofManifest onDisk() {
    try {
      return AofManifest.read(disk, names).orElse(AofManifest.empty(names));
    } catch (AofManifest.Invalid invalid) {
      throw new IllegalStateException("opened although loading failed", invalid);
    }
  }

  private void writeBase(byte[] content, AofManifest.Entry entry) {
    try {
      disk.delete(TEMPORARY_BASE);
      Disk.DiskFile temporary = disk.open(TEMPORARY_BASE);
      temporary.append(content, 0, content.length);
      temporary.sync();
      temporary.close();
    } catch (DiskError failed) {
      disk.discard(TEMPORARY_BASE);
      log.warning("Write error writing append only file on disk: " + failed.reason());
      throw failed;
    }
    try {
      disk.rename(TEMPORARY_BASE, entry.path());
    } catch (DiskError failed) {
      log.warning(
          "Error moving temp append only file on the final destination: " + failed.reason());
      disk.discard(TEMPORARY_BASE);
      throw failed;
    }
  }

  private Disk.DiskFile openIncrement(AofManifest.Entry entry) {
    try {
      return disk.open(entry.path());
    } catch (DiskError failed) {
      log.warning("Can't open the append-only file " + entry.name() + ": " + failed.reason());
      throw failed;
    }
  }

  private void removeHistory() {
    if (manifest.history().isEmpty()) {
      return;
    }
    for (AofManifest.Entry each : manifest.history()) {
      log.notice("Removing the history file " + each.name() + " in the background");
      disk.discard(each.path());
    }
    manifest = manifest.withoutHistory();
    try {
      manifest.write(disk, log::warning);
    } catch (DiskError failed) {
      return; // it has been told, and the files that it lists too much do no harm
    }
  }

  // The rewrite.

  /** Switches the log on while the server runs; it waits for a rewrite. */
  public void switchOn() {
    manifest = onDisk();
    state = State.WAITING;
    writer.beginSecond();
  }

  /** It was switched on and its rewrite has begun, so an error of its earlier life is past. */
  public void forgetErrors() {
    writer.forgetErrors();
  }

  /** It was to be switched on, but its rewrite could not begin. */
  public void stayOff() {
    state = State.OFF;
  }

  /** Writes and syncs what is left, and logs no more. */
  public void switchOff() {
    close();
    probe.emit(new AofEvent.SwitchedOff(offset()));
    writer.letGo();
    fileName = "";
    state = State.OFF;
  }

  /**
   * From now on commands go into a new increment, while a base of what was before is written.
   *
   * @throws DiskError when that increment cannot be made; the log goes on as it was
   */
  public void beginRewrite() {
    if (state == State.OFF) {
      manifest = onDisk();
      return;
    }
    flush(true);
    buffer.selectAgain();
    AofManifest more = state == State.WAITING ? manifest : manifest.withIncrement();
    String path =
        state == State.WAITING
            ? names.path(names.temporaryIncrement())
            : more.increments().getLast().path();
    Disk.DiskFile next;
    try {
      disk.delete(path);
      next = disk.open(path);
    } catch (DiskError failed) {
      log.warning("Can't open the append-only file " + nameOf(path) + ": " + failed.reason());
      throw failed;
    }
    if (state == State.WAITING) {
      buffer.clear();
    } else {
      more.write(disk, log::warning);
      manifest = more;
    }
    writer.goOnIn(next);
    fileName = next.name();
    if (state == State.ON) {
      beginnings.put(manifest.increments().getLast().sequence(), writer.earlierBytes());
    }
    log.notice("Creating AOF incr file " + nameOf(path) + " on background rewrite");
    if (probe.listening()) {
      probe.emit(new AofEvent.RewriteStarted(fileName, writtenOffset()));
    }
  }

  private String nameOf(String path) {
    return names.name(path);
  }

  /**
   * Puts a base that is whole in the place of what came before the increment that is written.
   *
   * @param temporary where the base was written
   * @return whether that succeeded; if not, what was written since the rewrite began is kept in the
   *     log
   */
  public boolean endRewrite(String temporary, String suffix) {
    final long before = writer.currentBytes();
    AofManifest next = manifest.withBase(suffix);
    AofManifest.Entry base = next.base().orElseThrow();
    if (!renamed("base", temporary, temporary, base, base.path())) {
      abandonRewrite(temporary);
      return false;
    }
    String path = "";
    if (state == State.WAITING) {
      next = next.withIncrement();
      AofManifest.Entry increment = next.increments().getLast();
      path = increment.path();
      if (!renamed(
          "incr",
          names.path(names.temporaryIncrement()),
          names.temporaryIncrement(),
          increment,
          path)) {
        disk.discard(base.path());
        abandonRewrite(temporary);
        return false;
      }
    }
    next = next.rewritten(state != State.OFF);
    try {
      next.write(disk, log::warning);
    } catch (DiskError told) {
      disk.discard(base.path());
      if (!path.isEmpty()) {
        disk.discard(path);
      }
      abandonRewrite(temporary);
      return false;
    }
    if (!path.isEmpty()) {
      fileName = path;
      beginnings.put(next.increments().getLast().sequence(), writer.earlierBytes());
    }
    manifest = next;
    removeHistory();
    long baseBytes = disk.open(base.path()).sizeBytes();
    if (state != State.OFF) {
      rewrittenBytes = baseBytes + writer.fileBytes();
      writer.currentBytes(rewrittenBytes);
      state = State.ON;
    }
    if (probe.listening()) {
      probe.emit(new AofEvent.Rewritten(base.path(), baseBytes, before));
    }
    return true;
  }

  private boolean renamed(
      String what, String from, String shown, AofManifest.Entry to, String path) {
    try {
      disk.rename(from, path);
    } catch (DiskError failed) {
      log.warning(
          "Error trying to rename the temporary AOF "
              + what
              + " file "
              + from
              + " into "
              + path
              + ": "
              + failed.reason());
      return false;
    }
    log.notice(
        "Successfully renamed the temporary AOF " + what + " file " + shown + " into " + to.name());
    return true;
  }

  /** Forgets a rewrite that failed; what was written since it began is kept in the log. */
  public void abandonRewrite(String temporary) {
    disk.discard(temporary);
    if (state == State.WAITING) {
      buffer.clear();
      log.notice(
          "Removing the temp incr aof file " + names.temporaryIncrement() + " in the background");
      disk.discard(names.path(names.temporaryIncrement()));
    }
  }

  // What is logged and how far it came.

  /** Puts a command that changed the data into the buffer, behind a SELECT where one is needed. */
  public void append(int db, byte[][] argv) {
    buffer.append(db, argv, writer.writtenOffset());
  }

  /** The line that says from what second on come the commands behind it. */
  public static byte[] annotation(long seconds) {
    return Bytes.latin1("#TS:" + seconds + "\r\n");
  }

  /** Says whether each second is to be noted in the log: {@code aof-timestamp-enabled}. */
  public void timestamps(boolean wanted) {
    buffer.timestamps(wanted);
  }

  /**
   * Writes the buffer to the file and syncs as the policy says: after each turn of the event loop
   * before clients are answered, and by the cron, so that the last writes before a silence are
   * synced too.
   *
   * @param force writes even while a sync is running
   */
  public void flush(boolean force) {
    writer.flush(force);
  }

  /** Writes and syncs what is left: an orderly end, even if that fails. */
  public void close() {
    writer.close();
  }

  /**
   * Why nobody may write, since the log cannot be written or synced: in the words of strerror(3);
   * empty when all is well.
   */
  public String error() {
    return writer.error();
  }

  public AofPolicy policy() {
    return writer.policy();
  }

  /** Changes when the log is synced, from the next flush on. */
  public void policy(AofPolicy changed) {
    writer.policy(changed);
  }

  /**
   * Says whether nothing is to be synced for now, as while a copy of the process writes and {@code
   * no-appendfsync-on-rewrite} spares the disk.
   */
  public void holdSyncs(boolean held) {
    writer.holdSyncs(held);
  }

  /** Where the log ends, the buffer included, in bytes. */
  public long offset() {
    return writer.writtenOffset() + buffer.length();
  }

  /** How many bytes of the log the kernel has. */
  public long writtenOffset() {
    return writer.writtenOffset();
  }

  /** How many bytes of the log are on the disk. */
  public long syncedOffset() {
    return writer.syncedOffset();
  }

  /**
   * Where the increments begin, by their numbers: the first that was there when the log was opened
   * at 0.
   */
  public SequencedMap<Long, Long> beginnings() {
    return Collections.unmodifiableSequencedMap(beginnings);
  }

  /** Whether commands are to be appended. */
  public boolean isTaking() {
    return writer.isOpen();
  }

  public State state() {
    return state;
  }

  /** The bytes of all files of the log: {@code aof_current_size} of INFO. */
  public long currentBytes() {
    return writer.currentBytes();
  }

  /** The bytes of the log after the last rewrite: {@code aof_base_size} of INFO. */
  public long rewrittenBytes() {
    return rewrittenBytes;
  }

  /** How many bytes wait to be written. */
  public int bufferBytes() {
    return buffer.length();
  }

  /** How many background syncs are running: {@code aof_pending_bio_fsync} of INFO. */
  public int pendingSyncs() {
    return writer.isSyncing() ? 1 : 0;
  }

  /** How often a write went ahead although a sync ran: {@code aof_delayed_fsync} of INFO. */
  public long delayedSyncs() {
    return writer.delayedSyncs();
  }

  /** Zeroes what CONFIG RESETSTAT zeroes. */
  public void resetStats() {
    writer.resetDelayedSyncs();
  }

  /** How far the writes have come. */
  public AofSnapshot snapshot() {
    return writer.snapshot(fileName);
  }
}
