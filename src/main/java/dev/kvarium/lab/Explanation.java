package dev.kvarium.lab;

import dev.kvarium.event.AofEvent;
import dev.kvarium.event.ClientEvent;
import dev.kvarium.event.CommandEvent;
import dev.kvarium.event.EventLog;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.view.Glass;
import dev.kvarium.view.Quantity;
import dev.kvarium.view.StyledText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a command would do, without doing it: it is run in a copy of the world, which is thrown
 * away.
 */
final class Explanation {
  private final Lab copy;
  private final List<Part> parts = new ArrayList<>();

  private Explanation(Lab copy) {
    this.copy = copy;
  }

  static List<Part> of(Lab lab, Step.Command command) throws Refusal {
    Explanation explanation = new Explanation(lab.trial(lab.worldName()));
    explanation.run(command);
    return explanation.parts;
  }

  private void run(Step.Command command) throws Refusal {
    int before = copy.events().size();
    copy.glass(GlassMode.OFF);
    for (Part part : new Commands(copy).run(command)) {
      switch (part) {
        case Part.Replied replied -> said("would reply", replied.text());
        case Part.Problem problem -> said("would not run", problem.what());
        case Part.Delivered delivered -> said("would send", delivered.lines());
        case Part.Glass note -> parts.add(note);
        case Part.Said said -> parts.add(said);
        case Part.Picture picture -> parts.add(picture);
        case Part.Offered offered -> parts.add(offered);
      }
    }
    List<EventLog.Entry> facts = copy.events().since(before);
    reasons(command, facts);
    for (String node : copy.nodes()) {
      StyledText line = Glass.line(facts, copy.scene(node));
      if (!line.isEmpty()) {
        parts.add(new Part.Glass(line));
      }
    }
    log(facts);
    StringBuilder text = new StringBuilder(Quantity.count(facts.size(), "fact"));
    for (EventLog.Entry each : facts) {
      text.append("\n  ").append(EventText.of(each, copy.startMicros()));
    }
    parts.add(new Part.Said(text.toString()));
  }

  /** Why there would be no reply yet, or no change. */
  private void reasons(Step.Command command, List<EventLog.Entry> facts) {
    long dirty = 0;
    boolean ran = false;
    for (EventLog.Entry each : facts) {
      if (each.event() instanceof ClientEvent.Blocked blocked
          && blocked.client().equals(command.client())) {
        parts.add(new Part.Said("would get no reply yet, and wait"));
      }
      if (each.event() instanceof CommandEvent.Ran done) {
        ran = true;
        dirty += done.dirty();
      }
    }
    Optional<RedisNode> node = copy.redis(command.node());
    if (ran && dirty == 0 && node.isPresent()) {
      for (String unmet :
          Conditions.of(node.get(), copy.db(), copy.startMicros(), command.argv())) {
        parts.add(new Part.Said("would change nothing: " + unmet));
      }
    }
  }

  private void said(String what, String text) {
    parts.add(new Part.Said(what + (text.indexOf('\n') < 0 ? " " : "\n") + text));
  }

  private void log(List<EventLog.Entry> facts) {
    long bytes = 0;
    List<String> commands = new ArrayList<>();
    for (EventLog.Entry each : facts) {
      if (each.event() instanceof AofEvent.Buffered buffered) {
        bytes += buffered.lengthBytes();
        commands.add(buffered.text());
      }
    }
    parts.add(
        new Part.Said(
            bytes == 0
                ? "would write nothing into the log"
                : "would write "
                    + Quantity.bytes(bytes)
                    + " into the log: "
                    + String.join(", then ", commands)));
  }
}
