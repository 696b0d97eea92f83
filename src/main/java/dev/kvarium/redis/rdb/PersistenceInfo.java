package dev.kvarium.redis.rdb;

import dev.kvarium.redis.aof.Aof;
import org.jspecify.annotations.Nullable;

/**
 * What INFO tells of persistence.
 *
 * @param dirty how many changes there have been
 */
record PersistenceInfo(
    SaveRecord record,
    Copies copies,
    Aof aof,
    DiskReading reading,
    long nowMicros,
    boolean loading,
    long dirty) {
  /** The lines of INFO, each ended by CR LF. */
  String text() {
    StringBuilder out = new StringBuilder();
    Child at = copies.atWork();
    line(out, "loading", loading ? 1 : 0);
    line(out, "async_loading", 0);
    long written = at == null ? 0 : at.keysWritten(nowMicros);
    line(out, "current_cow_peak", at == null ? 0 : at.copied.copiedBytes());
    line(out, "current_cow_size", at == null ? 0 : at.copied.copiedBytes());
    line(out, "current_cow_size_age", 0);
    out.append("current_fork_perc:").append(percent(written, at)).append("\r\n");
    line(out, "current_save_keys_processed", written);
    line(out, "current_save_keys_total", at == null ? 0 : at.keys);
    line(out, "rdb_changes_since_last_save", dirty - record.dirtyAtSave);
    line(out, "rdb_bgsave_in_progress", copies.any(Child.Kind.RDB) ? 1 : 0);
    line(out, "rdb_last_save_time", record.lastSaveSeconds);
    out.append("rdb_last_bgsave_status:").append(record.lastSaveFailed ? "err\r\n" : "ok\r\n");
    line(out, "rdb_last_bgsave_time_sec", record.lastSaveTookSeconds);
    line(
        out,
        "rdb_current_bgsave_time_sec",
        copies.any(Child.Kind.RDB) ? since(at) : SaveRecord.NEVER);
    line(out, "rdb_saves", record.saves);
    line(out, "rdb_last_cow_size", copies.lastSaveCopied());
    line(out, "rdb_last_load_keys_expired", reading.expired());
    line(out, "rdb_last_load_keys_loaded", reading.keys());
    line(out, "aof_enabled", aof.state() == Aof.State.OFF ? 0 : 1);
    line(out, "aof_rewrite_in_progress", copies.any(Child.Kind.AOF) ? 1 : 0);
    line(out, "aof_rewrite_scheduled", record.rewriteScheduled ? 1 : 0);
    line(out, "aof_last_rewrite_time_sec", record.lastRewriteTookSeconds);
    line(
        out,
        "aof_current_rewrite_time_sec",
        copies.any(Child.Kind.AOF) ? since(at) : SaveRecord.NEVER);
    out.append("aof_last_bgrewrite_status:")
        .append(record.lastRewriteFailed ? "err\r\n" : "ok\r\n");
    line(out, "aof_rewrites", record.rewrites);
    line(out, "aof_rewrites_consecutive_failures", record.rewriteLimit.failures());
    out.append("aof_last_write_status:").append(aof.error().isEmpty() ? "ok\r\n" : "err\r\n");
    line(out, "aof_last_cow_size", copies.lastRewriteCopied());
    line(out, "module_fork_in_progress", 0);
    line(out, "module_fork_last_cow_size", 0);
    if (aof.state() != Aof.State.OFF) {
      line(out, "aof_current_size", aof.currentBytes());
      line(out, "aof_base_size", aof.rewrittenBytes());
      line(out, "aof_pending_rewrite", record.rewriteScheduled ? 1 : 0);
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
    return at == null ? SaveRecord.NEVER : nowMicros / 1_000_000 - at.startedSeconds();
  }

  private static void line(StringBuilder out, String name, long value) {
    out.append(name).append(':').append(value).append("\r\n");
  }
}
