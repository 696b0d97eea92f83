package dev.kvarium.view;

import dev.kvarium.base.Blob;
import dev.kvarium.base.CommandText;
import dev.kvarium.event.StreamEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** What happened inside of streams, in words; alike facts of one step are told together. */
public final class StreamFacts {
  private static final int NAME_CHARACTERS = 24;
  private static final int NAMED = 3;

  private final List<String> passed = new ArrayList<>();
  private final List<String> single = new ArrayList<>();
  private final SequencedMap<String, List<String>> many = new LinkedHashMap<>();
  private StreamEvent.@Nullable Appended lastAppended;
  private long appended;
  private long opened;
  private long marked;
  private long freed;

  StreamFacts() {}

  // One fact.

  /** A few words for a marker on the timeline. */
  public static String marker(StreamEvent event) {
    return switch (event) {
      case StreamEvent.NodeOpened opened -> "▲node";
      case StreamEvent.Appended appended -> "·entry";
      case StreamEvent.Deleted deleted -> "▼entry";
      case StreamEvent.Trimmed trimmed -> "▼trimmed";
      case StreamEvent.IdSet set -> "·last id";
      case StreamEvent.GroupCreated created -> "·group";
      case StreamEvent.GroupMoved moved -> "·group";
      case StreamEvent.GroupDestroyed destroyed -> "▼group";
      case StreamEvent.ConsumerCreated created -> "·consumer";
      case StreamEvent.ConsumerRemoved removed -> "▼consumer";
      case StreamEvent.Delivered delivered -> "→" + name(delivered.consumer());
      case StreamEvent.Acknowledged acknowledged -> "·ack";
      case StreamEvent.Claimed claimed -> "→" + name(claimed.consumer());
      case StreamEvent.Dropped dropped -> "▼pending";
    };
  }

  /** A sentence without its full stop. */
  public static String sentence(StreamEvent event) {
    return switch (event) {
      case StreamEvent.NodeOpened opened ->
          name(opened.key())
              + " opened a node at "
              + opened.id()
              + (opened.limit().isEmpty() ? "" : ", by " + limit(opened));
      case StreamEvent.Appended appended ->
          name(appended.key())
              + " took "
              + appended.id()
              + " into a node that has "
              + Quantity.count(appended.nodeEntries(), "entry", "entries")
              + " and "
              + Quantity.bytes(appended.nodeBytes())
              + " now";
      case StreamEvent.Deleted deleted ->
          deleted.id()
              + " of "
              + name(deleted.key())
              + (deleted.nodeFreed()
                  ? " was deleted, and its node freed with it"
                  : " was marked as deleted");
      case StreamEvent.Trimmed trimmed -> name(trimmed.key()) + " was " + trimmed(trimmed);
      case StreamEvent.IdSet set -> name(set.key()) + " goes on after " + set.id();
      case StreamEvent.GroupCreated created ->
          "group "
              + name(created.group())
              + " reads "
              + name(created.key())
              + " after "
              + created.id();
      case StreamEvent.GroupMoved moved ->
          "group " + name(moved.group()) + " goes on after " + moved.id();
      case StreamEvent.GroupDestroyed destroyed ->
          "group "
              + name(destroyed.group())
              + " is gone with "
              + Quantity.count(destroyed.pending(), "pending entry", "pending entries");
      case StreamEvent.ConsumerCreated created ->
          name(created.consumer()) + " reads for " + name(created.group());
      case StreamEvent.ConsumerRemoved removed ->
          name(removed.consumer())
              + " is gone from "
              + name(removed.group())
              + " with "
              + Quantity.count(removed.pending(), "pending entry", "pending entries");
      case StreamEvent.Delivered delivered ->
          delivered.id()
              + " was delivered to "
              + name(delivered.consumer())
              + " of "
              + name(delivered.group())
              + times(delivered.deliveries())
              + (delivered.pending() ? " and is pending" : " and need not be acknowledged");
      case StreamEvent.Acknowledged acknowledged ->
          acknowledged.id()
              + " was acknowledged in "
              + name(acknowledged.group())
              + ", where "
              + name(acknowledged.consumer())
              + " had it";
      case StreamEvent.Claimed claimed ->
          claimed.id()
              + " was claimed by "
              + name(claimed.consumer())
              + from(claimed)
              + ", delivered"
              + (claimed.deliveries() == 1 ? " once" : times(claimed.deliveries()));
      case StreamEvent.Dropped dropped ->
          dropped.id()
              + " is no longer pending for "
              + name(dropped.consumer())
              + ": the entry itself had been deleted";
    };
  }

  // The facts of a step.

