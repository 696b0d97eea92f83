package dev.kvarium.sentinel;

import java.util.List;

/**
 * What one sentinel knows, at one moment.
 *
 * @param address what clients are told that ask for the primary
 * @param epoch the highest that it has heard of
 * @param configEpoch that of the address
 * @param tilted whether it only looks, because its clock jumped
 * @param all the primary, its replicas, then the other sentinels
 */
public record SentinelSnapshot(
    SentinelSettings settings,
    String id,
    String address,
    long epoch,
    long configEpoch,
    boolean tilted,
    List<Seen> all) {
  /**
   * Somebody that it watches.
   *
   * @param kind {@code master}, {@code slave} or {@code sentinel}
   * @param suspected whether this sentinel holds it for down
   * @param agreed whether enough of them do
   * @param silentMillis for how long it owes an answer
   * @param follows whom a replica says it follows
   */
  public record Seen(
      String kind,
      String address,
      boolean suspected,
      boolean agreed,
      long silentMillis,
      String follows,
      int priority,
      long offset) {}
}
