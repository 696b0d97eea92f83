package dev.kvarium.lab;

import dev.kvarium.redis.command.Session;

/** What stands before the cursor: {@code redis> }, {@code redis[3]> }, {@code worker-1> }. */
final class PromptText {
  private PromptText() {}

  /** The prompt of the world at hand. */
  static String of(Lab lab) {
    StringBuilder prompt =
        new StringBuilder(lab.worldName().equals(Lab.FIRST_WORLD) ? "" : lab.worldName() + ":");
    String client = lab.client();
    String node = lab.node();
    String kind =
        lab.world().cache(node).isPresent()
            ? World.MEMCACHED
            : lab.world()
                .port(node)
                .map(port -> port.models().split(" ")[0])
                .orElse(WorldSpec.DEFAULT.kind());
    if (client.equals(Lab.PROMPT_CLIENT) && node.equals(Lab.FIRST_NODE)) {
      prompt.append(kind);
    } else {
      prompt.append(client.equals(Lab.PROMPT_CLIENT) ? kind : client);
      if (!node.equals(Lab.FIRST_NODE)) {
        prompt.append('@').append(node);
      }
    }
    int missing = lab.missingBytes();
    if (missing > 0) {
      prompt.append('(').append(missing).append(" B of the value)");
    }
    int db = lab.db();
    if (db != 0) {
      prompt.append('[').append(db).append(']');
    }
    if (lab.session().filter(Session::isInTransaction).isPresent()) {
      prompt.append("(TX)");
    }
    return prompt.append("> ").toString();
  }
}
