package dev.kvarium.redis.keyspace;

import dev.kvarium.base.Blob;
import dev.kvarium.redis.value.Encoding;
import dev.kvarium.redis.value.Value;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What it costs in memory that a copy of the process is at work.
 *
 * <p>fork(2) copies no memory: both processes see the same pages, until one of them writes to a
 * page, and the kernel copies that one. So a save needs as much memory more as the server writes to
 * while it runs: nothing if nobody writes, all once more if every value is changed.
 *
 * <pre>
 *   fork         server ──► █ █ █ █ █ █ ◄── copy          0 pages copied
 *   SET k2 …     server ──► █ █   █ █ █ ◄── copy
 *                       └──►   ▚      █ ◄──┘              1 page copied, 4,096 B more
 * </pre>
 *
 * <p>Here a value that lies in one piece is counted once, when it is first written, with all the
 * bytes that MEMORY USAGE tells of it; of one in many pieces a page is counted for each write, up
 * to its size. What is written is taken to lie together: in a real heap small values share pages
 * with others, and more may be copied than is counted here. To that come {@link #OWN_BYTES} that
 * the copy writes for itself.
 */
public final class CopiedPages {
  /** The page of an x86-64 or an ARM under Linux, as a rule. */
  public static final int PAGE_BYTES = 4096;

  /** What redis-server 7.0.15 tells when nobody has written at all: 98 pages. */
  public static final long OWN_BYTES = 401_408;

  private record Name(int db, Blob key) {}

  private final Set<Name> whole = new HashSet<>();
  private final Set<Name> keys = new HashSet<>();
  private final long totalBytes;
  private long bytes;
  private long writes;

  /**
   * Nothing copied yet.
   *
   * @param totalBytes what the process takes
   */
  public CopiedPages(long totalBytes) {
    this.totalBytes = totalBytes;
  }

  /** A value was changed where it is, or is about to be replaced. */
  void wrote(int db, byte[] key, @Nullable Value value) {
    writes++;
    Name name = new Name(db, Blob.of(key));
    keys.add(name);
    if (value == null || whole.contains(name)) {
      return;
    }
    if (isOnePiece(value.encoding())) {
      whole.add(name);
      bytes += value.memoryBytes(5) + key.length;
    } else {
      bytes += StrictMath.min(PAGE_BYTES, value.memoryBytes(5) + key.length);
    }
  }

  private static boolean isOnePiece(Encoding encoding) {
    return switch (encoding) {
      case HASHTABLE, SKIPLIST, QUICKLIST, STREAM -> false;
      default -> true;
    };
  }

  /** How many pages the process had. */
  public long totalPages() {
    return pages(totalBytes);
  }

  /** How many of them the kernel has copied since. */
  public long copiedPages() {
    return StrictMath.min(pages(bytes), totalPages());
  }

  /** How many bytes are there twice, those of the copy itself included: {@code cow_size}. */
  public long copiedBytes() {
    return copiedPages() * PAGE_BYTES + OWN_BYTES;
  }

  /** How many keys were written. */
  public long keys() {
    return keys.size();
  }

  /** How many writes there were. */
  public long writes() {
    return writes;
  }

  private static long pages(long bytes) {
    return (bytes + PAGE_BYTES - 1) / PAGE_BYTES;
  }
}
