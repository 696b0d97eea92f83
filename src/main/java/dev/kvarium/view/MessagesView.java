package dev.kvarium.view;

import dev.kvarium.event.EventLog;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What went from node to node and when, a lane a node: a Lamport diagram, with time downwards. */
final class MessagesView implements View {
  @Override
  public String name() {
    return "messages";
  }

  @Override
  public String syntax() {
    return "[all] [FROM [TO]]";
  }

  @Override
  public String doc() {
    return "Every message between nodes, a lane a node; all: signs of life too; FROM and TO such as"
        + " 5s";
  }

  @Override
  public Picture look(Scene scene, List<String> words) throws ViewRefusal {
    List<String> times = new ArrayList<>(words);
    boolean all = times.remove("all");
    if (times.size() > 2) {
      throw new ViewRefusal("messages takes two times at most, not '" + times.get(2) + "' as well");
    }
    long start = scene.startMicros();
    long now = scene.nowMicros();
    long from = times.isEmpty() ? start : start + instant(times.get(0));
    long to = times.size() < 2 ? now : start + instant(times.get(1));
    if (to < from) {
      throw new ViewRefusal(
          times.size() < 2
              ? "it is " + Quantity.clock(now - start) + " now: " + times.get(0) + " is to come"
              : times.get(1) + " is before " + times.get(0));
    }
    List<String> lanes = new ArrayList<>(scene.nodes());
    scene.slotClients().forEach(each -> lanes.add(each.name()));
    MessageLog log = new MessageLog(lanes, all, start, from, to);
    EventLog facts = scene.events();
    for (int i = 0; i < facts.size(); i++) {
      EventLog.Entry entry = facts.get(i);
      if (entry.timeMicros() > to) {
        break;
      }
      log.take(entry);
    }
    return new MessagesPicture(
        log.lanes(), log.rows(), log.messages(), log.before(), log.hidden(), start, to);
  }

  private static long instant(String word) throws ViewRefusal {
    OptionalLong micros = Instants.parse(word);
    return micros.orElseThrow(
        () -> new ViewRefusal("'" + word + "' is no time: write 5s, 1500ms or 00:12.480"));
  }
}
