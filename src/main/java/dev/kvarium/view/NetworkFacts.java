package dev.kvarium.view;

import dev.kvarium.event.NetworkEvent;

/** What happens between nodes, in words. */
public final class NetworkFacts {
  private NetworkFacts() {}

  /** A few letters for a strip; empty where it does not stand out. */
  public static String marker(NetworkEvent event) {
    return switch (event) {
      case NetworkEvent.Connected connected -> "·connected";
      case NetworkEvent.Refused refused -> "✕refused";
      case NetworkEvent.Sent sent -> "";
      case NetworkEvent.Delivered delivered -> "";
      case NetworkEvent.Stalled stalled -> "░stalled";
      case NetworkEvent.Dropped dropped -> "✕dropped";
      case NetworkEvent.Closed closed -> "✕closed";
      case NetworkEvent.Cut cut -> "✕cut";
      case NetworkEvent.Healed healed -> "▲healed";
      case NetworkEvent.LinkSet link -> "·link";
      case NetworkEvent.Frozen frozen -> "░frozen";
      case NetworkEvent.Thawed thawed -> "▲thawed";
    };
  }

  /** What happened, to be put behind its time. */
  public static String sentence(NetworkEvent event) {
    return switch (event) {
      case NetworkEvent.Connected up -> up.from() + " reached port " + up.port() + " of " + up.to();
      case NetworkEvent.Refused no ->
          no.from() + " did not reach port " + no.port() + " of " + no.to() + ": " + no.reason();
      case NetworkEvent.Sent sent ->
          sent.from()
              + " sent "
              + sent.to()
              + " "
              + Quantity.count(sent.bytes(), "byte")
              + ": "
              + sent.what();
      case NetworkEvent.Delivered got ->
          got.to() + " got " + Quantity.count(got.bytes(), "byte") + " from " + got.from();
      case NetworkEvent.Stalled late ->
          "what " + late.from() + " sends " + late.to() + " is lost on the way and sent again";
      case NetworkEvent.Dropped gone ->
          Quantity.count(gone.bytes(), "byte")
              + " from "
              + gone.from()
              + " never reach "
              + gone.to();
      case NetworkEvent.Closed over ->
          over.node()
              + " learnt that its connection with "
              + over.peer()
              + " is over: "
              + over.reason();
      case NetworkEvent.Cut cut ->
          "nothing gets from "
              + cut.from()
              + " to "
              + cut.to()
              + (cut.oneWay() ? ", though back it does" : ", nor back");
      case NetworkEvent.Healed healed -> "all links work again";
      case NetworkEvent.LinkSet link ->
          link.from()
              + " and "
              + link.to()
              + " are "
              + Quantity.span(link.latencyMicros())
              + " apart";
      case NetworkEvent.Frozen frozen ->
          "the process of " + frozen.node() + " stands still, its kernel receives";
      case NetworkEvent.Thawed thawed ->
          "the process of "
              + thawed.node()
              + " goes on, with "
              + Quantity.count(thawed.waitingBytes(), "byte")
              + " to read";
    };
  }

  /** Whether somebody should see it at once. */
  static boolean isGrave(NetworkEvent event) {
    return event instanceof NetworkEvent.Dropped
        || event instanceof NetworkEvent.Closed
        || event instanceof NetworkEvent.Refused;
  }

  /** Whether it is said beneath what somebody typed. */
  static boolean isSaid(NetworkEvent event) {
    return event instanceof NetworkEvent.Closed
        || event instanceof NetworkEvent.Refused
        || event instanceof NetworkEvent.Stalled;
  }
}
