package dev.kvarium.sim;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Glob;
import dev.kvarium.world.DiskError;
import java.util.Optional;

/**
 * How a disk behaves.
 *
 * @param syncMicros how long it takes until written bytes are on it, in microseconds; a sync that
 *     finds another one running waits for that first
 * @param writeMicros how long a write into the page cache keeps whoever writes
 * @param renameMicros how long a rename does
 * @param torn whether a power cut may leave a part of what was not synced: a prefix, its length
 *     drawn. A real disk may keep later pages and lose earlier ones too
 * @param capacityBytes how much all files together may hold; {@link #UNLIMITED} for any amount
 * @param faults what fails
 * @param dirtyExpireMicros after how long the kernel itself writes out what nobody synced, as Linux
 *     does by {@code vm.dirty_expire_centisecs}
 * @param writebackMicros how often the kernel looks for such bytes, {@code
 *     vm.dirty_writeback_centisecs}
 */
public record DiskSettings(
    long syncMicros,
    long writeMicros,
    long renameMicros,
    boolean torn,
    long capacityBytes,
    Faults faults,
    long dirtyExpireMicros,
    long writebackMicros) {
  /** There is room for whatever is written. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  /** 4 ms a sync, nothing unsynced survives, nothing fails, Linux's times. */
  public static final DiskSettings DEFAULT =
      new DiskSettings(4_000, 0, 0, false, UNLIMITED, Faults.NONE, 30_000_000, 5_000_000);

  /**
   * What of a disk fails.
   *
   * @param write what every write gets
   * @param sync what every sync gets, after the time that it takes
   * @param rename what every rename gets
   * @param files the names for which this holds, as a glob
   */
  public record Faults(
      Optional<DiskError.Kind> write,
      Optional<DiskError.Kind> sync,
      Optional<DiskError.Kind> rename,
      String files) {
    /** A disk that does what it is asked for. */
    public static final Faults NONE =
        new Faults(Optional.empty(), Optional.empty(), Optional.empty(), "*");

    private void check(Optional<DiskError.Kind> fault, String file) {
      if (fault.isPresent() && Glob.matches(Bytes.of(files), Bytes.of(file))) {
        throw new DiskError(fault.get());
      }
    }

    void checkWrite(String file) {
      check(write, file);
    }

    void checkSync(String file) {
      check(sync, file);
    }

    void checkRename(String file) {
      check(rename, file);
    }
  }

  public DiskSettings withSyncMicros(long micros) {
    return new DiskSettings(
        micros,
        writeMicros,
        renameMicros,
        torn,
        capacityBytes,
        faults,
        dirtyExpireMicros,
        writebackMicros);
  }

  public DiskSettings withWriteMicros(long micros) {
    return new DiskSettings(
        syncMicros,
        micros,
        renameMicros,
        torn,
        capacityBytes,
        faults,
        dirtyExpireMicros,
        writebackMicros);
  }

  public DiskSettings withRenameMicros(long micros) {
    return new DiskSettings(
        syncMicros,
        writeMicros,
        micros,
        torn,
        capacityBytes,
        faults,
        dirtyExpireMicros,
        writebackMicros);
  }

  public DiskSettings withTorn(boolean allowed) {
    return new DiskSettings(
        syncMicros,
        writeMicros,
        renameMicros,
        allowed,
        capacityBytes,
        faults,
        dirtyExpireMicros,
        writebackMicros);
  }

  public DiskSettings withCapacityBytes(long bytes) {
    return new DiskSettings(
        syncMicros,
        writeMicros,
        renameMicros,
        torn,
        bytes,
        faults,
        dirtyExpireMicros,
        writebackMicros);
  }

  public DiskSettings withFaults(Faults changed) {
    return new DiskSettings(
        syncMicros,
        writeMicros,
        renameMicros,
        torn,
        capacityBytes,
        changed,
        dirtyExpireMicros,
        writebackMicros);
  }
}
