package dev.kvarium.view;

import dev.kvarium.base.Blob;
import dev.kvarium.event.AofEvent;
import dev.kvarium.event.CommandEvent;
import dev.kvarium.event.EncodingEvent;
import dev.kvarium.event.EventLog;
import dev.kvarium.event.KeyEvent;
import dev.kvarium.event.LedgerEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.redis.keyspace.ExpirySnapshot;
import dev.kvarium.redis.keyspace.KeyspaceCron;
import dev.kvarium.structure.Dict;
import dev.kvarium.structure.DictRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A dict of so many keys that was filled for real, what was said meanwhile, and when keys die. */
record Happening(Dict<byte[]> keys, EventLog events, ExpirySnapshot expiry) {
  static final Happening NOTHING =
      new Happening(new Dict<>(new DictRules(1, 2)), new EventLog(), expiry(0));

  /** So much that it is made once. */
  static final Happening MUCH = ofKeys(1_200_000);

  /** Writes {@code key:0:0}, {@code key:0:1} … at even distances of time. */
  static Happening ofKeys(int count) {
    Dict<byte[]> keys = new Dict<>(new DictRules(1, 2));
    EventLog log = new EventLog();
    long[] now = {Scenes.START};
    Probe probe = log.probe("main", () -> now[0]);
    int told = Math.min(count, 20_000);
    for (int i = 0; i < count; i++) {
      String name = "key:0:" + i;
      keys.put(name.getBytes(StandardCharsets.UTF_8), new byte[0]);
      if (i < told) {
        now[0] = Scenes.START + (Scenes.NOW - Scenes.START) * i / told;
        tell(probe, name, i);
      }
    }
    now[0] = Scenes.NOW;
    probe.emit(new KeyEvent.Expired(Blob.of("old"), 0, KeyEvent.Cause.ACTIVE));
    return new Happening(keys, log, expiry(count));
  }

  private static void tell(Probe probe, String name, int i) {
    Blob key = Blob.of(name);
    probe.emit(new KeyEvent.Created(key, 0, "string", "embstr"));
    probe.emit(new AofEvent.Buffered(3_990 + 31L * i, 31, "SET " + name + " x"));
    probe.emit(new CommandEvent.Ran("you", "set", 1));
    if (i % 3 == 0) {
      probe.emit(new LedgerEvent.Acknowledged(i + 1, "you", "SET " + name + " x"));
    }
    if (i == 7) {
      probe.emit(
          new EncodingEvent.Converted(
              key, 0, "hash", "listpack", "hashtable", "hash-max-listpack-value", 64, 65, 96, 232));
    }
  }

  private static ExpirySnapshot expiry(int count) {
    long now = Scenes.NOW / 1_000;
    long[] bounds = {0, 1_000, 10_000, 60_000, 600_000, 3_600_000, 86_400_000, 604_800_000};
    List<ExpirySnapshot.Range> ranges = new ArrayList<>();
    long looked = count == 0 ? 0 : Math.min(count / 3 + 1, ExpirySnapshot.MOST_LOOKED);
    long left = looked;
    for (int i = 0; i < bounds.length; i++) {
      long to = i == bounds.length - 1 ? Long.MAX_VALUE : bounds[i + 1];
      ranges.add(new ExpirySnapshot.Range(bounds[i], to, i == 2 ? 0 : left / 3));
      left -= i == 2 ? 0 : left / 3;
    }
    List<ExpirySnapshot.Due> soonest = new ArrayList<>();
    for (int i = 0; i < Math.min(5, looked); i++) {
      soonest.add(new ExpirySnapshot.Due(Blob.of("key:0:" + i), now - 1_500 + 2_300L * i));
    }
    return new ExpirySnapshot(
        now,
        0,
        count,
        count == 0 ? 0 : count / 3 + 1,
        looked,
        left,
        ranges,
        soonest,
        count != 12,
        KeyspaceCron.pace(count > 12 ? 3 : 1, 10),
        count / 7.0,
        count / 5,
        count == 0
            ? Optional.empty()
            : Optional.of(
                new ExpirySnapshot.Cycle(
                    now - 80, count > 12, 20, 5, 1, 6, count > 12 ? 1_000 : 25_000, count > 100)),
        count / 10,
        count / 5);
  }
}
