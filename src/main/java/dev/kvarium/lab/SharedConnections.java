package dev.kvarium.lab;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.command.Command;
import dev.kvarium.redis.command.Flags;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What cannot be sent by a client that sends the commands of many callers by one connection a node:
 * whatever changes the connection, or keeps it waiting. Jedis and Lettuce take a connection of its
 * own for these.
 */
final class SharedConnections {
  private static final List<String> OF_A_CONNECTION =
      List.of(
          "multi",
          "exec",
          "discard",
          "watch",
          "unwatch",
          "subscribe",
          "unsubscribe",
          "psubscribe",
          "punsubscribe",
          "ssubscribe",
          "sunsubscribe",
          "monitor",
          "hello",
          "auth",
          "select",
          "reset",
          "quit",
          "shutdown",
          "asking",
          "readonly",
          "readwrite",
          "client",
          "wait");

  private SharedConnections() {}

  /** Refuses a command that a client with a map of slots does not send. */
  static void refuse(Lab lab, String client, byte[][] argv) throws Refusal {
    Optional<RedisNode> any =
        lab.nodes().stream().flatMap(each -> lab.redis(each).stream()).findFirst();
    Optional<Command> row = any.flatMap(node -> Commands.row(node, argv));
    String name = Bytes.text(argv[0]).toLowerCase(Locale.ROOT);
    if (OF_A_CONNECTION.contains(name)
        || row.filter(each -> each.row().has(Flags.BLOCKING)).isPresent()) {
      throw new Refusal(
          client
              + " sends the commands of all by one connection to each node, and "
              + name.toUpperCase(Locale.ROOT)
              + " needs one of its own: give it to a node, as in "
              + Lab.FIRST_NODE
              + "> "
              + name.toUpperCase(Locale.ROOT));
    }
  }
}
