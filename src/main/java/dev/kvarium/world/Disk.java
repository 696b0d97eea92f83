package dev.kvarium.world;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The disk of one node, as a process sees it: names and bytes, with the kernel's page cache between
 * a write and the platter.
 *
 * <p>A write goes to the page cache and outlives the process. Only what was synced outlives a power
 * cut; so does a rename or a new name only once its directory was synced.
 *
 * <p>A disk can fail: whatever opens, reads, writes, syncs or renames may throw a {@link
 * DiskError}.
 */
public interface Disk {
  /** Opens a file for appending, creating it when it is not there. */
  DiskFile open(String name);

  /** What a reader sees now, page cache included; empty when there is no such file. */
  Optional<byte[]> read(String name);

  /** The names of all files, sorted. */
  List<String> names();

  /** Gives a file another name, replacing what had it. */
  void rename(String from, String to);

  /** Removes a name; harmless when it is not there. */
  void delete(String name);

  /** Removes a name that nobody needs; that it cannot be removed changes nothing. */
  default void discard(String name) {
    try {
      delete(name);
    } catch (DiskError stays) {
      return;
    }
  }

  /** Makes names, renames and deletions outlive a power cut. */
  void syncNames();

  /** Lets another process, a copy of this one, do something: this one does not wait for it. */
  default void elsewhere(Runnable work) {
    work.run();
  }

  /** A file open for appending. */
  interface DiskFile {
    String name();

    /** Bytes written, page cache included. */
    long sizeBytes();

    /** Bytes that outlive a power cut. */
    long syncedBytes();

    /**
     * Appends to the page cache; the bytes are copied.
     *
     * @throws DiskError when not all of them could be, which says how many are
     */
    void append(byte[] bytes, int offset, int length);

    /** Cuts the file to a length that is not above its size. */
    void truncate(long sizeBytes);

    /** Waits until all that was appended is on the disk; the world's time moves by that wait. */
    void sync();

    /**
     * Begins to write to the disk all that has been appended so far, and calls back once it is
     * there, or with what went wrong.
     */
    void syncInBackground(Consumer<Optional<DiskError>> whenDone);

    /** Lets go of the file, which is not used any more. */
    default void close() {}
  }
}
