package dev.kvarium.lab;

import dev.kvarium.base.Blob;
import dev.kvarium.client.SlotClientSnapshot;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.cluster.ClusterSnapshot;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** The figures of a Redis Cluster, of its slots, and of clients with a map of them. */
final class ClusterMetrics {
  private static final List<Metrics.Row> ROWS =
      List.of(
          row(
              "cluster.state",
              "ok or fail, in the words of CLUSTER INFO; none where there is no cluster",
              look -> of(look, seen -> seen.ok() ? "ok" : "fail", "none")),
          row(
              "cluster.epoch",
              "the epoch under which the node claims its slots",
              look -> of(look, seen -> text(seen.self().epoch()))),
          row(
              "cluster.slots",
              "slots that are the node's",
              look -> of(look, seen -> text(seen.self().slots()))),
          row(
              "cluster.role",
              "primary or replica",
              look -> of(look, seen -> seen.self().isReplica() ? "replica" : "primary", "none")),
          row(
              "cluster.commands",
              "commands on keys that the node let in since it started",
              look -> of(look, seen -> text(seen.allCommands()))),
          row(
              "cluster.share",
              "of those that all nodes let in, how many percent it let in",
              ClusterMetrics::share),
          row(
              "cluster.moved",
              "commands that it answered with MOVED",
              look -> of(look, seen -> text(seen.refused().moved()))),
          row(
              "cluster.ask",
              "commands that it answered with ASK",
              look -> of(look, seen -> text(seen.refused().ask()))),
          row(
              "cluster.tryagain",
              "commands that it answered with TRYAGAIN",
              look -> of(look, seen -> text(seen.refused().tryAgain()))),
          row(
              "cluster.crossslot",
              "commands that it answered with CROSSSLOT",
              look -> of(look, seen -> text(seen.refused().crossSlot()))),
          row(
              "cluster.open_slots",
              "slots that are migrating from the node or being imported by it",
              look -> of(look, seen -> text(seen.openSlots()))),
          row(
              "cluster.all_keys",
              "keys of all primaries of the world's cluster",
              ClusterMetrics::allKeys),
          row(
              "cluster.all_hits",
              "reads of all primaries that found their key, as keyspace_hits counts them",
              ClusterMetrics::allHits),
          ofKey(
              "slot.owner",
              "the node that has a slot, given by its number or by a key of it",
              look -> of(look, seen -> owner(look, seen), "none")),
          ofKey(
              "slot.keys",
              "keys of a slot at all primaries, given as for slot.owner",
              ClusterMetrics::slotKeys),
          ofKey(
              "cluster.keys_like",
              "keys of all primaries whose names match a pattern, as KEYS has it",
              ClusterMetrics::keysLike),
          ofKey(
              "slot.commands",
              "commands on keys of a slot that all nodes let in",
              ClusterMetrics::slotCommands),
          ofKey(
              "slotclient.answered",
              "commands of a client with a map of slots that were answered",
              look -> client(look, SlotClientSnapshot::answered)),
          ofKey(
              "slotclient.failed",
              "of these, with an error",
              look -> client(look, SlotClientSnapshot::failed)),
          ofKey(
              "slotclient.sent",
              "commands that it sent to nodes, those that it sent again included",
              look -> client(look, SlotClientSnapshot::sent)),
          ofKey(
              "slotclient.moved",
              "how often it was told MOVED",
              look -> client(look, SlotClientSnapshot::moved)),
          ofKey(
              "slotclient.ask",
              "how often it was told ASK",
              look -> client(look, SlotClientSnapshot::ask)),
          ofKey(
              "slotclient.tryagain",
              "how often it was told TRYAGAIN",
              look -> client(look, SlotClientSnapshot::tryAgain)),
          ofKey(
              "slotclient.map_reads",
              "how often it read CLUSTER SLOTS",
              look -> client(look, SlotClientSnapshot::mapReads)),
          ofKey(
              "slotclient.remembered",
              "commands that it answered from what it remembers",
              look -> client(look, SlotClientSnapshot::remembered)));

  private ClusterMetrics() {}

  private static Metrics.Row row(String name, String doc, Function<Metrics.Look, String> value) {
    return Metrics.row(name, doc, value);
  }

  private static Metrics.Row ofKey(String name, String doc, Function<Metrics.Look, String> value) {
    return Metrics.ofKey(name, doc, value);
  }

  private static String text(long number) {
    return Metrics.text(number);
  }

  static Stream<Metrics.Row> rows() {
    return ROWS.stream();
  }

  /** A figure of the cluster as the node knows it; 0 of a node that is part of none. */
  private static String of(Metrics.Look look, Function<ClusterSnapshot, String> figure) {
    return of(look, figure, "0");
  }

  private static String of(
      Metrics.Look look, Function<ClusterSnapshot, String> figure, String otherwise) {
    return look.redis().flatMap(RedisNode::cluster).map(figure).orElse(otherwise);
  }

  private static String owner(Metrics.Look look, ClusterSnapshot seen) {
    String address = seen.owner(ClusterMoves.slot(look.keyName()));
    return address.isEmpty() ? "nobody" : ClusterMoves.host(address);
  }

  private static Collection<ClusterSnapshot> all(Metrics.Look look) {
    return look.lab().scene(look.node()).clusters().values();
  }

  private static Stream<ClusterSnapshot> primaries(Metrics.Look look) {
    return all(look).stream().filter(each -> !each.self().isReplica());
  }

  private static String share(Metrics.Look look) {
    long sum = all(look).stream().mapToLong(ClusterSnapshot::allCommands).sum();
    return of(look, seen -> Metrics.Look.figure(sum == 0 ? 0 : 100.0 * seen.allCommands() / sum));
  }

  private static String allKeys(Metrics.Look look) {
    return text(primaries(look).mapToLong(ClusterSnapshot::allKeys).sum());
  }

  private static String allHits(Metrics.Look look) {
    return text(
        primaries(look)
            .flatMap(each -> look.lab().redis(ClusterMoves.host(each.myself())).stream())
            .flatMap(each -> each.info("keyspace_hits").stream())
            .mapToLong(Long::parseLong)
            .sum());
  }

  private static String slotKeys(Metrics.Look look) {
    int slot = ClusterMoves.slot(look.keyName());
    return text(primaries(look).mapToLong(each -> each.keys()[slot]).sum());
  }

  private static String keysLike(Metrics.Look look) {
    Blob pattern = Blob.of(look.keyName());
    return text(
        primaries(look)
            .flatMap(each -> look.lab().redis(ClusterMoves.host(each.myself())).stream())
            .mapToLong(each -> each.countLike(0, pattern))
            .sum());
  }

  private static String slotCommands(Metrics.Look look) {
    int slot = ClusterMoves.slot(look.keyName());
    return text(all(look).stream().mapToLong(each -> each.commands()[slot]).sum());
  }

  private static String client(Metrics.Look look, ToLongFunction<SlotClientSnapshot> figure) {
    return text(
        look.lab()
            .world()
            .cluster()
            .client(look.keyName())
            .map(SlotClientMachine::snapshot)
            .map(figure::applyAsLong)
            .orElse(0L));
  }
}
