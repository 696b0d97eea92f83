package dev.kvarium.view;

import dev.kvarium.event.ClientEvent;
import dev.kvarium.event.Event;
import dev.kvarium.event.NetworkEvent;
import java.util.List;

/**
 * What nodes do among themselves to keep in touch, which says nothing that is not said elsewhere:
 * orders of a sentinel as they come in, ends of connections of proxies and sentinels.
 *
 * @param nodes all nodes
 * @param watchers those that keep no data
 */
record Upkeep(List<String> nodes, List<String> watchers) {
  boolean is(Event event) {
    return switch (event) {
      case ClientEvent.Subscribed one -> isANode(one.client());
      case ClientEvent.Unsubscribed one -> isANode(one.client());
      case ClientEvent.Published one -> isANode(one.client());
      case ClientEvent.Killed one -> isANode(one.client());
      case ClientEvent.Queued one -> isANode(one.client());
      case ClientEvent.Executed one -> isANode(one.client());
      case NetworkEvent.Refused one -> watchers.contains(one.from());
      case NetworkEvent.Closed one ->
          watchers.contains(one.node()) || watchers.contains(one.peer());
      default -> false;
    };
  }

  /** Whether a client is known by an address of a node. */
  private boolean isANode(String client) {
    int colon = client.lastIndexOf(':');
    return colon > 0 && nodes.contains(client.substring(0, colon));
  }
}
