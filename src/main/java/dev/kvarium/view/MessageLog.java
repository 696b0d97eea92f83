package dev.kvarium.view;

import dev.kvarium.event.Crash;
import dev.kvarium.event.Event;
import dev.kvarium.event.EventLog;
import dev.kvarium.event.LedgerEvent;
import dev.kvarium.event.NetworkEvent;
import dev.kvarium.event.NodeEvent;
import dev.kvarium.event.ReplicationEvent;
import dev.kvarium.event.SentinelEvent;
import dev.kvarium.wire.WireText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The facts between nodes as rows of a diagram, in the order in which they happened. */
final class MessageLog {
  /** The lane of those who are no nodes. */
  static final String CLIENTS = "clients";

  private static final String ACK = "REPLCONF ACK ";

  /** What happens to a lane at a row. */
  enum Turn {
    NONE,
    /** From here on there is nothing: the process is gone. */
    DOWN,
    UP,
    FROZEN,
    THAWED
  }

  /**
   * One thing that happened.
   *
   * @param message its number among {@link #messages}, -1 when it is none
   * @param lane where it happened, or where a message came from
   * @param text what is written beside it
   */
  record Row(
      long micros, int message, boolean arrives, int lane, Turn turn, String text, Style style) {}

  /** What went from one lane to another. */
  static final class Message {
    final int from;
    final int to;
    final String text;
    final long bytes;
    final int sentRow;
    int endRow = -1;
    boolean dropped;

    Message(int from, int to, String text, long bytes, int sentRow) {
      this.from = from;
      this.to = to;
      this.text = text;
      this.bytes = bytes;
      this.sentRow = sentRow;
    }
  }

  private final boolean all;
  private final long startMicros;
  private final long from;
  private final long to;
  private final Map<String, Integer> lanes = new LinkedHashMap<>();
  private final List<Row> rows = new ArrayList<>();
  private final List<Message> messages = new ArrayList<>();
  private final Map<Long, Integer> open = new HashMap<>();
  private final Map<String, String> lastAck = new HashMap<>();
  private final Map<Integer, Turn> before = new HashMap<>();
  private long hidden;

  MessageLog(List<String> nodes, boolean all, long startMicros, long from, long to) {
    this.startMicros = startMicros;
    this.all = all;
    this.from = from;
    this.to = to;
    lanes.put(CLIENTS, 0);
    nodes.forEach(each -> lanes.put(each, lanes.size()));
  }

  List<String> lanes() {
    return List.copyOf(lanes.keySet());
  }

  List<Row> rows() {
    return rows;
  }

  List<Message> messages() {
    return messages;
  }

  /** In what state lanes are when the diagram begins; those that run are not named. */
  Map<Integer, Turn> before() {
    return before;
  }

  /** How many signs of life are not among the rows. */
  long hidden() {
    return hidden;
  }

  private Optional<Integer> lane(String node) {
    return Optional.ofNullable(lanes.get(node));
  }

  void take(EventLog.Entry entry) {
    Event event = entry.event();
    switch (event) {
      case NetworkEvent network -> take(network, entry.timeMicros());
      case LedgerEvent.Acknowledged write -> written(write.client() + " " + write.text(), entry);
      case LedgerEvent.Lost lost -> at(entry, Turn.NONE, "✕ lost: " + lost.text(), Style.LOST);
      case ReplicationEvent link when isShown(link) ->
          at(
              entry,
              Turn.NONE,
              ReplicationFacts.sentence(link),
              ReplicationFacts.isGrave(link) ? Style.BOLD : Style.DIM);
      case SentinelEvent sentinel when SentinelFacts.isGrave(sentinel) ->
          at(entry, Turn.NONE, SentinelFacts.sentence(sentinel), Style.BOLD);
      case Crash.Power power -> at(entry, Turn.DOWN, "✕ the power was cut", Style.LOST);
      case Crash.Process process -> at(entry, Turn.DOWN, "✕ the process was killed", Style.LOST);
      case NodeEvent.Started started when entry.timeMicros() > startMicros ->
          at(entry, Turn.UP, "starts", Style.DIM);
      case NodeEvent.Stopped stopped ->
          at(entry, Turn.DOWN, "✕ stopped: " + stopped.reason(), Style.LOST);
      default -> {}
    }
  }

  private static boolean isShown(ReplicationEvent event) {
    return switch (event) {
      case ReplicationEvent.Follows follows -> true;
      case ReplicationEvent.Promoted promoted -> true;
      case ReplicationEvent.PartialRefused refused -> true;
      case ReplicationEvent.Loaded loaded -> true;
      case ReplicationEvent.Resumed resumed -> true;
      case ReplicationEvent.LinkLost lost -> true;
      case ReplicationEvent.ReplicaLost lost -> true;
      case ReplicationEvent.FullSyncStarted started -> false;
      case ReplicationEvent.PartialSync partial -> false;
      case ReplicationEvent.Acknowledged acknowledged -> false;
    };
  }

