package dev.kvarium.sentinel;

import java.util.List;

/**
 * What a sentinel is told at its start.
 *
 * @param host by which others reach it
 * @param port on which it listens
 * @param master the name of what it watches, by which clients ask
 * @param primaryHost where its primary was when it was told
 * @param quorum how many sentinels must hold the primary for down before a failover is tried
 * @param downAfterMillis for how long a server may not answer
 * @param failoverTimeoutMillis how long a failover may take; twice that parts two attempts
 * @param parallelSyncs how many replicas are sent to a new primary at once
 */
public record SentinelSettings(
    String host,
    int port,
    String master,
    String primaryHost,
    int primaryPort,
    int quorum,
    long downAfterMillis,
    long failoverTimeoutMillis,
    int parallelSyncs) {
  /** The options of SENTINEL SET that are modelled. */
  static final List<String> OPTIONS =
      List.of("down-after-milliseconds", "failover-timeout", "parallel-syncs", "quorum");

  /** The same with another value for one of {@link #OPTIONS}. */
  SentinelSettings with(String option, long value) {
    return new SentinelSettings(
        host,
        port,
        master,
        primaryHost,
        primaryPort,
        option.equals("quorum") ? (int) value : quorum,
        option.equals("down-after-milliseconds") ? value : downAfterMillis,
        option.equals("failover-timeout") ? value : failoverTimeoutMillis,
        option.equals("parallel-syncs") ? (int) value : parallelSyncs);
  }
}
