package dev.kvarium.lab;

import dev.kvarium.base.Blob;
import dev.kvarium.base.Bytes;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.command.Command;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/** Finds the one node to which a client with a ring sends a command. */
final class RingWay {
  private final Lab lab;
  private final NodeRing ring;

  RingWay(Lab lab, NodeRing ring) {
    this.lab = lab;
    this.ring = ring;
  }

  /** The step that a client's text becomes; empty when it says nothing. */
  Optional<Step> sent(String client, String text) throws Refusal {
    boolean cache = lab.world().cache(ring.servers().getFirst().host()).isPresent();
    return cache ? line(client, text) : command(client, text);
  }

  private Optional<Step> command(String client, String text) throws Refusal {
    byte[][] argv = Lines.split(text).args();
    if (argv.length == 0) {
      return Optional.empty();
    }
    List<Blob> keys = new ArrayList<>();
    Optional<RedisNode> any =
        ring.servers().stream().flatMap(each -> lab.redis(each.host()).stream()).findFirst();
    Optional<Command> row = any.flatMap(node -> Commands.row(node, argv));
    if (row.isPresent()) {
      for (int at : row.get().keyPositions(argv)) {
        keys.add(Blob.of(argv[at]));
      }
    } else if (argv.length > 1) {
      keys.add(Blob.of(argv[1]));
    }
    String node = node(Bytes.text(argv[0]), keys);
    return Optional.of(
        new Step.Command(
            client, node, argv, Optional.of(new Step.Way(ring.name(), keys.getFirst()))));
  }

  /** A line to a Memcached: the value of a storage command goes where that went. */
  private Optional<Step> line(String client, String text) throws Refusal {
    String line = text.startsWith(" ") ? text.substring(1) : text;
    for (CacheMachine each : lab.world().caches()) {
      if (each.missing(client) > 0) {
        return Optional.of(new Step.Line(client, each.name(), Bytes.of(line)));
      }
    }
    String[] words = line.strip().split(" +");
    List<Blob> keys = new ArrayList<>();
    String name = words[0].toLowerCase(Locale.ROOT);
    int first = name.equals("gat") || name.equals("gats") ? 2 : 1;
    boolean many = first == 2 || name.equals("get") || name.equals("gets");
    for (int i = first; i < words.length && (many || i == first); i++) {
      keys.add(Blob.of(words[i]));
    }
    String node = node(words[0], keys);
    return Optional.of(
        new Step.Line(
            client, node, Bytes.of(line), Optional.of(new Step.Way(ring.name(), keys.getFirst()))));
  }

  private String node(String command, List<Blob> keys) throws Refusal {
    if (keys.isEmpty()) {
      throw new Refusal(
          command
              + " names no key, so "
              + ring.name()
              + " cannot tell its node: give it to one of "
              + ring.nodes()
              + ", as in "
              + ring.servers().getFirst().host()
              + "> "
              + command);
    }
    SequencedMap<String, Blob> nodes = new LinkedHashMap<>();
    for (Blob key : keys) {
      nodes.putIfAbsent(ring.node(key.bytes()), key);
    }
    if (nodes.size() > 1) {
      List<String> told = new ArrayList<>();
      nodes.forEach((node, key) -> told.add(key + " to " + node));
      throw new Refusal(
          "the keys of one command belong to several nodes, "
              + String.join(", ", told)
              + ": a client of "
              + ring.name()
              + " sends a command to each");
    }
    return nodes.firstEntry().getKey();
  }
}
