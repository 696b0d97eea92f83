package dev.kvarium.lab;

import dev.kvarium.client.SlotClient;
import dev.kvarium.client.SlotPlan;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** What {@code :cluster} does to a world. */
public sealed interface ClusterStep {
  /** Nodes are added, and become a cluster with the first. */
  record Create(int primaries, int replicasEach, SequencedMap<String, String> options)
      implements ClusterStep {}

  /** A node is added to a cluster, as a primary without slots or as a replica. */
  record Join(
      String node, String known, Optional<String> primary, SequencedMap<String, String> options)
      implements ClusterStep {}

  /** Somebody begins to move slots. */
  record Move(String order, List<SlotPlan.Move> moves, List<String> primaries)
      implements ClusterStep {}

  /** Whoever moves slots stops, or a client begins no more commands. */
  record Stop(Optional<String> client) implements ClusterStep {}

  /** Time passes until so many orders to nodes were answered; none: until all is done. */
  record Await(Optional<Long> orders) implements ClusterStep {}

  /** A program that uses the cluster is started. */
  record AddClient(String name, List<String> seeds, SlotClient.Options options)
      implements ClusterStep {}

  /** A program begins to send commands. */
  record Send(String client, TrafficSpec spec) implements ClusterStep {}

  /** The line that makes it, or what is left of it. */
  default String text() {
    return ":cluster "
        + switch (this) {
          case Create create -> "create " + create.primaries() + " " + create.replicasEach();
          case Join join -> "add " + join.node();
          case Move move -> move.order();
          case Stop stop -> "stop" + stop.client().map(each -> " " + each).orElse("");
          case Await await -> await.orders().map(orders -> "step " + orders).orElse("wait");
          case AddClient added -> "client " + added.name();
          case Send send -> "traffic " + send.client();
        };
  }
}
