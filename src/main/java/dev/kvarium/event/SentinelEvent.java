package dev.kvarium.event;

/**
 * What a sentinel sees and decides. Nodes are named by their address, sentinels by the name of
 * their machine; {@code kind} is {@code master}, {@code slave} or {@code sentinel}, in the words of
 * Redis, whose name for the event is given with each.
 */
public sealed interface SentinelEvent extends Event {
  /** {@code +slave}, {@code +sentinel}: somebody became known. */
  record Found(String kind, String node) implements SentinelEvent {}

  /** {@code +sdown}: this sentinel has had no valid answer for too long. */
  record Suspected(String kind, String node, long silentMillis) implements SentinelEvent {}

  /** {@code -sdown}: it answers again. */
  record Heard(String kind, String node) implements SentinelEvent {}

  /** {@code +odown}: so many sentinels say that the primary is down, which is enough. */
  record Agreed(String node, int say, int quorum) implements SentinelEvent {}

  /** {@code -odown}: not enough of them say so any more. */
  record Disagreed(String node) implements SentinelEvent {}

  /** {@code +new-epoch}: a higher epoch is known. */
  record EpochRaised(long epoch) implements SentinelEvent {}

  /** {@code +try-failover}: this sentinel wants to lead a failover. */
  record Tried(String primary, long epoch) implements SentinelEvent {}

  /** {@code +vote-for-leader}: this sentinel's one vote of an epoch. */
  record Voted(String leader, long epoch) implements SentinelEvent {}

  /** {@code +elected-leader}: a majority of all sentinels voted for this one. */
  record Elected(long epoch, int votes, int sentinels) implements SentinelEvent {}

  /** {@code +selected-slave}: the replica that is to lead. */
  record Selected(String replica, int priority, long offset) implements SentinelEvent {}

  /** {@code +failover-state-…}, {@code +failover-end}: how far the failover is. */
  record Reached(String state) implements SentinelEvent {}

  /** {@code +promoted-slave}: the replica says that it leads. */
  record Promoted(String replica, long epoch) implements SentinelEvent {}

  /**
   * {@code +slave-reconf-sent} and its kin, {@code +convert-to-slave}, {@code +fix-slave-config}: a
   * server is to follow another, or does.
   *
   * @param step in Redis's word, without its sign
   */
  record Redirected(String node, String step, String primary) implements SentinelEvent {}

  /**
   * {@code +switch-master}: clients that ask are told another address from now on.
   *
   * @param epoch by which it counts
   */
  record Switched(String from, String to, long epoch) implements SentinelEvent {}

  /** {@code +config-update-from}: another sentinel knows of a newer address. */
  record Learned(String from, long epoch) implements SentinelEvent {}

  /** {@code -failover-abort-…}: the failover ended without a new primary. */
  record GaveUp(String reason) implements SentinelEvent {}

  /** {@code +reboot}: a server is not the process that it was. */
  record Rebooted(String kind, String node) implements SentinelEvent {}

  /** {@code +role-change}, {@code -role-change}: a server says that it leads, or follows. */
  record RoleSeen(String kind, String node, String role) implements SentinelEvent {}

  /** {@code +set}: somebody changed by what it judges. */
  record Changed(String option, String value) implements SentinelEvent {}

  /** {@code +reset-master}: it forgot all but where the primary is. */
  record Reset(String primary) implements SentinelEvent {}

  /** {@code +tilt}, {@code -tilt}: its own clock jumped, so it only looks for half a minute. */
  record Tilted(boolean begins) implements SentinelEvent {}
}
