package dev.kvarium.sim;

/** A file apart from its name: what is in the page cache, and how much of it is on the platter. */
final class Inode {
  /** What {@link #dirtyMicros} holds while all is on the platter. */
  static final long CLEAN = Long.MAX_VALUE;

  /** All bytes, as a reader sees them. */
  final Chunks bytes = new Chunks();

  /** So many of the bytes are on the platter. */
  long synced;

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

  void truncate(long to, long nowMicros) {
    if (to < synced) {
      cutButOnPlatter = bytes.copy(to, synced);
      synced = to;
    }
    bytes.truncate(to);
    touch(nowMicros);
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
    syncing--;
    synced = StrictMath.max(synced, StrictMath.min(covered, bytes.size()));
    cutButOnPlatter = new byte[0];
    if (syncing == 0) {
      dirtyMicros = synced == bytes.size() ? CLEAN : dirtySinceSyncMicros;
      dirtySinceSyncMicros = CLEAN;
    }
  }

  /** The power went: only so many of the bytes that were not on the platter are there. */
  void lose(long survivingUnsynced) {
    bytes.truncate(synced + survivingUnsynced);
    if (survivingUnsynced == 0) {
      bytes.append(cutButOnPlatter, 0, cutButOnPlatter.length);
    }
    synced = bytes.size();
    cutButOnPlatter = new byte[0];
    dirtyMicros = CLEAN;
    dirtySinceSyncMicros = CLEAN;
    syncing = 0;
  }
}
