package dev.kvarium.redis.command;

import dev.kvarium.redis.value.Value;
import dev.kvarium.wire.Reply;

/** What a client that waits for keys does when one of them may have come. */
public interface Waiter {
  /**
   * Takes from a key what the client waited for.
   *
   * <p>Runs after the command, transaction or script that made the key ready, as a command of the
   * client that waited: {@code call} has the words that it sent, and what {@code call} is told of
   * changes is logged. The value may be of any type.
   *
   * @return the reply; {@link Reply.None} while the client goes on waiting
   * @throws CommandError as the reply: the client waits no longer
   */
  Reply serve(Call call, byte[] key, Value value) throws CommandError;

  /**
   * A stream that the client waits for is gone with its key.
   *
   * @return the reply that ends the wait; {@link Reply.None} while it goes on
   */
  default Reply gone(Call call, byte[] key) {
    return Reply.None.NONE;
  }

  /** What the client is told when its time is over. */
  default Reply timedOut() {
    return Reply.Nil.ARRAY;
  }
}
