package dev.kvarium.sentinel;

import java.util.Optional;

/**
 * What a sentinel publishes: who it is, and which address of the primary it knows by which epoch.
 *
 * <pre>
 *   s1,26379,5f2e…,3,mymaster,b,6379,3
 *   host port id epoch  name  primary  epoch of that
 * </pre>
 */
record Hello(
    String host,
    int port,
    String id,
    long epoch,
    String master,
    String primaryHost,
    int primaryPort,
    long configEpoch) {
  static final String CHANNEL = "__sentinel__:hello";
  private static final int PARTS = 8;

  /** Reads it; empty when it is something else. */
  static Optional<Hello> of(String text) {
    String[] parts = text.split(",", -1);
    if (parts.length != PARTS) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Hello(
              parts[0],
              Integer.parseInt(parts[1]),
              parts[2],
              Long.parseLong(parts[3]),
              parts[4],
              parts[5],
              Integer.parseInt(parts[6]),
              Long.parseLong(parts[7])));
    } catch (NumberFormatException notOne) {
      return Optional.empty();
    }
  }

  String text() {
    return String.join(
        ",",
        host,
        Integer.toString(port),
        id,
        Long.toString(epoch),
        master,
        primaryHost,
        Integer.toString(primaryPort),
        Long.toString(configEpoch));
  }
}