  private void written(String text, EventLog.Entry entry) {
    Optional<Integer> lane = lane(entry.node());
    if (lane.isPresent() && isWithin(entry.timeMicros())) {
      Message write = new Message(0, lane.get(), text, 0, rows.size());
      write.endRow = rows.size();
      messages.add(write);
      rows.add(
          new Row(entry.timeMicros(), messages.size() - 1, false, 0, Turn.NONE, text, Style.PLAIN));
    }
  }

  private void at(EventLog.Entry entry, Turn turn, String text, Style style) {
    lane(entry.node())
        .ifPresent(lane -> row(entry.timeMicros(), -1, false, lane, turn, text, style));
  }

  private boolean isWithin(long micros) {
    return micros >= from && micros <= to;
  }

  private void row(
      long micros, int message, boolean arrives, int lane, Turn turn, String text, Style style) {
    if (turn != Turn.NONE && micros < from) {
      before.put(lane, turn);
    } else if (isWithin(micros)) {
      rows.add(new Row(micros, message, arrives, lane, turn, text, style));
    }
  }

  private void take(NetworkEvent event, long micros) {
    switch (event) {
      case NetworkEvent.Sent sent -> sent(sent, micros);
      case NetworkEvent.Delivered got -> ended(got.message(), micros, false);
      case NetworkEvent.Dropped gone -> ended(gone.message(), micros, true);
      case NetworkEvent.Cut cut ->
          between(
              micros,
              cut.from(),
              "✕ nothing gets to " + cut.to() + (cut.oneWay() ? "" : ", nor back"));
      case NetworkEvent.Healed healed -> between(micros, CLIENTS, "▲ all links work again");
      case NetworkEvent.Frozen frozen -> turn(micros, frozen.node(), Turn.FROZEN, "░ stands still");
      case NetworkEvent.Thawed thawed ->
          turn(
              micros,
              thawed.node(),
              Turn.THAWED,
              "▲ goes on, " + Quantity.count(thawed.waitingBytes(), "byte") + " to read");
      case NetworkEvent.Closed closed ->
          between(micros, closed.node(), "✕ " + closed.peer() + ": " + closed.reason());
      case NetworkEvent.Refused no ->
          between(micros, no.from(), "✕ " + no.to() + ": " + no.reason());
      case NetworkEvent.Connected connected -> {}
      case NetworkEvent.Stalled stalled ->
          between(micros, stalled.from(), "░ lost on the way, is sent again");
      case NetworkEvent.LinkSet link ->
          between(
              micros, link.from(), Quantity.span(link.latencyMicros()) + " away from " + link.to());
    }
  }

  private void between(long micros, String node, String text) {
    turn(micros, node, Turn.NONE, text);
  }

  private void turn(long micros, String node, Turn turn, String text) {
    lane(node).ifPresent(lane -> row(micros, -1, false, lane, turn, text, Style.BOLD));
  }

  private void sent(NetworkEvent.Sent sent, long micros) {
    Optional<Integer> source = lane(sent.from());
    Optional<Integer> target = lane(sent.to());
    if (source.isEmpty() || target.isEmpty() || !isWithin(micros)) {
      return;
    }
    if (!all && isSignOfLife(sent)) {
      hidden++;
      return;
    }
    open.put(sent.message(), messages.size());
    messages.add(new Message(source.get(), target.get(), sent.what(), sent.bytes(), rows.size()));
    rows.add(
        new Row(
            micros,
            messages.size() - 1,
            false,
            source.get(),
            Turn.NONE,
            sent.what(),
            Style.OTHER_NODE));
  }

  /** Whether a message says nothing but that its sender is there. */
  private boolean isSignOfLife(NetworkEvent.Sent sent) {
    if (sent.what().startsWith(ACK)) {
      String before = lastAck.put(sent.from() + ">" + sent.to(), sent.what());
      return sent.what().equals(before);
    }
    return sent.what().equals("PING")
        || sent.what().equals("a sign of life")
        || WireText.isHeartbeat(sent.what());
  }

  private void ended(long number, long micros, boolean dropped) {
    Integer index = open.remove(number);
    if (index == null) {
      return;
    }
    Message message = messages.get(index);
    message.dropped = dropped;
    if (!dropped && rows.size() == message.sentRow + 1) {
      message.endRow = message.sentRow;
      return;
    }
    message.endRow = rows.size();
    rows.add(new Row(micros, index, true, message.to, Turn.NONE, message.text, Style.OTHER_NODE));
  }
}
