package dev.kvarium.repl;

import dev.kvarium.event.AofEvent;
import dev.kvarium.event.DictEvent;
import dev.kvarium.event.EventLog;
import dev.kvarium.event.KeyEvent;
import dev.kvarium.event.RdbEvent;
import dev.kvarium.view.Quantity;
import dev.kvarium.view.Style;
import dev.kvarium.view.StyledText;
import java.util.ArrayList;
import java.util.List;

/** What happened by itself while nobody typed, at most a few lines of it. */
final class News {
  /** How many keys are named before the rest is only counted. */
  private static final int NAMED = 3;

  private News() {}

  static List<StyledText> of(List<EventLog.Entry> events, long startMicros) {
    List<String> expired = new ArrayList<>();
    List<String> other = new ArrayList<>();
    long syncedTo = -1;
    long at = 0;
    for (EventLog.Entry entry : events) {
      switch (entry.event()) {
        case KeyEvent.Expired gone -> {
          expired.add(gone.key().toString());
          at = entry.timeMicros();
        }
        case AofEvent.Synced synced -> {
          syncedTo = synced.offset();
          at = entry.timeMicros();
        }
        case DictEvent.RehashFinished done -> {
          other.add(done.dict() + " has " + Quantity.count(done.buckets(), "bucket") + " now");
          at = entry.timeMicros();
        }
        case RdbEvent.Saved saved -> {
          other.add(
              Quantity.count(saved.keys(), "key")
                  + " in "
                  + saved.file()
                  + ", "
                  + Quantity.bytes(saved.bytes()));
          at = entry.timeMicros();
        }
        case AofEvent.Rewritten done -> {
          other.add(
              "log written anew: "
                  + Quantity.bytes(done.bytesBefore())
                  + " became a base of "
                  + Quantity.bytes(done.baseBytes()));
          at = entry.timeMicros();
        }
        default -> {}
      }
    }
    List<StyledText> lines = new ArrayList<>();
    if (!expired.isEmpty()) {
      int named = Math.min(NAMED, expired.size());
      String rest = expired.size() > named ? " and " + (expired.size() - named) + " more" : "";
      add(
          lines,
          at,
          startMicros,
          "expired: " + String.join(", ", expired.subList(0, named)) + rest);
    }
    if (syncedTo >= 0) {
      add(lines, at, startMicros, "log on disk up to byte " + Quantity.count(syncedTo));
    }
    for (String each : other) {
      add(lines, at, startMicros, each);
    }
    return lines;
  }

  private static void add(List<StyledText> lines, long at, long startMicros, String what) {
    lines.add(StyledText.of(Quantity.clock(at - startMicros) + " · " + what, Style.DIM));
  }
}
