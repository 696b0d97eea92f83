package dev.kvarium.sim;

/**
 * How bytes travel from one node to another.
 *
 * @param latencyMicros how long each takes
 * @param jitterMicros by how much more at most, drawn anew for each message
 * @param bytesPerSecond how many are sent in a second; 0: any number at once
 * @param lossPerMille of so many of a thousand messages something is lost, and sent again after 200
 *     ms
 */
public record LinkSettings(
    long latencyMicros, long jitterMicros, long bytesPerSecond, int lossPerMille) {
  /** Two machines in one building: half a millisecond, and no loss. */
  public static final LinkSettings DEFAULT = new LinkSettings(500, 0, 0, 0);

  public LinkSettings withLatencyMicros(long micros) {
    return new LinkSettings(micros, jitterMicros, bytesPerSecond, lossPerMille);
  }

  public LinkSettings withJitterMicros(long micros) {
    return new LinkSettings(latencyMicros, micros, bytesPerSecond, lossPerMille);
  }

  public LinkSettings withBytesPerSecond(long bytes) {
    return new LinkSettings(latencyMicros, jitterMicros, bytes, lossPerMille);
  }

  public LinkSettings withLossPerMille(int perMille) {
    return new LinkSettings(latencyMicros, jitterMicros, bytesPerSecond, perMille);
  }
}
