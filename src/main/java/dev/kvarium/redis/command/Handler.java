package dev.kvarium.redis.command;

import dev.kvarium.wire.Reply;

/** What a command does. Its arity has been checked; a {@link CommandError} becomes the reply. */
@FunctionalInterface
public interface Handler {
  Reply handle(Call call) throws CommandError;
}
