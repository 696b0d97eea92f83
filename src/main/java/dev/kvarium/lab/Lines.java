package dev.kvarium.lab;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Follows a line by what its first character makes of it. */
final class Lines {
  private final Lab lab;

  Lines(Lab lab) {
    this.lab = lab;
  }

  List<Part> follow(String line) throws Refusal {
    if (line.isEmpty()) {
      return List.of();
    }
    return switch (line.charAt(0)) {
      case '#' -> List.of();
      case ':' -> directive(line);
      case '+' -> advance(line);
      case '?' ->
          new MetricCheck(lab).check(marked(line, "a metric, as in ? keys == 1; :help helps"));
      case '~' -> new FactCheck(lab).check(marked(line, "a fact, as in ~ KeyEvent.Expired a"));
      case '>' -> command(lab.client(), lab.node(), line.substring(1));
      default -> clientOrCommand(line);
    };
  }

  private List<Part> clientOrCommand(String line) throws Refusal {
    Addressed addressed = addressed(line);
    return command(addressed.client(), addressed.node(), addressed.text());
  }

  /**
   * A command with who sends it where.
   *
   * @param node a node, or a ring that finds one
   */
  record Addressed(String client, String node, String text) {}

  /** Reads {@code client> COMMAND}, {@code client@node> COMMAND}, or a command alone. */
  Addressed addressed(String line) {
    Addressed plain = new Addressed(lab.client(), lab.node(), line);
    int arrow = line.indexOf('>');
    int blank = line.indexOf(' ');
    if (arrow <= 0 || blank >= 0 && blank != arrow + 1 || blank < 0 && arrow != line.length() - 1) {
      return plain;
    }
    String who = line.substring(0, arrow);
    String text = line.substring(arrow + 1);
    int at = who.indexOf('@');
    String client = at < 0 ? who : who.substring(0, at);
    String node = at < 0 ? lab.node() : who.substring(at + 1);
    boolean place =
        lab.world().has(who)
            || lab.world().ring(who).isPresent()
            || lab.world().asked(who).isPresent();
    if (at < 0 && place && !lab.clients().contains(who)) {
      return new Addressed(lab.client(), who, text);
    }
    return Clients.isName(client) && Clients.isName(node)
        ? new Addressed(client, node, text)
        : plain;
  }

  private List<Part> command(String client, String node, String text) throws Refusal {
    Optional<Step> step = sent(client, node, text);
    if (step.isEmpty()) {
      return List.of();
    }
    return step.get() instanceof Step.Line line
        ? new CacheCommands(lab).run(line)
        : new Commands(lab).run((Step.Command) step.get());
  }

  /** What a client sends to a node with this text; empty when that is nothing. */
  Optional<Step> sent(String client, String node, String text) throws Refusal {
    Optional<NodeRing> ring = lab.world().ring(node);
    if (ring.isPresent()) {
      return new RingWay(lab, ring.get()).sent(client, text);
    }
    if (lab.world().cache(node).isPresent()
        || lab.world().proxy(node).filter(ProxyMachine::isText).isPresent()) {
      String line = text.startsWith(" ") ? text.substring(1) : text;
      return Optional.of(new Step.Line(client, node, Bytes.of(line)));
    }
    Words words = split(text);
    if (!words.words().isEmpty() && lab.world().cluster().client(node).isPresent()) {
      SharedConnections.refuse(lab, node, words.args());
    }
    return words.words().isEmpty()
        ? Optional.empty()
        : Optional.of(new Step.Command(client, node, words.args()));
  }

  private List<Part> advance(String line) throws Refusal {
    lab.advance(Durations.parseMicros(marked(line, "a duration, as in + 500ms")));
    Commands commands = new Commands(lab);
    List<Part> parts = new ArrayList<>(commands.delivered());
    parts.addAll(commands.glass());
    return parts;
  }

  private static String marked(String line, String what) throws Refusal {
    String rest = line.substring(1).strip();
    if (rest.isEmpty()) {
      throw new Refusal("'" + line.charAt(0) + "' needs " + what);
    }
    return rest;
  }

  private List<Part> directive(String line) throws Refusal {
    Words words = split(line.substring(1));
    if (words.words().isEmpty()) {
      throw new Refusal("':' needs the name of a directive: :help lists them");
    }
    List<String> texts = new ArrayList<>();
    for (byte[] word : words.args()) {
      texts.add(Bytes.text(word));
    }
    String name = texts.getFirst().toLowerCase(Locale.ROOT);
    DirectiveRow row =
        lab.directive(name)
            .orElseThrow(
                () -> {
                  List<String> names = lab.directives().stream().map(DirectiveRow::name).toList();
                  return new Refusal(
                      "there is no directive :"
                          + name
                          + NearWords.question(name, names, ":help lists them"));
                });
    return row.handler()
        .handle(lab, new DirectiveArguments(row, line, texts.subList(1, texts.size())));
  }

  /** The words of a line, or what is wrong with its quotes. */
  static Words split(String text) throws Refusal {
    Words words = Words.split(text);
    if (words.problem().isPresent()) {
      throw new Refusal("Invalid argument(s): " + words.problem().get().text());
    }
    return words;
  }
}
