package dev.kvarium.sim;

import java.util.List;

/**
 * The files of a machine, and how much of each is on its disk.
 *
 * @param files by their names
 * @param manifest the lines of the file that says which others make up a log; empty when there is
 *     none
 * @param settings how the disk behaves
 * @param droppedNames names that only the disk has: a power cut brings these files back
 */
public record DiskSnapshot(
    List<File> files, List<String> manifest, DiskSettings settings, List<String> droppedNames) {

  /**
   * A file.
   *
   * @param bytes as a reader sees it
   * @param syncedBytes on the disk, from the first byte on
   * @param givenUpBytes in the page cache alone, of which the kernel thinks that they are written:
   *     a sync of them failed
   * @param named whether the file has this name on the disk, too
   * @param kept whether a power cut leaves it a name, maybe an earlier one
   * @param dirtyMicros since when, as Unix time in microseconds, the oldest byte waits that is not
   *     on the disk; -1 when none does
   * @param syncing whether it is being synced
   */
  public record File(
      String name,
      long bytes,
      long syncedBytes,
      long givenUpBytes,
      boolean named,
      boolean kept,
      long dirtyMicros,
      boolean syncing) {
    /** How many bytes are in the page cache alone. */
    public long unsyncedBytes() {
      return bytes - syncedBytes;
    }

    /** How many bytes a power cut takes. */
    public long atStakeBytes() {
      return kept ? bytes - syncedBytes : bytes;
    }
  }

  /** The bytes of all files. */
  public long bytes() {
    return files.stream().mapToLong(File::bytes).sum();
  }
}
