package dev.kvarium.sim;

import dev.kvarium.world.DiskError;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A file apart from its name: what is in the page cache, and how much of it is on the platter. */
final class Inode {
  /** What {@link #dirtyMicros} holds while all is on the platter. */
  static final long CLEAN = Long.MAX_VALUE;

  /** All bytes, as a reader sees them. */
  final Chunks bytes = new Chunks();

  /**
   * So far the bytes are on the platter, but for those of {@link #gaps}: pages that the kernel gave
   * up.
   */
  private long reached;

  /**
   * What a failed sync left out, by where it begins, with where it ends. Linux takes pages that
   * could not be written for clean: no later sync tries them again, and that one succeeds.
   */
  private final TreeMap<Long, Long> gaps = new TreeMap<>();

  /** What the kernel met when it wrote of its own accord: the next sync tells. */
  @Nullable DiskError untold;

  /** What a truncation cut off that is still on the platter, behind the synced bytes. */
  byte[] cutButOnPlatter = new byte[0];

  /** When the oldest byte that is not on the platter was written, or {@link #CLEAN}. */
  long dirtyMicros = CLEAN;

  /** The same for what was written since the running sync began. */
  long dirtySinceSyncMicros = CLEAN;

  /** How many syncs are running in the background. */
  int syncing;

  void append(byte[] more, int offset, int length, long nowMicros) {
    bytes.append(more, offset, length);
    touch(nowMicros);
  }

  /** So many of the bytes are on the platter with all before them. */
  long synced() {
    return gaps.isEmpty() ? reached : gaps.firstKey();
  }

  void truncate(long to, long nowMicros) {
    if (to < reached) {
      cutButOnPlatter = bytes.copy(to, reached);
      reached = to;
    }
    gaps.tailMap(to, true).clear();
    gaps.replaceAll((from, end) -> StrictMath.min(end, to));
    bytes.truncate(to);
    touch(nowMicros);
  }

  /** Turns bits of a byte over, in the page cache and on the platter. */
  void corrupt(long at, byte[] by) {
    bytes.overwrite(at, by);
  }

  private void touch(long nowMicros) {
    if (dirtyMicros == CLEAN) {
      dirtyMicros = nowMicros;
    }
    if (syncing > 0 && dirtySinceSyncMicros == CLEAN) {
      dirtySinceSyncMicros = nowMicros;
    }
  }

  boolean dirty() {
    return dirtyMicros != CLEAN;
  }

  /** A sync begins; so many bytes will be on the platter when it ends. */
  long beginSync() {
    syncing++;
    dirtySinceSyncMicros = CLEAN;
    return bytes.size();
  }

  /** A sync of so many bytes ended. */
  void endSync(long covered) {
    reached = StrictMath.max(reached, StrictMath.min(covered, bytes.size()));
    cutButOnPlatter = new byte[0];
    cleaned();
  }

  /** A sync of so many bytes failed: none of what it was to write is there, and none will be. */
  void failSync(long covered) {
    long end = StrictMath.min(covered, bytes.size());
    if (end > reached) {
      gaps.put(reached, end);
      reached = end;
    }
    cleaned();
  }

  private void cleaned() {
    syncing--;
    if (syncing == 0) {
      dirtyMicros = reached == bytes.size() ? CLEAN : dirtySinceSyncMicros;
      dirtySinceSyncMicros = CLEAN;
    }
  }

  /** How many bytes behind those that syncs have covered there are. */
  long uncovered() {
    return bytes.size() - reached;
  }

  /** How many bytes would be gone if the power went now. */
  long unsynced() {
    long sum = uncovered();
    for (Map.Entry<Long, Long> gap : gaps.entrySet()) {
      sum += gap.getValue() - gap.getKey();
    }
    return sum;
  }

  /**
   * The power went: only so many of the bytes that no sync had covered are there. Where a sync had
   * failed, the file holds zeros.
   */
  void lose(long surviving) {
    if (gaps.lastEntry() instanceof Map.Entry<Long, Long> last
        && surviving == 0
        && last.getValue() == reached) {
      reached = last.getKey();
      gaps.pollLastEntry();
    }
    bytes.truncate(reached + surviving);
    gaps.forEach((from, to) -> bytes.overwrite(from, new byte[(int) (to - from)]));
    gaps.clear();
    if (surviving == 0) {
      bytes.append(cutButOnPlatter, 0, cutButOnPlatter.length);
    }
    reached = bytes.size();
    untold = null;
    cutButOnPlatter = new byte[0];
    dirtyMicros = CLEAN;
    dirtySinceSyncMicros = CLEAN;
    syncing = 0;
  }
}
