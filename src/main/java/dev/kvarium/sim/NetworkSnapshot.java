package dev.kvarium.sim;

import java.util.List;

/**
 * The network at one moment.
 *
 * @param links those that are not as usual, or cut, each way for itself
 * @param frozen the nodes whose process stands still
 * @param inFlight what was sent and has not arrived, in the order in which it was sent
 * @param unread what a frozen process has not read, in the order in which it came
 */
public record NetworkSnapshot(
    List<Link> links, List<String> frozen, List<Flying> inFlight, List<Flying> unread) {
  /** One way between two nodes. */
  public record Link(String from, String to, LinkSettings settings, boolean cut) {}

  /**
   * A message under way.
   *
   * @param arrivesMicros when it will arrive if nothing happens; -1 while it is held up
   */
  public record Flying(
      long message,
      String from,
      String to,
      long bytes,
      String what,
      long sentMicros,
      long arrivesMicros) {}
}
