package dev.kvarium.sim;

import java.util.List;

/**
 * How far the acknowledged writes of a node have come to its replicas.
 *
 * @param sent that many were handed to the kernel for a replica
 * @param replicated of that many a replica has said that it has them
 * @param alone how many no replica is known to have
 * @param lastAlone the last of those, oldest first, as they could be typed
 */
public record LedgerReach(long sent, long replicated, long alone, List<String> lastAlone) {
  /** Of a node without replicas. */
  public static final LedgerReach NONE = new LedgerReach(0, 0, 0, List.of());
}
