package dev.kvarium.view;

import dev.kvarium.event.CommandEvent;
import dev.kvarium.event.ScriptEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Scripts in words: what they called, that it ran as one, and what stays when they fail. */
public final class ScriptFacts {
  private static final Set<String> OUTER =
      Set.of("eval", "evalsha", "eval_ro", "evalsha_ro", "fcall", "fcall_ro");
  private static final int NAMED = 6;
  private static final int SHA_SHOWN = 8;
  private static final int SHA_DIGITS = 40;

  /** Of scripts that differ, so many are told; the rest is counted. */
  private static final int TOLD = 4;

  private final List<String> called = new ArrayList<>();
  private final Map<String, Integer> times = new LinkedHashMap<>();
  private int count;
  private int more;

  /** A mark for the tape of commands. */
  public static String marker(ScriptEvent event) {
    return switch (event) {
      case ScriptEvent.Started started -> "{" + shortName(started.name());
      case ScriptEvent.Ended ended -> "}" + shortName(ended.name());
      case ScriptEvent.Failed failed -> "✕script";
      case ScriptEvent.Slow slow -> "▲busy";
      case ScriptEvent.Killed killed -> "✕killed";
      case ScriptEvent.Logged logged -> "·log";
    };
  }

  private static String shortName(String name) {
    return name.length() == SHA_DIGITS ? name.substring(0, SHA_SHOWN) : name;
  }

  private static String what(String name, boolean capital) {
    boolean script = name.length() == SHA_DIGITS;
    String kind = script ? "the script" : "the function";
    return (capital ? "T" + kind.substring(1) : kind) + " " + shortName(name);
  }

  /** What happened, in a sentence. */
  public static String sentence(ScriptEvent event) {
    return switch (event) {
      case ScriptEvent.Started started ->
          started.client() + " had " + what(started.name(), false) + " run";
      case ScriptEvent.Ended ended ->
          what(ended.name(), false)
              + " of "
              + ended.client()
              + " ran "
              + Quantity.count(ended.calls(), "command")
              + " as one";
      case ScriptEvent.Failed failed ->
          what(failed.name(), false)
              + " of "
              + failed.client()
              + " failed after "
              + Quantity.count(failed.calls(), "command")
              + stays(failed.writes());
      case ScriptEvent.Slow slow ->
          what(slow.name(), false)
              + " of "
              + slow.client()
              + " runs for "
              + Quantity.span(slow.elapsedMillis() * 1_000)
              + ": others are answered with BUSY";
      case ScriptEvent.Killed killed ->
          what(killed.name(), false)
              + " of "
              + killed.client()
              + " was killed after "
              + Quantity.span(killed.elapsedMillis() * 1_000);
      case ScriptEvent.Logged logged ->
          "a script wrote to the server's log, " + logged.level() + ": " + logged.line();
    };
  }

  private static String stays(int writes) {
    return writes == 0 ? "" : "; what it wrote stays";
  }

  /** Notes a command that ran inside another. */
  void take(CommandEvent.Called event) {
    if (OUTER.contains(event.inside())) {
      count++;
      if (called.size() < NAMED) {
        called.add(event.command().toUpperCase(Locale.ROOT));
      }
    }
  }

  /**
   * Tells of an event beneath the command, with the commands noted before it. What has been told
   * already in the same words is counted.
   */
  void tell(ScriptEvent event, List<String> lines) {
    String line = line(event);
    if (event instanceof ScriptEvent.Ended || event instanceof ScriptEvent.Failed) {
      called.clear();
      count = 0;
    }
    if (line.isEmpty()) {
      return;
    }
    if (!times.containsKey(line)) {
      if (times.size() == TOLD) {
        more++;
        return;
      }
      lines.add(line);
    }
    times.merge(line, 1, Integer::sum);
  }

  /** Adds how often each was told, and how many were not. */
  void count(List<String> lines) {
    lines.replaceAll(
        each -> {
          int often = times.getOrDefault(each, 1);
          return often == 1 ? each : each + ", " + Quantity.count(often) + " times";
        });
    if (more > 0) {
      lines.add("… and " + Quantity.count(more, "more script"));
    }
  }

  private String line(ScriptEvent event) {
    return switch (event) {
      case ScriptEvent.Started started -> "";
      case ScriptEvent.Ended ended when count == 0 -> "";
      case ScriptEvent.Ended ended ->
          names()
              + (count == 1 ? " ran inside the script" : " ran as one: nothing came in between");
      case ScriptEvent.Failed failed ->
          "the script failed"
              + (count == 0 ? "" : " after " + names())
              + (failed.writes() == 0 ? "" : ": what was written stays, there is no way back");
      case ScriptEvent.Slow slow -> sentence(slow);
      case ScriptEvent.Killed killed -> sentence(killed);
      case ScriptEvent.Logged logged -> sentence(logged);
    };
  }

  private String names() {
    return String.join(", ", called) + (count > NAMED ? ", … (" + count + " commands)" : "");
  }
}
