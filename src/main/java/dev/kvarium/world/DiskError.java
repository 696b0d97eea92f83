package dev.kvarium.world;

import java.util.Locale;
import java.util.Optional;

/**
 * What a disk could not do, in the words of the C library: {@code No space left on device}. Servers
 * write these words into their logs and their replies.
 */
public final class DiskError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The errors that can be asked for by name. */
  public enum Kind {
    /** The device could not read or write. */
    EIO("Input/output error"),
    /** The disk is full. */
    ENOSPC("No space left on device"),
    /** The file system was mounted read-only, as Linux does when it finds it broken. */
    EROFS("Read-only file system"),
    /** Not allowed. */
    EACCES("Permission denied"),
    /** There is no such file. */
    ENOENT("No such file or directory");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** As strerror(3) says it. */
    public String text() {
      return text;
    }

    /** The error of a name in any case. */
    public static Optional<Kind> of(String name) {
      for (Kind kind : values()) {
        if (kind.name().equals(name.toUpperCase(Locale.ROOT))) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }
  }

  private final String reason;
  private final int written;

  /** Nothing was done. */
  public DiskError(String reason) {
    this(reason, 0);
  }

  /** Nothing was done. */
  public DiskError(Kind kind) {
    this(kind.text(), 0);
  }

  /**
   * Only a part was written.
   *
   * @param written how many of the bytes are in the file
   */
  public DiskError(String reason, int written) {
    super(reason, null, false, false);
    this.reason = reason;
    this.written = written;
  }

  /** Why, as strerror(3) says it. */
  public String reason() {
    return reason;
  }

  /** How many of the bytes that were to be appended are in the file all the same. */
  public int written() {
    return written;
  }
}
