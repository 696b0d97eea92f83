package dev.kvarium.lab;

import dev.kvarium.event.CommandEvent;
import dev.kvarium.event.EventLog;
import dev.kvarium.event.ScriptEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a script did as one, and what stays of one that failed. */
final class ScriptReasons {
  private static final int NAMED = 6;

  private ScriptReasons() {}

  /** Adds what there is to say; whether a script failed, so that all is said but keys and log. */
  static boolean tell(List<EventLog.Entry> facts, List<String> lines) {
    List<String> called = new ArrayList<>();
    List<String> written = new ArrayList<>();
    for (EventLog.Entry each : facts) {
      switch (each.event()) {
        case CommandEvent.Called call -> {
          String name = call.command().toUpperCase(Locale.ROOT).replace('|', ' ');
          called.add(name);
          if (call.dirty() > 0) {
            written.add(name);
          }
        }
        case ScriptEvent.Ended ended -> {
          if (!called.isEmpty()) {
            lines.add("it ran as one, with nobody served in between: " + named(called));
          }
        }
        case ScriptEvent.Failed failed -> {
          lines.add("the script ended with an error: " + failed.error());
          lines.add(
              written.isEmpty()
                  ? "it had written nothing by then"
                  : named(written)
                      + (written.size() == 1 ? " was" : " were")
                      + " done by then, and what was written stays: a script is alone, but takes"
                      + " nothing back");
          return true;
        }
        default -> {}
      }
    }
    return false;
  }

  private static String named(List<String> names) {
    return String.join(", ", names.subList(0, StrictMath.min(NAMED, names.size())))
        + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "");
  }
}