  void take(StreamEvent event) {
    switch (event) {
      case StreamEvent.NodeOpened node -> {
        opened++;
        if (!node.limit().isEmpty()) {
          passed.add("a new node, number " + Quantity.count(node.nodes()) + ": " + limit(node));
        }
      }
      case StreamEvent.Appended entry -> {
        appended++;
        lastAppended = entry;
      }
      case StreamEvent.Deleted entry -> {
        if (entry.nodeFreed()) {
          freed++;
        } else {
          marked++;
        }
      }
      case StreamEvent.Trimmed trimmed -> single.add(trimmed(trimmed));
      case StreamEvent.IdSet set -> single.add("goes on after " + set.id());
      case StreamEvent.GroupCreated created ->
          single.add("group " + name(created.group()) + " reads after " + created.id());
      case StreamEvent.GroupMoved moved ->
          single.add("group " + name(moved.group()) + " goes on after " + moved.id());
      case StreamEvent.GroupDestroyed destroyed -> single.add(sentence(destroyed));
      case StreamEvent.ConsumerCreated created ->
          single.add("consumer " + name(created.consumer()) + " made");
      case StreamEvent.ConsumerRemoved removed -> single.add(sentence(removed));
      case StreamEvent.Delivered entry ->
          group(
              entry.id(),
              "delivered to "
                  + name(entry.consumer())
                  + (entry.deliveries() == 1 ? "" : times(entry.deliveries()))
                  + (entry.pending() ? ", pending" : ", not pending"));
      case StreamEvent.Acknowledged entry ->
          group(entry.id(), "acknowledged, pending for " + name(entry.consumer()) + " no more");
      case StreamEvent.Claimed entry ->
          group(
              entry.id(),
              "claimed by "
                  + name(entry.consumer())
                  + from(entry)
                  + ", delivered"
                  + (entry.deliveries() == 1 ? " once" : times(entry.deliveries())));
      case StreamEvent.Dropped entry ->
          group(
              entry.id(),
              "pending for " + name(entry.consumer()) + " no more: the entry itself was deleted");
    }
  }

  private void group(String id, String what) {
    many.computeIfAbsent(what, none -> new ArrayList<>()).add(id);
  }

  /** Adds what is to be told: limits that were passed, and the rest. */
  void addTo(List<String> limits, List<String> quiet) {
    limits.addAll(passed);
    StreamEvent.Appended entry = lastAppended;
    if (appended == 1 && entry != null && opened == 0) {
      quiet.add(
          entry.sameFields()
              ? "its node knows the fields, only values were written"
              : "other fields than its node's, written in full");
    }
    if (marked > 0) {
      quiet.add(
          Quantity.count(marked, "entry", "entries")
              + " marked as deleted, "
              + (marked == 1 ? "its bytes stay" : "their bytes stay"));
    }
    if (freed > 0) {
      quiet.add(
          (freed == 1 ? "a node" : Quantity.count(freed, "node"))
              + " freed with the last live entry");
    }
    quiet.addAll(single);
    many.forEach(
        (what, ids) -> {
          String named = String.join(", ", ids.subList(0, Math.min(NAMED, ids.size())));
          quiet.add(
              named
                  + (ids.size() > NAMED ? " and " + (ids.size() - NAMED) + " more" : "")
                  + " "
                  + what);
        });
  }

  private static String limit(StreamEvent.NodeOpened node) {
    String found =
        node.limit().endsWith("-entries")
            ? Quantity.count(node.found(), "entry", "entries")
            : "the entry would make " + Quantity.bytes(node.found());
    return found + " ≥ " + node.limit() + " " + Quantity.count(node.limitValue());
  }

  private static String trimmed(StreamEvent.Trimmed trimmed) {
    String how =
        trimmed.nodesFreed() == 0
            ? ""
            : ", " + Quantity.count(trimmed.nodesFreed(), "node") + " freed";
    return "trimmed of "
        + Quantity.count(trimmed.entries(), "entry", "entries")
        + how
        + (trimmed.marked() == 0
            ? ""
            : ", " + Quantity.count(trimmed.marked()) + " marked in a node that stays");
  }

  private static String from(StreamEvent.Claimed claimed) {
    if (claimed.from().equals(claimed.consumer())) {
      return " anew";
    }
    return claimed.from().length() == 0 ? "" : " from " + name(claimed.from());
  }

  private static String times(long deliveries) {
    return deliveries == 1 ? "" : " " + Quantity.count(deliveries) + " times";
  }

  private static String name(Blob name) {
    return CommandText.of(new byte[][] {name.bytes()}, NAME_CHARACTERS);
  }
}
