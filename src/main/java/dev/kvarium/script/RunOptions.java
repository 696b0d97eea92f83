package dev.kvarium.script;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What {@code kvarium run} was asked for.
 *
 * @param files to replay, in order
 * @param format of the report, one of {@link Report#FORMATS}
 * @param events the file that takes the event log, one JSON object a line
 * @param update whether the replies that came are written into the files
 * @param seed for every world, whatever the files say
 * @param transcript whether the text report shows every step
 */
public record RunOptions(
    List<String> files,
    String format,
    Optional<String> events,
    boolean update,
    OptionalLong seed,
    boolean transcript) {

  /** Replays the files and reports as text. */
  public static RunOptions of(List<String> files) {
    return new RunOptions(files, "text", Optional.empty(), false, OptionalLong.empty(), false);
  }
}
