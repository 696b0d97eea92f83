package dev.kvarium.lab;

import dev.kvarium.base.Blob;
import dev.kvarium.base.CommandText;
import dev.kvarium.event.Crash;
import dev.kvarium.event.EncodingEvent;
import dev.kvarium.event.Event;
import dev.kvarium.event.EventLog;
import dev.kvarium.event.KeyEvent;
import dev.kvarium.event.LedgerEvent;
import dev.kvarium.event.NodeEvent;
import dev.kvarium.view.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What became of one key of one node, folded from the event log: no store is asked. */
final class KeyHistory {
  /** What a fact did to the key. */
  enum Turn {
    BORN,
    CHANGED,
    CONVERTED,
    EXPIRY,
    /** Gone by a command, by its time, or with the memory of its server. */
    GONE
  }

  /**
   * A fact about the key.
   *
   * @param what in words
   */
  record Chapter(EventLog.Entry fact, Turn turn, String what) {}

  private final String node;
  private final int db;
  private final Blob key;
  private final long startMicros;
  private final List<Chapter> chapters = new ArrayList<>();
  private boolean there;
  private boolean down;
  private boolean died;

  private KeyHistory(String node, int db, Blob key, long startMicros) {
    this.node = node;
    this.db = db;
    this.key = key;
    this.startMicros = startMicros;
  }

  /** The history of a key up to a fact, that one left out. */
  static KeyHistory of(Lab lab, String node, int db, Blob key, long beforeFact) {
    KeyHistory history = new KeyHistory(node, db, key, lab.startMicros());
    for (EventLog.Entry entry : lab.events().all()) {
      if (entry.number() < beforeFact && entry.node().equals(node)) {
        history.take(entry);
      }
    }
    return history;
  }

  List<Chapter> chapters() {
    return chapters;
  }

  /** Whether the key is there at the end, as far as facts tell. */
  boolean isThere() {
    return there;
  }

  /** The last of its chapters of a kind. */
  Optional<Chapter> last(Turn turn) {
    for (Chapter each : chapters.reversed()) {
      if (each.turn() == turn) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** The chapter that made the value what it is as a whole. */
  Optional<Chapter> birth() {
    return there ? last(Turn.BORN) : Optional.empty();
  }

  private void take(EventLog.Entry entry) {
    switch (entry.event()) {
      case KeyEvent event -> take(entry, event);
      case EncodingEvent.Converted converted -> {
        if (isKey(converted.db(), converted.key())) {
          add(entry, Turn.CONVERTED, of(converted));
        }
      }
      case EncodingEvent.Widened widened -> {
        if (isKey(widened.db(), widened.key())) {
          add(
              entry,
              Turn.CONVERTED,
              "intset widened from "
                  + widened.fromBits()
                  + " to "
                  + widened.toBits()
                  + " bits a number, for "
                  + widened.found());
        }
      }
      case Crash crash -> {
        down = true;
        if (there) {
          there = false;
          died = true;
          add(
              entry,
              Turn.GONE,
              crash instanceof Crash.Power
                  ? "gone from memory: the power was cut"
                  : "gone from memory: the process was killed");
        }
      }
      case NodeEvent.Stopped stopped -> {
        down = true;
        if (there) {
          there = false;
          died = true;
          add(entry, Turn.GONE, "gone from memory: the server was stopped");
        }
      }
      case NodeEvent.Started started -> {
        if (died && !there) {
          add(entry, Turn.GONE, "missing from the log that the server read at its start");
        }
        died = false;
        down = false;
      }
      case LedgerEvent.Lost lost -> {
        if (mentions(lost.text())) {
          add(entry, Turn.CHANGED, "lost, though it was acknowledged: " + lost.text());
        }
      }
      case Event other -> {}
    }
  }

  private boolean mentions(String command) {
    String name = CommandText.of(new byte[][] {key.bytes()});
    return (command + " ").contains(" " + name + " ");
  }

  private boolean isKey(int otherDb, Blob other) {
    return otherDb == db && other.equals(key);
  }

  private void take(EventLog.Entry entry, KeyEvent event) {
    switch (event) {
      case KeyEvent.Renamed renamed -> {
        if (isKey(renamed.db(), renamed.key())) {
          gone(entry, "renamed to " + name(renamed.to()) + inDb(renamed.toDb()));
        }
        if (isKey(renamed.toDb(), renamed.to())) {
          born(entry, "took the place of " + name(renamed.key()) + inDb(renamed.db()));
        }
      }
      case KeyEvent.Flushed flushed -> {
        if (flushed.db() == db && there) {
          gone(entry, "gone with all " + Quantity.count(flushed.keys(), "key") + " of db" + db);
        }
      }
      case KeyEvent.Swapped swapped -> {
        if (swapped.db() == db || swapped.otherDb() == db) {
          int other = swapped.db() == db ? swapped.otherDb() : swapped.db();
          add(entry, Turn.CHANGED, "db" + db + " and db" + other + " exchanged all their keys");
        }
      }
      case KeyEvent each -> {
        if (isKey(each.db(), each.key())) {
          takeOwn(entry, each);
        }
      }
    }
  }

  private void takeOwn(EventLog.Entry entry, KeyEvent event) {
    switch (event) {
      case KeyEvent.Created created -> {
        String again = down ? "read from the log: " : "created: ";
        born(entry, again + created.type() + ", " + created.encoding());
      }
      case KeyEvent.Replaced replaced ->
          born(entry, "replaced as a whole: " + replaced.type() + ", " + replaced.encoding());
      case KeyEvent.Changed changed -> add(entry, Turn.CHANGED, "changed");
      case KeyEvent.Deleted deleted -> gone(entry, "deleted");
      case KeyEvent.Expired expired ->
          gone(
              entry,
              expired.cause() == KeyEvent.Cause.LAZY
                  ? "expired: its time had passed, and this touch found it (lazily)"
                  : "expired: its time had passed, and the active cycle came by");
      case KeyEvent.ExpirySet set ->
          add(
              entry,
              Turn.EXPIRY,
              "expires at " + Durations.sinceStart(set.atMillis() * 1_000 - startMicros));
      case KeyEvent.ExpiryCleared cleared -> add(entry, Turn.EXPIRY, "expires no more");
      case KeyEvent.Hit hit -> {}
      case KeyEvent.Missed missed -> {}
      case KeyEvent.Renamed renamed -> {}
      case KeyEvent.Flushed flushed -> {}
      case KeyEvent.Swapped swapped -> {}
    }
  }

  private void born(EventLog.Entry entry, String what) {
    there = true;
    add(entry, Turn.BORN, what);
  }

  private void gone(EventLog.Entry entry, String what) {
    there = false;
    add(entry, Turn.GONE, what);
  }

  private void add(EventLog.Entry entry, Turn turn, String what) {
    chapters.add(new Chapter(entry, turn, what));
  }

  /** Why a value took another encoding: the limit that was passed, and what it costs. */
  static String of(EncodingEvent.Converted converted) {
    String why =
        converted.limitValue() == 0 && converted.found() == 0
            ? converted.limit()
            : Quantity.count(converted.found())
                + " > "
                + converted.limit()
                + " "
                + Quantity.count(converted.limitValue());
    return converted.from()
        + " → "
        + converted.to()
        + ": "
        + why
        + " ("
        + Quantity.bytes(converted.bytesBefore())
        + " → "
        + Quantity.bytes(converted.bytesAfter())
        + ")";
  }

  private static String name(Blob key) {
    return CommandText.of(new byte[][] {key.bytes()}, 40);
  }

  private String inDb(int other) {
    return other == db ? "" : " in db" + other;
  }
}
