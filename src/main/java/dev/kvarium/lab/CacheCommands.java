package dev.kvarium.lab;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Sends lines to Memcached nodes as telnet does: a command a line, and the value of a storage
 * command on the next.
 */
final class CacheCommands {
  /** Commands that change nothing, not even who was used last. */
  private static final Set<String> LOOKING = new TreeSet<>(List.of("me", "mn", "stats", "version"));

  private final Lab lab;

  CacheCommands(Lab lab) {
    this.lab = lab;
  }

  List<Part> run(Step.Line line) {
    Optional<ProxyMachine> proxy = lab.world().proxy(line.node());
    if (proxy.isPresent()) {
      return through(proxy.get(), line);
    }
    if (lab.memcached(line.node()).isEmpty()) {
      return List.of(
          new Part.Problem(
              "Could not connect to memcached at " + line.node() + ": Connection refused"),
          Commands.note(":restart brings it back"));
    }
    return answered(lab.perform(line, changes(line)));
  }

  /** Sends a line through a proxy, which takes time. */
  private List<Part> through(ProxyMachine proxy, Step.Line line) {
    if (!proxy.isUp()) {
      return List.of(
          new Part.Problem("Could not connect to " + proxy.name() + ": Connection refused"),
          Commands.note(":restart brings it back"));
    }
    if (proxy.isAwaited(line.client())) {
      return List.of(
          new Part.Problem(
              line.client() + " waits for " + proxy.name() + "; let time pass, as in + 1s"));
    }
    return answered(lab.perform(line, true));
  }

  private List<Part> answered(String answer) {
    List<Part> parts = new ArrayList<>();
    if (!answer.isEmpty()) {
      parts.add(new Part.Replied(new Reply.Bulk(Bytes.of(answer)), answer));
    }
    parts.addAll(new Commands(lab).delivered());
    parts.addAll(new Commands(lab).glass());
    return parts;
  }

  /** Whether a line is a step; a read is one too, since it changes who is thrown away next. */
  private boolean changes(Step.Line line) {
    boolean value =
        lab.world().cache(line.node()).map(cache -> cache.missing(line.client())).orElse(0) > 0;
    String text = Bytes.latin1Text(line.bytes());
    int blank = text.indexOf(' ');
    return value || !LOOKING.contains(blank < 0 ? text : text.substring(0, blank));
  }
}
