package dev.kvarium.export;

import dev.kvarium.lab.Part;
import dev.kvarium.view.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One line that was followed, with what came of it.
 *
 * @param number of the step, from 1
 * @param prose what the script says above it; may have several lines, may be empty
 * @param prompt what stood before the cursor, {@code redis> }
 * @param entry the line as it is typed there
 * @param parts all that the lab answered
 * @param checks what the script expects of the world behind it, each with whether it holds
 * @param sinceStartMicros virtual time of the world after it
 * @param sights what was to be seen then, in the order of the playback's sights
 */
public record Frame(
    int number,
    String prose,
    String prompt,
    String entry,
    List<Part> parts,
    List<Check> checks,
    long sinceStartMicros,
    List<Optional<Picture>> sights) {
  public Frame {
    parts = List.copyOf(parts);
    checks = List.copyOf(checks);
    sights = List.copyOf(sights);
  }

  /** A line that only says what must be so. */
  public record Check(String line, boolean holds) {}

  Frame with(Check check) {
    List<Check> more = new ArrayList<>(checks);
    more.add(check);
    return new Frame(number, prose, prompt, entry, parts, more, sinceStartMicros, sights);
  }
}
