package dev.kvarium.view;

import dev.kvarium.event.CommandEvent;
import dev.kvarium.event.ScriptEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Scripts in words: what they called, that it ran as one, and what stays when they fail. */
public final class ScriptFacts {
  private static final Set<String> OUTER =
      Set.of("eval", "evalsha", "eval_ro", "evalsha_ro", "fcall", "fcall_ro");
  private static final int NAMED = 6;
  private static final int SHA_SHOWN = 8;
  private static final int SHA_DIGITS = 40;

  private final List<String> called = new ArrayList<>();
  private int count;

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

  /** What is said of an event beneath the command, with the commands noted before it. */
  List<String> line(ScriptEvent event) {
    return switch (event) {
      case ScriptEvent.Started started -> List.of();
      case ScriptEvent.Ended ended when count == 0 -> List.of();
      case ScriptEvent.Ended ended ->
          List.of(
              names()
                  + (count == 1
                      ? " ran inside the script"
                      : " ran as one: nothing came in between"));
      case ScriptEvent.Failed failed ->
          List.of(
              "the script failed"
                  + (count == 0 ? "" : " after " + names())
                  + (failed.writes() == 0 ? "" : ": what was written stays, there is no way back"));
      case ScriptEvent.Slow slow -> List.of(sentence(slow));
      case ScriptEvent.Killed killed -> List.of(sentence(killed));
      case ScriptEvent.Logged logged -> List.of(sentence(logged));
    };
  }

  private String names() {
    return String.join(", ", called) + (count > NAMED ? ", … (" + count + " commands)" : "");
  }
}
