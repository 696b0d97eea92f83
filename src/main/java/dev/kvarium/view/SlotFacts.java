package dev.kvarium.view;

import dev.kvarium.event.EventLog;
import dev.kvarium.event.SlotEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** What clients of a cluster do, and who moves its slots, in words. */
public final class SlotFacts {
  private static final int MOST_HOPS = 6;

  private SlotFacts() {}

  /** A few letters for a strip; empty for what happens with every command. */
  public static String marker(SlotEvent event) {
    return switch (event) {
      case SlotEvent.MapRead read -> "·map";
      case SlotEvent.Noted noted -> "▶moved " + noted.slot();
      case SlotEvent.Sent sent -> sent.why() == SlotEvent.Why.ASK ? "▶ask " + sent.slot() : "";
      case SlotEvent.Remembered remembered -> "";
      case SlotEvent.Failed failed -> "✕" + failed.error().split(" ", 2)[0];
      case SlotEvent.LinkLost lost -> "✕link";
      case SlotEvent.Planned planned -> "·plan";
      case SlotEvent.Ordered ordered -> "";
      case SlotEvent.Carried carried -> "▶slot " + carried.slot();
      case SlotEvent.Finished finished -> finished.error().isEmpty() ? "·done" : "✕stopped";
    };
  }

  /** What happened, to be put behind its time. */
  public static String sentence(SlotEvent event) {
    return switch (event) {
      case SlotEvent.MapRead read ->
          "read CLUSTER SLOTS of "
              + node(read.from())
              + ": "
              + (read.changed() == 0
                  ? "as its map was"
                  : "its map changed at " + Quantity.count(read.changed(), "slot"));
      case SlotEvent.Noted noted ->
          "noted that slot "
              + noted.slot()
              + " is "
              + node(noted.owner())
              + "'s"
              + (noted.before().isEmpty() ? "" : ", not " + node(noted.before()) + "'s");
      case SlotEvent.Sent sent -> "sent " + sent.command() + slot(sent.slot()) + hop(sent);
      case SlotEvent.Remembered remembered ->
          "answered " + remembered.command() + slot(remembered.slot()) + " from what it remembers";
      case SlotEvent.Failed failed ->
          failed.command() + " ends in an error for the program: " + failed.error();
      case SlotEvent.LinkLost lost ->
          "lost the connection to " + node(lost.node()) + ": " + lost.reason();
      case SlotEvent.Planned planned ->
          planned.order() + ": " + Quantity.count(planned.slots(), "slot") + " to move";
      case SlotEvent.Ordered ordered -> "told " + node(ordered.node()) + ": " + ordered.command();
      case SlotEvent.Carried carried ->
          "moved slot "
              + carried.slot()
              + " with "
              + Quantity.count(carried.keys(), "key")
              + " from "
              + node(carried.from())
              + " to "
              + node(carried.to());
      case SlotEvent.Finished finished ->
          finished.order()
              + (finished.error().isEmpty() ? " is done: " : " was given up behind ")
              + Quantity.count(finished.slots(), "slot")
              + " with "
              + Quantity.count(finished.keys(), "key")
              + (finished.error().isEmpty() ? " moved" : ": " + finished.error());
    };
  }

  /** The address, without the port that all nodes of a lab have. */
  private static String node(String address) {
    return SlotsPicture.shortened(address);
  }

  private static String slot(int slot) {
    return slot < 0 ? "" : ", slot " + slot + ",";
  }

  private static String hop(SlotEvent.Sent sent) {
    return " to "
        + node(sent.node())
        + switch (sent.why()) {
          case MAP -> ", as its map says";
          case MOVED -> ", as MOVED says";
          case ASK -> " with ASKING, this once";
          case ANY -> ", any node will do";
        };
  }

  /** Whether it ends something, or goes another way than the map says. */
  static boolean isGrave(SlotEvent event) {
    return event instanceof SlotEvent.Failed
        || event instanceof SlotEvent.LinkLost
        || event instanceof SlotEvent.Finished finished && !finished.error().isEmpty();
  }

  /** The line for what one client, or one who moves slots, did in a step; empty for nothing. */
  public static StyledText line(List<EventLog.Entry> step, String who) {
    List<SlotEvent> events = new ArrayList<>();
    for (EventLog.Entry each : step) {
      if (each.node().equals(who) && each.event() instanceof SlotEvent event) {
        events.add(event);
      }
    }
    if (events.isEmpty()) {
      return StyledText.EMPTY;
    }
    List<String> said = new ArrayList<>();
    boolean few = events.size() <= MOST_HOPS;
    if (few) {
      events.forEach(each -> said.add(sentence(each)));
    } else {
      said.addAll(counted(events));
    }
    boolean grave = events.stream().anyMatch(SlotFacts::isGrave);
    return StyledText.of(
        (grave ? "▲ " : "") + who + " " + String.join(" · ", said),
        grave ? Style.PLAIN : Style.DIM);
  }

  /** What happened many times, counted; the rest as it was. */
  private static List<String> counted(List<SlotEvent> events) {
    SequencedMap<String, Integer> sent = new LinkedHashMap<>();
    SequencedMap<String, Integer> errors = new LinkedHashMap<>();
    List<String> said = new ArrayList<>();
    int moved = 0;
    int ask = 0;
    int reads = 0;
    int remembered = 0;
    int orders = 0;
    int slots = 0;
    long keys = 0;
    for (SlotEvent each : events) {
      switch (each) {
        case SlotEvent.Sent one -> {
          sent.merge(node(one.node()), 1, Integer::sum);
          moved += one.why() == SlotEvent.Why.MOVED ? 1 : 0;
          ask += one.why() == SlotEvent.Why.ASK ? 1 : 0;
        }
        case SlotEvent.MapRead read -> reads++;
        case SlotEvent.Noted noted -> {}
        case SlotEvent.Remembered one -> remembered++;
        case SlotEvent.Failed one -> errors.merge(one.error().split(" ", 2)[0], 1, Integer::sum);
        case SlotEvent.Ordered one -> orders++;
        case SlotEvent.Carried one -> {
          slots++;
          keys += one.keys();
        }
        default -> said.add(sentence(each));
      }
    }
    List<String> counts = new ArrayList<>();
    if (!sent.isEmpty()) {
      List<String> nodes = new ArrayList<>();
      sent.forEach((node, count) -> nodes.add(node + " " + Quantity.count(count)));
      counts.add("sent commands: " + String.join(", ", nodes));
    }
    add(counts, moved, "answer MOVED", "answers MOVED");
    add(counts, ask, "answer ASK", "answers ASK");
    add(counts, reads, "reading of the map", "readings of the map");
    add(counts, remembered, "answer from what it remembers", "answers from what it remembers");
    errors.forEach((error, count) -> counts.add(Quantity.count(count) + " times " + error));
    if (orders > 0) {
      counts.add("gave " + Quantity.count(orders, "order"));
    }
    if (slots > 0) {
      counts.add("moved " + Quantity.count(slots, "slot") + " with " + Quantity.count(keys, "key"));
    }
    counts.addAll(said);
    return counts;
  }

  private static void add(List<String> to, int count, String one, String several) {
    if (count > 0) {
      to.add(Quantity.count(count, one, several));
    }
  }
}
