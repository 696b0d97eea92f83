package dev.kvarium.sim;

import dev.kvarium.event.DiskEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.world.Disk;
import dev.kvarium.world.Randomness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A disk under a kernel with a page cache, after the rules that a careful program has to reckon
 * with.
 *
 * <pre>
 *   append ──► page cache ──── sync, or the kernel after 30 s ────► platter
 *              outlives the process                               outlives a power cut
 *   open, rename, delete ──► names in memory ── syncNames ──► names on the platter
 * </pre>
 *
 * <ul>
 *   <li>A write takes no time, a sync takes {@link DiskSettings#syncMicros}; syncs of one disk
 *       follow one another. A sync with nothing to do takes none.
 *   <li>A blocking sync moves the clock of the world. One in the background covers what had been
 *       written when it began.
 *   <li>What nobody syncs, the kernel writes out: it looks every 5 s and takes files whose oldest
 *       unwritten byte is 30 s old, as Linux does.
 *   <li>A power cut drops what was not synced, a sync under way included; with {@link
 *       DiskSettings#torn} a prefix of it may survive. A file whose name was never synced is gone,
 *       even if its bytes were: what POSIX permits, though some file systems do better.
 * </ul>
 */
public final class SimDisk implements Disk {
  private final Simulation simulation;
  private final Randomness randomness;
  private final Probe probe;
  private final TreeMap<String, Inode> names = new TreeMap<>();
  private TreeMap<String, Inode> durableNames = new TreeMap<>();
  private DiskSettings settings;

  /** Counts the lives of the process: calls back into an earlier one are dropped. */
  private int life;

  /** Counts the times that the power came on: syncs of an earlier one never end. */
  private int boot;

  private long busyUntilMicros;
  private boolean kernelWillLook;

  /** An empty disk. */
  public SimDisk(Simulation simulation, Randomness randomness, Probe probe, DiskSettings settings) {
    this.simulation = simulation;
    this.randomness = randomness;
    this.probe = probe;
    this.settings = settings;
  }

  public DiskSettings settings() {
    return settings;
  }

  /** Changes how the disk behaves from now on; a sync under way keeps its time. */
  public void settings(DiskSettings changed) {
    settings = changed;
  }

  @Override
  public DiskFile open(String name) {
    Inode inode = names.computeIfAbsent(name, created -> new Inode());
    return new OpenFile(name, inode, life);
  }

  @Override
  public Optional<byte[]> read(String name) {
    Inode inode = names.get(name);
    return inode == null ? Optional.empty() : Optional.of(inode.bytes.copy(0, inode.bytes.size()));
  }

  @Override
  public List<String> names() {
    return List.copyOf(names.keySet());
  }

  @Override
  public void rename(String from, String to) {
    Inode inode = names.remove(from);
    if (inode == null) {
      throw new IllegalArgumentException("there is no file " + from);
    }
    names.put(to, inode);
  }

  @Override
  public void delete(String name) {
    names.remove(name);
  }

  @Override
  public void syncNames() {
    durableNames = new TreeMap<>(names);
  }

  /** The size of a file as a reader sees it; 0 when there is none. */
  public long sizeBytes(String name) {
    Inode inode = names.get(name);
    return inode == null ? 0 : inode.bytes.size();
  }

  /** How many bytes of a file outlive a power cut; 0 when there is none. */
  public long syncedBytes(String name) {
    Inode inode = names.get(name);
    return inode == null || !onPlatter(inode) ? 0 : inode.synced;
  }

  /** How many bytes of all files would be gone if the power went now. */
  public long unsyncedBytes() {
    long sum = 0;
    for (Inode inode : names.values()) {
      sum += inode.bytes.size() - (onPlatter(inode) ? inode.synced : 0);
    }
    return sum;
  }

  /** The process died: the page cache stays, a sync under way goes on, but tells nobody. */
  public void crashProcess() {
    life++;
  }

  /** The power was cut: what was not on the platter is gone. */
  public void crashPower() {
    life++;
    boot++;
    busyUntilMicros = simulation.nowMicros();
    kernelWillLook = false;
    for (Map.Entry<String, Inode> each : durableNames.entrySet()) {
      Inode inode = each.getValue();
      long before = inode.bytes.size();
      long unsynced = before - inode.synced;
      inode.lose(settings.torn() && unsynced > 0 ? randomness.below(unsynced + 1) : 0);
      dropped(each.getKey(), before - inode.bytes.size());
    }
    for (Map.Entry<String, Inode> each : names.entrySet()) {
      if (!onPlatter(each.getValue())) {
        dropped(each.getKey(), each.getValue().bytes.size());
      }
    }
    names.clear();
    names.putAll(durableNames);
  }

  /** Whether a power cut leaves the file a name, maybe an earlier one. */
  private boolean onPlatter(Inode inode) {
    for (Inode each : durableNames.values()) {
      if (each == inode) {
        return true;
      }
    }
    return false;
  }

  private void dropped(String name, long bytes) {
    if (bytes > 0) {
      probe.emit(new DiskEvent.Dropped(name, bytes));
    }
  }

  /** Waits until the disk has done what it is at, then for a sync. */
  private long syncTakesMicros() {
    long now = simulation.nowMicros();
    busyUntilMicros = StrictMath.max(now, busyUntilMicros) + settings.syncMicros();
    return busyUntilMicros - now;
  }

  private void syncInBackground(String name, Inode inode, Runnable whenDone) {
    int bootOfSync = boot;
    long covered = inode.beginSync();
    long takes = syncTakesMicros();
    simulation.after(
        takes,
        () -> {
          if (boot == bootOfSync) {
            inode.endSync(covered);
            probe.emit(new DiskEvent.SyncTook(name, takes, inode.synced));
            whenDone.run();
          }
        });
  }

  private void dirtied(Inode inode) {
    if (!kernelWillLook) {
      kernelWillLook = true;
      kernelLooksAfter(inode.dirtyMicros);
    }
  }

  /** The kernel looks at whole multiples of its interval since the world began. */
  private void kernelLooksAfter(long dirtyMicros) {
    long every = settings.writebackMicros();
    long expires = dirtyMicros + settings.dirtyExpireMicros() - simulation.startMicros();
    long looks = (expires + every - 1) / every * every + simulation.startMicros();
    int bootOfLook = boot;
    simulation.after(
        looks - simulation.nowMicros(),
        () -> {
          if (boot == bootOfLook) {
            kernelLooks();
          }
        });
  }

  private void kernelLooks() {
    long expired = simulation.nowMicros() - settings.dirtyExpireMicros();
    List<Map.Entry<String, Inode>> due = new ArrayList<>();
    long oldest = Inode.CLEAN;
    for (Map.Entry<String, Inode> each : names.entrySet()) {
      Inode inode = each.getValue();
      if (inode.dirtyMicros <= expired && inode.syncing == 0) {
        due.add(each);
      } else {
        oldest = StrictMath.min(oldest, inode.dirtyMicros);
      }
    }
    for (Map.Entry<String, Inode> each : due) {
      Inode inode = each.getValue();
      syncInBackground(each.getKey(), inode, () -> {});
    }
    // what is being written now is looked at again at the next turn
    long next =
        due.isEmpty() ? oldest : StrictMath.min(oldest, expired + settings.writebackMicros());
    kernelWillLook = next != Inode.CLEAN;
    if (kernelWillLook) {
      kernelLooksAfter(StrictMath.max(expired + 1, next));
    }
  }

  /** A file in the hands of a process; when that died, it does nothing any more. */
  private final class OpenFile implements DiskFile {
    private final String name;
    private final Inode inode;
    private final int ownLife;

    OpenFile(String name, Inode inode, int ownLife) {
      this.name = name;
      this.inode = inode;
      this.ownLife = ownLife;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long sizeBytes() {
      return inode.bytes.size();
    }

    @Override
    public long syncedBytes() {
      return inode.synced;
    }

    @Override
    public void append(byte[] bytes, int offset, int length) {
      if (ownLife == life && length > 0) {
        inode.append(bytes, offset, length, simulation.nowMicros());
        dirtied(inode);
      }
    }

    @Override
    public void truncate(long sizeBytes) {
      if (ownLife == life && sizeBytes < inode.bytes.size()) {
        inode.truncate(sizeBytes, simulation.nowMicros());
        dirtied(inode);
      }
    }

    @Override
    public void sync() {
      if (ownLife == life && inode.dirty()) {
        long covered = inode.beginSync();
        long takes = syncTakesMicros();
        simulation.spend(takes);
        inode.endSync(covered);
        probe.emit(new DiskEvent.SyncTook(name, takes, inode.synced));
      }
    }

    @Override
    public void syncInBackground(Runnable whenDone) {
      if (ownLife == life) {
        SimDisk.this.syncInBackground(
            name,
            inode,
            () -> {
              if (ownLife == life) {
                whenDone.run();
              }
            });
      }
    }
  }
}
