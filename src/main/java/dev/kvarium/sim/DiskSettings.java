package dev.kvarium.sim;

/**
 * How a disk behaves.
 *
 * @param syncMicros how long it takes until written bytes are on it, in microseconds; a sync that
 *     finds another one running waits for that first
 * @param torn whether a power cut may leave a part of what was not synced: a prefix, its length
 *     drawn. A real disk may keep later pages and lose earlier ones too
 * @param dirtyExpireMicros after how long the kernel itself writes out what nobody synced, as Linux
 *     does by {@code vm.dirty_expire_centisecs}
 * @param writebackMicros how often the kernel looks for such bytes, {@code
 *     vm.dirty_writeback_centisecs}
 */
public record DiskSettings(
    long syncMicros, boolean torn, long dirtyExpireMicros, long writebackMicros) {
  /** 4 ms a sync, nothing unsynced survives, Linux's times. */
  public static final DiskSettings DEFAULT = new DiskSettings(4_000, false, 30_000_000, 5_000_000);

  public DiskSettings withSyncMicros(long micros) {
    return new DiskSettings(micros, torn, dirtyExpireMicros, writebackMicros);
  }

  public DiskSettings withTorn(boolean allowed) {
    return new DiskSettings(syncMicros, allowed, dirtyExpireMicros, writebackMicros);
  }
}
