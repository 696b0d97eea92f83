package dev.kvarium.memcached;

import dev.kvarium.base.Bytes;
import dev.kvarium.world.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Who watches what happens, as {@code watch} asks for it, and the lines that they are sent. */
final class Watch {
  /** What can be watched. */
  enum Kind {
    RAWCMDS,
    EVICTIONS,
    FETCHERS,
    MUTATIONS,
    SYSEVENTS,
    CONNEVENTS,
    PROXYREQS,
    PROXYEVENTS,
    PROXYUSER
  }

  private static final int MOST_WATCHERS = 20;
  private static final long MICROS = 1_000_000;

  private static final class Watcher {
    final MemcachedSession session;
    final Set<Kind> kinds;

    /** How many lines it was not sent since it last kept up. */
    long skipped;

    Watcher(MemcachedSession session, Set<Kind> kinds) {
      this.session = session;
      this.kinds = kinds;
    }
  }

  private final Clock clock;
  private final NodeStats stats;
  private final List<Watcher> watchers = new ArrayList<>();
  private final Set<Kind> watched = EnumSet.noneOf(Kind.class);
  private final long bufferBytes;
  private long lastNumber;

  /**
   * Nobody watches yet.
   *
   * @param bufferBytes how much may wait for a watcher that does not read
   */
  Watch(Clock clock, NodeStats stats, long bufferBytes) {
    this.clock = clock;
    this.bufferBytes = bufferBytes;
    this.stats = stats;
  }

  int watchers() {
    return watchers.size();
  }

  boolean watches(Kind kind) {
    return watched.contains(kind);
  }

  /** A session watches from now on; false when there are too many already. */
  boolean add(MemcachedSession session, Set<Kind> kinds) {
    if (watchers.size() >= MOST_WATCHERS) {
      return false;
    }
    lastNumber++;
    watchers.add(new Watcher(session, kinds));
    watched.addAll(kinds);
    return true;
  }

  void remove(MemcachedSession session) {
    watchers.removeIf(each -> each.session == session);
    watched.clear();
    watchers.forEach(each -> watched.addAll(each.kinds));
  }

  /** A line to all who watch this. */
  void log(Kind kind, String text) {
    long now = clock.nowMicros();
    String line =
        "ts=" + now / MICROS + "." + now % MICROS + " gid=" + ++lastNumber + " " + text + "\n";
    stats.logWorkerWritten++;
    for (Watcher each : watchers) {
      if (each.kinds.contains(kind)) {
        tell(each, line);
      }
    }
  }

  /** Sends a line, unless the watcher is so far behind that its buffer is full. */
  private void tell(Watcher watcher, String line) {
    String whole = watcher.skipped == 0 ? line : "skipped=" + watcher.skipped + "\n" + line;
    if (watcher.session.out().length() + whole.length() > bufferBytes) {
      watcher.skipped++;
      stats.logWatcherSkipped++;
      return;
    }
    watcher.skipped = 0;
    stats.logWatcherSent++;
    watcher.session.send(Bytes.latin1(whole));
  }

  /** A key as it is written in log lines and dumps. */
  static String encoded(byte[] key) {
    StringBuilder text = new StringBuilder(key.length);
    for (byte b : key) {
      int c = b & 0xff;
      if (c >= 'a' && c <= 'z'
          || c >= 'A' && c <= 'Z'
          || c >= '0' && c <= '9'
          || "-._~".indexOf(c) >= 0) {
        text.append((char) c);
      } else {
        text.append(String.format(Locale.ROOT, "%%%02X", c));
      }
    }
    return text.toString();
  }
}
