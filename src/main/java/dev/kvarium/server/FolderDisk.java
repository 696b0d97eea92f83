package dev.kvarium.server;

import dev.kvarium.world.Disk;
import dev.kvarium.world.DiskError;
import dev.kvarium.world.Timers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The disk of this machine, below one folder: what a served node writes is there after it ended.
 * The kernel's page cache is the real one, and what a sync takes is what it takes here.
 *
 * <p>All calls come from the server's thread; a sync in the background has a thread of its own, and
 * calls back by the timers.
 */
public final class FolderDisk implements Disk {
  private final Path folder;
  private final Timers timers;
  private final ExecutorService syncing =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("sync").factory());

  /** A disk below a folder, which is made when something is written and it is not there. */
  public FolderDisk(Path folder, Timers timers) {
    this.folder = folder;
    this.timers = timers;
  }

  @Override
  public DiskFile open(String name) {
    try {
      Path path = folder.resolve(name);
      makeParent(path);
      return new OpenFile(name, path);
    } catch (IOException broken) {
      throw error(broken, 0);
    }
  }

  @Override
  public Optional<byte[]> read(String name) {
    try {
      return Optional.of(Files.readAllBytes(folder.resolve(name)));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException broken) {
      throw error(broken, 0);
    }
  }

  @Override
  public List<String> names() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder, 2)) {
      return files
          .filter(Files::isRegularFile)
          .map(path -> folder.relativize(path).toString())
          .sorted()
          .toList();
    } catch (IOException broken) {
      throw error(broken, 0);
    }
  }

  @Override
  public void rename(String from, String to) {
    try {
      makeParent(folder.resolve(to));
      Files.move(
          folder.resolve(from),
          folder.resolve(to),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException broken) {
      throw error(broken, 0);
    }
  }

  @Override
  public void delete(String name) {
    try {
      Files.deleteIfExists(folder.resolve(name));
    } catch (IOException broken) {
      throw error(broken, 0);
    }
  }

  @Override
  public void syncNames() {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> inside = Files.walk(folder, 1)) {
      inside.filter(Files::isDirectory).forEach(FolderDisk::syncDirectory);
    } catch (IOException broken) {
      throw error(broken, 0);
    }
  }

  private static void syncDirectory(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException unsupported) {
      // where a directory cannot be opened, such as on Windows, its names are durable by themselves
    }
  }

  /** In the words of the C library, which Java hides behind a class or passes on. */
  private static DiskError error(IOException broken, int written) {
    return switch (broken) {
      case NoSuchFileException none -> new DiskError(DiskError.Kind.ENOENT);
      case AccessDeniedException denied -> new DiskError(DiskError.Kind.EACCES);
      case FileSystemException other when other.getReason() != null ->
          new DiskError(other.getReason(), written);
      default -> new DiskError(String.valueOf(broken.getMessage()), written);
    };
  }

  private static void makeParent(Path path) throws IOException {
    Path parent = path.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
  }

  private final class OpenFile implements DiskFile {
    private final String name;
    private final FileChannel channel;
    private long size;
    private final AtomicLong synced;

    OpenFile(String name, Path path) throws IOException {
      this.name = name;
      this.channel =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      this.size = channel.size();
      this.synced = new AtomicLong(size);
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long sizeBytes() {
      return size;
    }

    @Override
    public long syncedBytes() {
      return synced.get();
    }

    @Override
    public void append(byte[] bytes, int offset, int length) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
      try {
        while (buffer.hasRemaining()) {
          size += channel.write(buffer, size);
        }
      } catch (IOException broken) {
        throw error(broken, buffer.position() - offset);
      }
    }

    @Override
    public void truncate(long sizeBytes) {
      try {
        channel.truncate(sizeBytes);
        size = sizeBytes;
        synced.updateAndGet(before -> Math.min(before, sizeBytes));
      } catch (IOException broken) {
        throw error(broken, 0);
      }
    }

    @Override
    public void sync() {
      force(size);
    }

    @Override
    public void syncInBackground(Consumer<Optional<DiskError>> whenDone) {
      long covered = size;
      syncing.execute(
          () -> {
            Optional<DiskError> failed = Optional.empty();
            try {
              force(covered);
            } catch (DiskError error) {
              failed = Optional.of(error);
            }
            Optional<DiskError> outcome = failed;
            timers.after(0, () -> whenDone.accept(outcome));
          });
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException broken) {
        throw error(broken, 0);
      }
    }

    private void force(long covered) {
      try {
        channel.force(false);
        synced.accumulateAndGet(covered, Math::max);
      } catch (IOException broken) {
        throw error(broken, 0);
      }
    }
  }
}
