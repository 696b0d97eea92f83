package dev.kvarium.lab;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.EventLog;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.command.Command;
import dev.kvarium.redis.command.Session;
import dev.kvarium.view.Glass;
import dev.kvarium.view.SlotFacts;
import dev.kvarium.view.Style;
import dev.kvarium.view.StyledText;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.ReplyText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Sends commands to nodes, and says beneath the reply what there is to say. */
final class Commands {
  /** Commands that change something other than data: a step, though nothing is dirty. */
  private static final Set<String> CHANGING =
      new TreeSet<>(
          List.of(
              "acl|deluser",
              "acl|load",
              "acl|setuser",
              "auth",
              "bgrewriteaof",
              "bgsave",
              "client|kill",
              "client|no-evict",
              "client|no-touch",
              "client|reply",
              "client|setname",
              "client|tracking",
              "cluster|reset",
              "config|resetstat",
              "config|set",
              "debug",
              "hello",
              "latency|reset",
              "quit",
              "readonly",
              "readwrite",
              "replicaof",
              "reset",
              "save",
              "script|flush",
              "script|load",
              "select",
              "shutdown",
              "slaveof",
              "slowlog|reset"));

  private final Lab lab;

  Commands(Lab lab) {
    this.lab = lab;
  }

  List<Part> run(Step.Command command) throws Refusal {
    Optional<Asked> asked = lab.world().asked(command.node());
    if (asked.isPresent()) {
      return through(asked.get(), command);
    }
    if (lab.world().machine(command.node()).isEmpty()) {
      throw new Refusal(
          "there is no node '"
              + command.node()
              + "'"
              + NearWords.question(command.node(), lab.nodes())
              + ": there "
              + (lab.nodes().size() == 1 ? "is " : "are ")
              + String.join(", ", lab.nodes()));
    }
    Optional<RedisNode> node = lab.redis(command.node());
    if (node.isEmpty()) {
      return List.of(
          new Part.Problem(
              "Could not connect to Redis at " + command.node() + ": Connection refused"),
          note(":restart brings it back"));
    }
    if (connected(command).filter(Session::isWaiting).isPresent()
        || lab.world().machine(command.node()).orElseThrow().holds(command.client())) {
      throw new Refusal(
          (command.client().equals(Lab.PROMPT_CLIENT)
                  ? "you wait for a reply: what you send is not read before you have one"
                  : command.client()
                      + " waits for a reply: what it sends is not read before it has one")
              + "; give commands as another client, as in other> PING, or let time pass, as in"
              + " + 1s");
    }
    boolean before = resp3(command);
    World.Ran ran = lab.perform(command, this::changes);
    boolean resp3 = connected(command).isPresent() ? resp3(command) : before;
    List<Part> parts = new ArrayList<>();
    if (ran.reply() == World.HUNG_UP) {
      parts.add(new Part.Replied(ran.reply(), "Error: Server closed the connection"));
    } else if (ran.reply() != Reply.None.NONE) {
      parts.add(new Part.Replied(ran.reply(), ReplyText.of(command.argv(), ran.reply(), resp3)));
    }
    if (lab.redis(command.node()).isEmpty()) {
      parts.add(note(command.node() + " has ended; :restart brings it back"));
    }
    if (ran.reply() instanceof Reply.Error error) {
      advice(node.get(), command.argv(), error.text()).ifPresent(parts::add);
    }
    parts.addAll(delivered());
    parts.addAll(glass());
    return parts;
  }

  /** Asks a proxy, a sentinel or a client; it may take time, so it is always a step. */
  private List<Part> through(Asked port, Step.Command command) throws Refusal {
    if (!port.isUp()) {
      return List.of(
          new Part.Problem("Could not connect to " + port.name() + ": Connection refused"),
          note(":restart brings it back"));
    }
    if (port.isAwaited(command.client())) {
      throw new Refusal(
          command.client() + " waits for " + port.name() + "; let time pass, as in + 1s");
    }
    World.Ran ran = lab.perform(command, (any, how) -> true);
    List<Part> parts = new ArrayList<>();
    if (ran.reply() == World.HUNG_UP) {
      parts.add(new Part.Replied(ran.reply(), "Error: Server closed the connection"));
    } else if (ran.reply() != Reply.None.NONE) {
      parts.add(new Part.Replied(ran.reply(), ReplyText.of(command.argv(), ran.reply(), false)));
    }
    parts.addAll(delivered());
    parts.addAll(glass());
    return parts;
  }

