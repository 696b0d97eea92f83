package dev.kvarium.lab;

import dev.kvarium.redis.command.Session;
import dev.kvarium.view.Quantity;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.ReplyText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Enters a command many times, as one step: {@code :repeat 1000 SET key:{n} v}.
 *
 * <p>{@code {n}} stands for the number of the turn, from 1; {@code {x20}} for twenty letters x;
 * {@code \n} parts lines, such as a command of Memcached from its value.
 */
final class RepeatDirective {
  private static final int MOST_TIMES = 1_000_000;
  private static final int LONGEST_FILLING = 64 << 20;
  private static final long MOST_BYTES = 256L << 20;
  private static final int MOST_KINDS = 8;
  private static final int LONGEST_REPLY = 60;
  private static final Pattern FILLING = Pattern.compile("\\{x([0-9]{1,8})\\}");

  private RepeatDirective() {}

  static DirectiveRow row() {
    return new DirectiveRow(
        "repeat",
        "time",
        "COUNT COMMAND",
        "Sends a command so many times, as one step, and counts the replies; {n} is the turn, {x20}"
            + " twenty x, \\n parts lines",
        RepeatDirective::repeat);
  }

  private static List<Part> repeat(Lab lab, DirectiveArguments arguments) throws Refusal {
    String count = arguments.word(0, "how often");
    arguments.word(1, "the command");
    if (!count.matches("[0-9]{1,9}") || Integer.parseInt(count) > MOST_TIMES) {
      throw new Refusal(
          ":repeat takes a count up to " + Quantity.count(MOST_TIMES) + ", not '" + count + "'");
    }
    String line = arguments.line();
    String text = line.substring(line.indexOf(count, ":repeat".length()) + count.length()).strip();
    Step.Many many = new Step.Many(line, steps(lab, Integer.parseInt(count), lines(text)));
    SequencedMap<String, Long> replies = new LinkedHashMap<>();
    lab.uninterrupted();
    boolean whole = lab.perform(many, true, world -> send(lab, world, many, replies));
    if (!whole) {
      lab.back(1);
      throw new Refusal(
          "broken off, or the client waits for a reply: the world is again as it was before");
    }
    List<Part> parts = new ArrayList<>();
    parts.add(new Part.Said(told(replies)));
    parts.addAll(new Commands(lab).glass());
    return parts;
  }

  private static List<String> lines(String text) throws Refusal {
    Matcher fillings = FILLING.matcher(text);
    StringBuilder filled = new StringBuilder();
    long length = 0;
    int done = 0;
    while (fillings.find()) {
      int letters = Integer.parseInt(fillings.group(1));
      length += letters;
      if (length > LONGEST_FILLING) {
        throw new Refusal(":repeat fills lines with up to " + Quantity.bytes(LONGEST_FILLING));
      }
      filled.append(text, done, fillings.start()).repeat('x', letters);
      done = fillings.end();
    }
    List<String> lines = parted(filled.append(text, done, text.length()).toString());
    for (String each : lines) {
      if (!each.isEmpty() && ":+?~#".indexOf(each.charAt(0)) >= 0) {
        throw new Refusal(":repeat sends commands, not lines such as " + each);
      }
    }
    return lines;
  }

  /** Parts a text at each {@code \\n}; it may be as long as a hundred megabytes. */
  private static List<String> parted(String text) {
    List<String> lines = new ArrayList<>();
    int from = 0;
    for (int end = text.indexOf("\\n"); end >= 0; end = text.indexOf("\\n", from)) {
      lines.add(text.substring(from, end));
      from = end + 2;
    }
    lines.add(text.substring(from));
    return lines;
  }

  /** A node that is up, a ring, or what is asked instead of a node. */
  private static String up(Lab lab, String node) throws Refusal {
    boolean there = lab.redis(node).isPresent() || lab.memcached(node).isPresent();
    if (!there
        && lab.world().asked(node).isEmpty()
        && lab.world().ring(node).isEmpty()
        && lab.world().port(node).isEmpty()) {
      throw new Refusal(node + " is down: :restart brings it back");
    }
    return node;
  }

  private static List<Step> steps(Lab lab, int count, List<String> texts) throws Refusal {
    Lines lines = new Lines(lab);
    long bytes = 0;
    List<Step> steps = new ArrayList<>();
    for (int turn = 1; turn <= count; turn++) {
      for (String each : texts) {
        String text = each.replace("{n}", Integer.toString(turn));
        bytes += each.contains("{n}") || turn == 1 ? text.length() : 0;
        if (bytes > MOST_BYTES) {
          throw new Refusal(":repeat sends up to " + Quantity.bytes(MOST_BYTES) + " at once");
        }
        Lines.Addressed addressed = lines.addressed(text);
        lines
            .sent(addressed.client(), up(lab, addressed.node()), addressed.text())
            .ifPresent(steps::add);
      }
    }
    return steps;
  }

  /** Sends all; false when that was broken off. */
  private static boolean send(Lab lab, World world, Step.Many many, Map<String, Long> replies) {
    for (Step step : many.steps()) {
      if (lab.isInterrupted() || isWaiting(world, step)) {
        return false;
      }
      if (step instanceof Step.Line line) {
        String answer = world.send(line);
        if (!answer.isEmpty()) {
          count(answer.startsWith("VALUE ") ? "VALUE …" : answer, replies);
        }
      } else if (step instanceof Step.Command command) {
        Reply reply = world.run(command).reply();
        if (reply != Reply.None.NONE) {
          count(ReplyText.of(command.argv(), reply, false), replies);
        }
      }
    }
    return true;
  }

  /** Whether the client of a command waits for a reply, so that nothing it sends is read. */
  private static boolean isWaiting(World world, Step step) {
    return step instanceof Step.Command command
        && world
            .machine(command.node())
            .flatMap(machine -> machine.session(command.client()))
            .filter(Session::isWaiting)
            .isPresent();
  }

  /** Counts a reply in short, or among the others where there are many kinds. */
  private static void count(String reply, Map<String, Long> replies) {
    int end = reply.indexOf('\n');
    String first = end < 0 ? reply : reply.substring(0, end) + " …";
    String text = first.length() > LONGEST_REPLY ? first.substring(0, LONGEST_REPLY) + "…" : first;
    String kind = replies.containsKey(text) || replies.size() < MOST_KINDS ? text : "other replies";
    replies.merge(kind, 1L, Long::sum);
  }

  private static String told(SequencedMap<String, Long> replies) {
    List<String> told = new ArrayList<>();
    replies.forEach((reply, times) -> told.add(Quantity.count(times) + " × " + reply));
    return told.isEmpty() ? "no replies" : String.join("\n", told);
  }
}
