package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.FAST;
import static dev.kvarium.redis.command.Group.CONNECTION;

import dev.kvarium.wire.Reply;
import java.util.List;

/** The commands about the connection itself. */
public final class ConnectionCommands {
  public List<CommandRow> rows() {
    return List.of(
        new CommandRow(
            "ping",
            "[message]",
            FAST,
            CONNECTION,
            "1.0.0",
            "Answers, with a message when one is given",
            KeySpec.NONE,
            ConnectionCommands::ping));
  }

  private static Reply ping(Call call) throws CommandError {
    if (call.argc() > 2) {
      throw new CommandError("ERR wrong number of arguments for 'ping' command");
    }
    return call.argc() == 1 ? Reply.PONG : Reply.of(call.arg(1));
  }
}
