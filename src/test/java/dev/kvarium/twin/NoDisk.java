package dev.kvarium.twin;

import dev.kvarium.world.Disk;
import dev.kvarium.world.DiskError;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A disk on which there is never anything: what is written is forgotten at once. */
final class NoDisk implements Disk {
  /** A file that knows only how much was written to it. */
  private static final class Forgotten implements DiskFile {
    private final String name;
    private long bytes;

    Forgotten(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long sizeBytes() {
      return bytes;
    }

    @Override
    public long syncedBytes() {
      return bytes;
    }

    @Override
    public void append(byte[] more, int offset, int length) {
      bytes += length;
    }

    @Override
    public void truncate(long sizeBytes) {
      bytes = sizeBytes;
    }

    @Override
    public void sync() {}

    @Override
    public void syncInBackground(Consumer<Optional<DiskError>> whenDone) {
      whenDone.accept(Optional.empty());
    }
  }

  @Override
  public DiskFile open(String name) {
    return new Forgotten(name);
  }

  @Override
  public Optional<byte[]> read(String name) {
    return Optional.empty();
  }

  @Override
  public List<String> names() {
    return List.of();
  }

  @Override
  public void rename(String from, String to) {}

  @Override
  public void delete(String name) {}

  @Override
  public void syncNames() {}
}
