package dev.kvarium.twin;

import dev.kvarium.world.Disk;
import java.util.List;
import java.util.Optional;

/** A disk with nothing on it, for a node that logs nothing. */
final class NoDisk implements Disk {
  @Override
  public DiskFile open(String name) {
    throw new IllegalStateException("a node without a log opens " + name);
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
