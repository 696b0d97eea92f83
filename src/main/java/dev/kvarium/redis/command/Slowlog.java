package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The commands that took longer than {@code slowlog-log-slower-than} microseconds, the latest
 * first, as many as {@code slowlog-max-len}.
 */
public final class Slowlog {
  private static final int MOST_WORDS = 32;
  private static final int MOST_BYTES = 128;

  /**
   * A command that took long.
   *
   * @param words as the client sent them, long ones and many of them cut
   */
  public record Entry(
      long id,
      long unixSeconds,
      long micros,
      List<byte[]> words,
      String address,
      byte[] clientName) {}

  private final Settings settings;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private long nextId;

  Slowlog(Settings settings) {
    this.settings = settings;
  }

  /** Takes a command in, if it took long enough. */
  void add(Session session, byte[][] words, long micros, long unixSeconds) {
    if (settings.slowlogMicros < 0) {
      return;
    }
    if (micros >= settings.slowlogMicros) {
      entries.addFirst(
          new Entry(
              nextId++,
              unixSeconds,
              micros,
              cut(Secrets.hidden(words, settings)),
              session.address(),
              session.name));
    }
    while (entries.size() > settings.slowlogLength) {
      entries.removeLast();
    }
  }

  /** The latest first. */
  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  public int length() {
    return entries.size();
  }

  void reset() {
    entries.clear();
  }

  private static List<byte[]> cut(byte[][] words) {
    byte[][] kept = Arrays.copyOf(words, Math.min(words.length, MOST_WORDS));
    for (int i = 0; i < kept.length; i++) {
      if (kept[i].length > MOST_BYTES) {
        String more = "... (" + (kept[i].length - MOST_BYTES) + " more bytes)";
        kept[i] = Bytes.concat(Arrays.copyOf(kept[i], MOST_BYTES), Bytes.latin1(more));
      }
    }
    if (words.length > MOST_WORDS) {
      int more = words.length - MOST_WORDS + 1;
      kept[MOST_WORDS - 1] = Bytes.latin1("... (" + more + " more arguments)");
    }
    return List.of(kept);
  }
}
