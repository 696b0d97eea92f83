package dev.kvarium.redis.keyspace;

import dev.kvarium.base.Blob;
import dev.kvarium.base.Crc16;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of a database by slot, the last that came in front, as a cluster moves them. */
public final class SlotKeys {
  private final @Nullable LinkedHashSet<Blob>[] bySlot = array();

  @SuppressWarnings("unchecked")
  private static @Nullable LinkedHashSet<Blob>[] array() {
    return (LinkedHashSet<Blob>[]) new LinkedHashSet<?>[Crc16.SLOTS];
  }

  void added(byte[] key) {
    int slot = Crc16.slot(key);
    LinkedHashSet<Blob> keys = bySlot[slot];
    if (keys == null) {
      keys = new LinkedHashSet<>();
      bySlot[slot] = keys;
    }
    keys.addFirst(Blob.of(key));
  }

  void removed(byte[] key) {
    int slot = Crc16.slot(key);
    LinkedHashSet<Blob> keys = bySlot[slot];
    if (keys != null) {
      keys.remove(Blob.of(key));
      if (keys.isEmpty()) {
        bySlot[slot] = null;
      }
    }
  }

  void clear() {
    Arrays.fill(bySlot, null);
  }

  /** How many keys a slot has. */
  public int count(int slot) {
    LinkedHashSet<Blob> keys = bySlot[slot];
    return keys == null ? 0 : keys.size();
  }

  /** At most so many keys of a slot, the last that came first. */
  public List<byte[]> keys(int slot, long most) {
    List<byte[]> found = new ArrayList<>();
    LinkedHashSet<Blob> keys = bySlot[slot];
    if (keys != null) {
      for (Blob each : keys) {
        if (found.size() >= most) {
          break;
        }
        found.add(each.bytes());
      }
    }
    return found;
  }
}
