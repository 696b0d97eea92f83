package dev.kvarium.redis.cluster;

import dev.kvarium.redis.command.Settings;
import dev.kvarium.world.Clock;
import org.jspecify.annotations.Nullable;

/**
 * How a replica leaves a primary that has several for one that lost its last.
 *
 * <pre>
 *   a ◄─ a2, a3        b ◄─ b2 ✕          b is orphaned: slots, a replica once, none that works
 *                                         a has the most replicas, and could spare one
 *   a ◄─ a3            b ◄─ a2            a2, whose name is the least of a's, goes after 5 s
 * </pre>
 *
 * <p>A replica stays where fewer than {@code cluster-migration-barrier} would be left besides it,
 * while the cluster does not serve, and with {@code cluster-allow-replica-migration no}. Source:
 * behaviour of clusterHandleSlaveMigration in cluster.c of 7.0.15.
 */
final class ReplicaMigration {
  private static final long DELAY_MILLIS = 5_000;

  private final Cluster cluster;
  private final Settings settings;
  private final Clock clock;

  ReplicaMigration(Cluster cluster, Settings settings, Clock clock) {
    this.cluster = cluster;
    this.settings = settings;
    this.clock = clock;
  }

  /** What is due ten times a second, of a replica. */
  void cron() {
    Table table = cluster.table();
    Member primary = table.myself.primary;
    if (!table.myself.isReplica() || primary == null || !cluster.replicasMigrate()) {
      return;
    }
    int most = 0;
    boolean orphans = false;
    for (Member each : table.members.values()) {
      if (!each.isMyself() && each.isMaster() && !each.is(Member.FAIL)) {
        orphans |= each.workingReplicas() == 0 && !each.slots.isEmpty() && isTarget(each);
        most = Math.max(most, each.workingReplicas());
      }
    }
    boolean spare = !primary.is(Member.FAIL) && primary.workingReplicas() == most;
    if (orphans && most >= 2 && spare && table.ok && leaves(primary)) {
      migrate(most);
    }
  }

  /** Whether replicas belong to it: it had one, or took the place of one that had. */
  private static boolean isTarget(Member member) {
    return member.is(Member.MIGRATE_TO);
  }

  /** Whether enough are left when one goes. */
  private boolean leaves(Member primary) {
    int healthy = 0;
    for (Member each : primary.replicas) {
      healthy += each.is(Member.FAIL | Member.PFAIL) ? 0 : 1;
    }
    return healthy > Integer.parseInt(settings.get("cluster-migration-barrier"));
  }

  private void migrate(int most) {
    Table table = cluster.table();
    long now = clock.nowMillis();
    Member least = table.myself;
    @Nullable Member target = null;
    for (Member each : table.members.values()) {
      int working = each.isMaster() ? each.workingReplicas() : 0;
      if (each.isReplica() || each.is(Member.FAIL) || !isTarget(each) || working > 0) {
        each.orphanedMillis = 0;
      } else {
        target = target == null && !each.slots.isEmpty() ? each : target;
        each.orphanedMillis = each.orphanedMillis == 0 ? now : each.orphanedMillis;
      }
      if (working == most) {
        for (Member replica : each.replicas) {
          least = replica.id.compareTo(least.id) < 0 ? replica : least;
        }
      }
    }
    if (target != null && least == table.myself && now - target.orphanedMillis > DELAY_MILLIS) {
      cluster.say("warning", "Migrating to orphaned master " + target.id);
      cluster.follow(target);
    }
  }
}
