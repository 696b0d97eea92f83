package dev.kvarium.app;

import dev.kvarium.world.Timers;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * An object store: large objects by name, on disks that are far away and many. Each request takes
 * its latency and the time that the bytes need; none holds up another. An object does not change:
 * what is new has a new name.
 */
public final class ObjectStore implements StorePort<ObjectStore.Request, OptionalLong> {
  private static final long MICROS_PER_SECOND = 1_000_000;

  private final String name;
  private final Settings settings;
  private final Timers timers;
  private final Map<String, Long> objects = new HashMap<>();
  private long bytes;
  private long puts;
  private long gets;

  /**
   * How a store behaves.
   *
   * @param latencyMicros until the first byte
   * @param bytesPerSecond of one connection
   */
  public record Settings(long latencyMicros, long bytesPerSecond) {
    /** What is taken when nothing is said: 30 ms, and 100 MB a second. */
    public static final Settings USUAL = new Settings(30_000, 100_000_000);
  }

  /** What is asked of a store; it answers with the length, or with nothing where there is none. */
  public sealed interface Request {
    /** The name of the object. */
    String object();

    /** Puts an object there. */
    record Put(String object, long bytes) implements Request {
      @Override
      public String toString() {
        return "PUT " + object + ", " + bytes + " B";
      }
    }

    /** Gets it. */
    record Get(String object) implements Request {
      @Override
      public String toString() {
        return "GET " + object;
      }
    }
  }

  /** What there is to be seen of it. */
  public record Snapshot(
      String name, Settings settings, long objects, long bytes, long puts, long gets) {}

  public ObjectStore(String name, Settings settings, Timers timers) {
    this.name = name;
    this.settings = settings;
    this.timers = timers;
  }

  @Override
  public String whom(byte[] key) {
    return name;
  }

  @Override
  public void ask(byte[] key, Request request, Consumer<OptionalLong> then) {
    switch (request) {
      case Request.Put put -> {
        puts++;
        timers.after(
            takes(put.bytes()),
            () -> {
              Long before = objects.put(put.object(), put.bytes());
              bytes += put.bytes() - (before == null ? 0 : before);
              then.accept(OptionalLong.of(put.bytes()));
            });
      }
      case Request.Get get -> {
        gets++;
        Long there = objects.get(get.object());
        OptionalLong found = there == null ? OptionalLong.empty() : OptionalLong.of(there);
        timers.after(takes(found.orElse(0)), () -> then.accept(found));
      }
    }
  }

  private long takes(long moved) {
    return settings.latencyMicros()
        + StrictMath.round((double) moved * MICROS_PER_SECOND / settings.bytesPerSecond());
  }

  /** What there is to be seen of it. */
  public Snapshot snapshot() {
    return new Snapshot(name, settings, objects.size(), bytes, puts, gets);
  }
}
