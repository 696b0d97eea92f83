package dev.kvarium.script;

import dev.kvarium.event.EventLog;
import java.util.List;
import java.util.SequencedMap;

/**
 * A script as it went.
 *
 * @param world the line that makes the world it ended in, {@code :world redis seed=1 version=7.0}
 * @param startMicros the Unix time at which that world started
 * @param metrics of the lab at the end, by name
 * @param events all facts of that world
 */
public record ScriptResult(
    Script script,
    String world,
    long startMicros,
    List<StepResult> steps,
    SequencedMap<String, String> metrics,
    List<EventLog.Entry> events) {

  public boolean holds() {
    return bad() == 0;
  }

  /** How many steps differ or failed. */
  public int bad() {
    int count = 0;
    for (StepResult each : steps) {
      count += each.verdict().isBad() ? 1 : 0;
    }
    return count;
  }

  /** How many steps checked something, or went wrong. */
  public int checks() {
    int count = 0;
    for (StepResult each : steps) {
      count += each.verdict().isCheck() ? 1 : 0;
    }
    return count;
  }
}
