package dev.kvarium.lab;

import dev.kvarium.wire.Reply;
import dev.kvarium.wire.ReplyText;

/**
 * What a node sent to a client that had not asked just now.
 *
 * @param resp3 in which of the two protocols it was sent
 */
record Delivery(String client, String node, long timeMicros, Reply reply, boolean resp3) {
  Part part() {
    String who = node.equals(Lab.FIRST_NODE) ? client : client + "@" + node;
    return new Part.Delivered(who, reply, ReplyText.of(reply, resp3));
  }
}
