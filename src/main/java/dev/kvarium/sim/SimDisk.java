package dev.kvarium.sim;

import dev.kvarium.event.DiskEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.world.Disk;
import dev.kvarium.world.DiskError;
import dev.kvarium.world.Randomness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
 *   <li>A write takes {@link DiskSettings#writeMicros}, none as a rule; a sync takes {@link
 *       DiskSettings#syncMicros}; syncs of one disk follow one another. A sync with nothing to do
 *       takes none.
 *   <li>A blocking sync moves the clock of the world. One in the background covers what had been
 *       written when it began.
 *   <li>What nobody syncs, the kernel writes out: it looks every 5 s and takes files whose oldest
 *       unwritten byte is 30 s old, as Linux does.
 *   <li>A power cut drops what was not synced, a sync under way included; with {@link
 *       DiskSettings#torn} a prefix of it may survive. A file whose name was never synced is gone,
 *       even if its bytes were: what POSIX permits, though some file systems do better.
 *   <li>A write beyond {@link DiskSettings#capacityBytes} is cut short. {@link DiskSettings.Faults}
 *       lets writes, syncs and renames fail. After a sync that failed the kernel takes its pages
 *       for clean, as Linux does: readers see them until the power goes, no later sync writes them,
 *       and that one succeeds.
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
  private boolean elsewhere;
  private Consumer<String> operation = told -> {};

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
    spend(settings.renameMicros());
    Inode inode = names.get(from);
    if (inode == null) {
      throw new DiskError(DiskError.Kind.ENOENT);
    }
    settings.faults().checkRename(to);
    operation.accept("rename " + to);
    names.remove(from);
    names.put(to, inode);
  }

  @Override
  public void delete(String name) {
    if (names.remove(name) != null) {
      operation.accept("delete " + name);
    }
  }

  @Override
  public void syncNames() {
    if (!durableNames.equals(names)) {
      operation.accept("sync names");
      durableNames = new TreeMap<>(names);
    }
  }

  @Override
  public void elsewhere(Runnable work) {
    elsewhere = true;
    try {
      work.run();
    } finally {
      elsewhere = false;
    }
  }

  private void spend(long micros) {
    if (!elsewhere && micros > 0) {
      simulation.spend(micros);
    }
  }

  /**
   * Has somebody told before each operation that changes what is on the disk or in the page cache,
   * which does not happen if that one throws.
   */
  public void beforeEach(Consumer<String> told) {
    operation = told;
  }

  /**
   * Damages a file where it lies, on the platter and in the page cache alike.
   *
   * @return how many bytes there are in the place of others now; 0 when there is no such file or it
   *     ends before
   */
  public int corrupt(String name, long offset, byte[] by) {
    Inode inode = names.get(name);
    if (inode == null || offset >= inode.bytes.size()) {
      return 0;
    }
    inode.corrupt(offset, by);
    return (int) StrictMath.min(by.length, inode.bytes.size() - offset);
  }

  /** What there is, with the lines of a file that lists others. */
  public DiskSnapshot snapshot(List<String> manifest) {
    List<DiskSnapshot.File> files = new ArrayList<>();
    names.forEach(
        (name, inode) ->
            files.add(
                new DiskSnapshot.File(
                    name,
                    inode.bytes.size(),
                    inode.synced(),
                    inode.unsynced() - inode.uncovered(),
                    durableNames.get(name) == inode,
                    onPlatter(inode),
                    inode.dirty() ? inode.dirtyMicros : -1,
                    inode.syncing > 0)));
    List<String> dropped =
        durableNames.keySet().stream().filter(name -> !names.containsKey(name)).toList();
    return new DiskSnapshot(List.copyOf(files), List.copyOf(manifest), settings, dropped);
  }

  /** The size of a file as a reader sees it; 0 when there is none. */
  public long sizeBytes(String name) {
    Inode inode = names.get(name);
    return inode == null ? 0 : inode.bytes.size();
  }

  /** How many bytes of a file outlive a power cut; 0 when there is none. */
  public long syncedBytes(String name) {
    Inode inode = names.get(name);
    return inode == null || !onPlatter(inode) ? 0 : inode.synced();
  }

  /** How many bytes of all files would be gone if the power went now. */
  public long unsyncedBytes() {
    long sum = 0;
    for (Inode inode : names.values()) {
      sum += onPlatter(inode) ? inode.unsynced() : inode.bytes.size();
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
      long unsynced = inode.unsynced();
      long uncovered = inode.uncovered();
      long left = settings.torn() && uncovered > 0 ? randomness.below(uncovered + 1) : 0;
      inode.lose(left);
      dropped(each.getKey(), unsynced - left);
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

  private void syncInBackground(String name, Inode inode, Consumer<Optional<DiskError>> whenDone) {
    int bootOfSync = boot;
    operation.accept("sync " + name);
    long covered = inode.beginSync();
    long takes = syncTakesMicros();
    simulation.after(
        takes,
        () -> {
          if (boot == bootOfSync) {
            operation.accept("synced " + name);
            whenDone.accept(Optional.ofNullable(synced(name, inode, covered, takes)));
          }
        });
  }

  /** A sync came to its end; with what error. */
  private @Nullable DiskError synced(String name, Inode inode, long covered, long takes) {
    DiskError error = inode.untold;
    inode.untold = null;
    try {
      settings.faults().checkSync(name);
    } catch (DiskError failed) {
      inode.failSync(covered);
      probe.emit(new DiskEvent.SyncFailed(name, failed.reason()));
      return failed;
    }
    inode.endSync(covered);
    probe.emit(new DiskEvent.SyncTook(name, takes, inode.synced()));
    return error;
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
      syncInBackground(each.getKey(), inode, failed -> inode.untold = failed.orElse(inode.untold));
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
      return inode.synced();
    }

    @Override
    public void append(byte[] bytes, int offset, int length) {
      if (ownLife != life || length == 0) {
        return;
      }
      spend(settings.writeMicros());
      settings.faults().checkWrite(name);
      operation.accept("write " + name);
      long room = settings.capacityBytes() == DiskSettings.UNLIMITED ? length : room();
      int part = (int) StrictMath.max(0, StrictMath.min(length, room));
      if (part > 0) {
        inode.append(bytes, offset, part, simulation.nowMicros());
        dirtied(inode);
      }
      if (part < length) {
        throw new DiskError(DiskError.Kind.ENOSPC.text(), part);
      }
    }

    @Override
    public void truncate(long sizeBytes) {
      if (ownLife == life && sizeBytes < inode.bytes.size()) {
        operation.accept("truncate " + name);
        inode.truncate(sizeBytes, simulation.nowMicros());
        dirtied(inode);
      }
    }

    @Override
    public void sync() {
      if (ownLife != life || !inode.dirty() && inode.untold == null) {
        return;
      }
      operation.accept("sync " + name);
      long covered = inode.beginSync();
      long takes = syncTakesMicros();
      spend(takes);
      DiskError failed = synced(name, inode, covered, takes);
      if (failed != null) {
        throw failed;
      }
    }

    @Override
    public void syncInBackground(Consumer<Optional<DiskError>> whenDone) {
      if (ownLife == life) {
        SimDisk.this.syncInBackground(
            name,
            inode,
            failed -> {
              if (ownLife == life) {
                whenDone.accept(failed);
              }
            });
      }
    }
  }

  /** How many bytes more the files may hold. */
  private long room() {
    long held = 0;
    for (Inode inode : names.values()) {
      held += inode.bytes.size();
    }
    return settings.capacityBytes() - held;
  }
}
