package dev.kvarium.redis.command;

import dev.kvarium.wire.Reply;
import java.util.Optional;

/**
 * A command that is not done yet and goes on later, as a slow script does: nothing else is executed
 * meanwhile but what says {@link Flags#ALLOW_BUSY}, everybody else is told that the server is busy.
 */
public interface LongRun {
  /** Goes on for a while: the reply when it is done. */
  Optional<Reply> goOn(Call call);

  /** What others are told, a whole error line. */
  String busyError();

  /** Whether others wait until it is done and are told nothing. */
  default boolean holdsOthers() {
    return false;
  }

  /** How long others have before it goes on. */
  long pauseMicros();
}
