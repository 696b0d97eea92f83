package dev.kvarium.lab;

import dev.kvarium.base.Blob;
import dev.kvarium.sharding.Ring;
import dev.kvarium.sharding.RingSnapshot;
import dev.kvarium.sharding.Rings;
import dev.kvarium.sharding.Server;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How clients of the world find the node of a key: a ring of the library that they use, over nodes
 * of the world.
 *
 * @param servers the nodes, each with the name and port by which the library hashes it
 * @param before the ring as it was before it changed last
 */
record NodeRing(String name, Rings.Choice choice, List<Server> servers, Ring ring, Ring before) {
  /**
   * A new ring, or another in the place of one.
   *
   * @throws IllegalArgumentException when the library has no such ring
   */
  static NodeRing of(Step.SetRing step, Optional<NodeRing> earlier) {
    Ring ring = Rings.of(step.choice(), step.servers());
    Ring before = earlier.map(NodeRing::ring).orElse(ring);
    return new NodeRing(step.ring(), step.choice(), step.servers(), ring, before);
  }

  /** The name of the node that a key belongs to. */
  String node(byte[] key) {
    return ring.servers().get(ring.pick(key)).host();
  }

  /** The name of the library. */
  String library() {
    return choice.dialect();
  }

  /** Library, distribution and hash, as they were asked for. */
  String method() {
    StringBuilder text = new StringBuilder(choice.dialect());
    for (String each : List.of(choice.distribution(), choice.hash(), choice.format())) {
      text.append(each.isEmpty() ? "" : " " + each);
    }
    return text.append(choice.hashTag().isEmpty() ? "" : " " + choice.hashTag()).toString();
  }

  /** The names of the nodes, with commas between them. */
  String nodes() {
    return servers.stream()
        .map(each -> each.host() + (each.weight() == 1 ? "" : ":" + each.weight()))
        .collect(Collectors.joining(","));
  }

  /** How many keys of a hundred belong to another node than by another ring. */
  double differsFrom(NodeRing other) {
    return RingSnapshot.of(name, method(), ring, other.ring, Optional.empty()).movedPercent();
  }

  RingSnapshot snapshot(Optional<Blob> key) {
    return RingSnapshot.of(name, method(), ring, before, key);
  }
}