  /** What clients were sent that had not asked just now. */
  List<Part> delivered() {
    List<Part> parts = new ArrayList<>();
    lab.portClients().takeDeliveries().forEach(each -> parts.add(each.part()));
    return parts;
  }

  private Optional<Session> connected(Step.Command command) {
    return lab.world().machine(command.node()).flatMap(each -> each.session(command.client()));
  }

  private boolean resp3(Step.Command command) {
    return connected(command).map(Session::resp3).orElse(false);
  }

  /** Whether a command that ran is a step. */
  boolean changes(Step.Command command, World.Ran ran) {
    if (ran.dirty() > 0 || ran.betweenClients()) {
      return true;
    }
    if (ran.reply() instanceof Reply.Error) {
      return false;
    }
    return lab.redis(command.node())
        .flatMap(node -> row(node, command.argv()))
        .map(found -> CHANGING.contains(found.name()))
        .orElse(true);
  }

  /** The row of a command or subcommand. */
  static Optional<Command> row(RedisNode node, byte[][] argv) {
    String name = Bytes.latin1Text(argv[0]).toLowerCase(Locale.ROOT);
    Optional<Command> found = Optional.empty();
    if (argv.length > 1 && name.indexOf('|') < 0) {
      String sub = Bytes.latin1Text(argv[1]).toLowerCase(Locale.ROOT);
      found = sub.indexOf('|') < 0 ? node.commands().named(name + "|" + sub) : found;
    }
    return found.isPresent() ? found : node.commands().named(name);
  }

  /** What may have been meant by a command that was refused. */
  private Optional<Part> advice(RedisNode node, byte[][] argv, String error) {
    String name = Bytes.text(argv[0]);
    if (error.startsWith("ERR unknown command")) {
      if (AbsentCommands.has(name)) {
        return Optional.of(note(AbsentCommands.REMARK));
      }
      if (lab.directive(name.toLowerCase(Locale.ROOT)).isPresent()) {
        return Optional.of(note("did you mean :" + name.toLowerCase(Locale.ROOT) + "?"));
      }
      List<String> names = node.commands().all().stream().map(Command::name).toList();
      return meant(name, names, "");
    }
    if (error.startsWith("ERR unknown subcommand") && argv.length > 1) {
      String container = name.toLowerCase(Locale.ROOT) + "|";
      List<String> names =
          node.commands().flat().stream()
              .map(Command::name)
              .filter(each -> each.startsWith(container))
              .map(each -> each.substring(container.length()))
              .toList();
      return meant(Bytes.text(argv[1]), names, name.toUpperCase(Locale.ROOT) + " ");
    }
    if (error.startsWith("ERR wrong number of arguments")) {
      return row(node, argv).map(each -> note(each.row().typedName() + " " + each.row().syntax()));
    }
    return Optional.empty();
  }

  private static Optional<Part> meant(String typed, List<String> names, String before) {
    List<String> near =
        NearWords.to(typed, names, 3).stream()
            .map(each -> before + each.toUpperCase(Locale.ROOT))
            .toList();
    return near.isEmpty()
        ? Optional.empty()
        : Optional.of(note("did you mean " + String.join(" or ", near) + "?"));
  }

  static Part note(String text) {
    return new Part.Glass(StyledText.of(text, Style.DIM));
  }

  /** What the last input changed inside, as far as it is wanted. */
  List<Part> glass() {
    if (!lab.watched()) {
      return List.of();
    }
    List<EventLog.Entry> step = lab.events().since(lab.sinceInput());
    return switch (lab.glass()) {
      case OFF -> List.of();
      case ON -> changes(step);
      case FULL -> {
        List<Part> lines = new ArrayList<>(changes(step));
        for (EventLog.Entry each : step) {
          lines.add(note(EventText.of(each, lab.startMicros())));
        }
        for (String node : lab.nodes()) {
          Glass.buckets(step, lab.scene(node)).forEach(line -> lines.add(new Part.Glass(line)));
        }
        yield lines;
      }
    };
  }

  private List<Part> changes(List<EventLog.Entry> step) {
    List<Part> lines = new ArrayList<>();
    for (String node : lab.nodes()) {
      StyledText line = Glass.line(step, lab.scene(node));
      if (!line.isEmpty()) {
        lines.add(new Part.Glass(line));
      }
    }
    for (String name : lab.world().cluster().names()) {
      StyledText line = SlotFacts.line(step, name);
      if (!line.isEmpty()) {
        lines.add(new Part.Glass(line));
      }
    }
    return lines;
  }
}
