package dev.kvarium.redis.cluster;

import dev.kvarium.event.ClusterEvent;
import dev.kvarium.redis.command.Session;
import dev.kvarium.redis.command.Settings;
import dev.kvarium.world.Clock;
import dev.kvarium.world.Randomness;
import org.jspecify.annotations.Nullable;

/**
 * How a replica takes the place of its primary.
 *
 * <pre>
 *   primary fails ─► wait 500 ms + up to 500 ms + 1 s for each replica that has more
 *                 ─► current epoch + 1, ask all primaries for their votes
 *                 ─► more than half of them: the epoch is mine, so are the slots; tell everybody
 * </pre>
 *
 * <p>A primary gives one vote an epoch, and none for another replica of the same primary within
 * twice the node timeout. By hand (CLUSTER FAILOVER) the primary first stops writes and says at
 * which offset, so that nothing is lost. Source: behaviour of cluster.c in 7.0.15.
 */
final class Election {
  private static final long FIXED_DELAY_MILLIS = 500;
  private static final long RANK_DELAY_MILLIS = 1_000;
  private static final long MANUAL_MILLIS = 5_000;
  private static final long TOLD_AGAIN_SECONDS = 300;
  private static final long TOLD_AFTER_MILLIS = 5_000;

  private final Cluster cluster;
  private final Settings settings;
  private final Clock clock;
  private final Randomness chance;
  private final Bus bus;
  private long atMillis;
  private long rank;
  private long epoch;
  private int votes;
  private boolean asked;
  private boolean due;

  /** Until when a failover by hand may take; 0: there is none. */
  private long manualEndMillis;

  private boolean manualCanStart;
  private long primaryOffset = -1;
  private @Nullable Member manualReplica;
  private Hindrance hindrance = Hindrance.NONE;
  private long hindranceToldMillis;

  /** Why a replica does not take over yet. */
  private enum Hindrance {
    NONE(""),
    DATA_AGE(
        "Disconnected from master for longer than allowed. Please check the"
            + " 'cluster-replica-validity-factor' configuration option."),
    WAITING_DELAY("Waiting the delay before I can start a new failover."),
    EXPIRED("Failover attempt expired."),
    WAITING_VOTES("Waiting for votes, but majority still not reached.");

    final String text;

    Hindrance(String text) {
      this.text = text;
    }
  }

  Election(Cluster cluster, Settings settings, Clock clock, Randomness chance, Bus bus) {
    this.cluster = cluster;
    this.settings = settings;
    this.clock = clock;
    this.chance = chance;
    this.bus = bus;
  }

  boolean isManual() {
    return manualEndMillis != 0;
  }

  @Nullable Member manualReplica() {
    return manualReplica;
  }

  private Table table() {
    return cluster.table();
  }

  private long nodeTimeout() {
    return Long.parseLong(settings.get("cluster-node-timeout"));
  }

  private int needed() {
    return table().size / 2 + 1;
  }

  void cron() {
    if (manualEndMillis != 0 && manualEndMillis < clock.nowMillis()) {
      cluster.say("warning", "Manual failover timed out.");
      resetManual();
    }
    if (table().myself.isReplica()) {
      startIfCaughtUp();
      run();
    }
  }

  void endTurn() {
    if (due) {
      due = false;
      startIfCaughtUp();
      run();
    }
  }

  // By hand.

  void manual(Member primary, boolean force, boolean takeover) {
    resetManual();
    manualEndMillis = clock.nowMillis() + MANUAL_MILLIS;
    if (takeover) {
      cluster.say("warning", "Taking over the master (user request).");
      table().bumpEpoch();
      takePlace();
    } else if (force) {
      cluster.say("warning", "Forced failover user request accepted.");
      manualCanStart = true;
    } else {
      cluster.say("warning", "Manual failover user request accepted.");
      bus.send(primary, BusMessage.MANUAL_FAILOVER);
    }
  }

  /** A replica of this primary wants its place: nothing is written until it has it. */
  void yieldTo(Member replica) {
    resetManual();
    manualEndMillis = clock.nowMillis() + MANUAL_MILLIS;
    manualReplica = replica;
    cluster.dispatcher().pauseWrites(new Session(0, "cluster", "", 0), MANUAL_MILLIS * 2);
    cluster.say("warning", "Manual failover requested by replica " + replica.id + ".");
    bus.ping(replica);
  }

  /** The primary has stopped writes at this offset. */
  void primaryStoppedAt(long offset) {
    if (manualEndMillis != 0 && primaryOffset < 0) {
      primaryOffset = offset;
      due = true;
      cluster.say(
          "warning", "Received replication offset for paused master manual failover: " + offset);
    }
  }

  private void startIfCaughtUp() {
    if (manualEndMillis != 0 && !manualCanStart && primaryOffset == cluster.offset()) {
      manualCanStart = true;
      cluster.say("warning", "All master replication stream processed, manual failover can start.");
    }
  }

  void resetManual() {
    if (manualReplica != null) {
      cluster.dispatcher().endPause();
    }
    manualEndMillis = 0;
    manualCanStart = false;
    manualReplica = null;
    primaryOffset = -1;
  }

  // The replica's part.

  private void run() {
    Member myself = table().myself;
    Member primary = myself.primary;
    boolean manual = manualEndMillis != 0 && manualCanStart;
    if (myself.isMaster()
        || primary == null
        || primary.slots.isEmpty()
        || !(primary.is(Member.FAIL) || manual)
        || settings.get("cluster-replica-no-failover").equals("yes") && !manual) {
      hindrance = Hindrance.NONE;
      return;
    }
    if (isTooOld() && !manual) {
      tell(Hindrance.DATA_AGE, primary);
      return;
    }
    long now = clock.nowMillis();
    long timeout = Math.max(2_000, nodeTimeout() * 2);
    long age = now - atMillis;
    if (age > timeout * 2) {
      plan(now);
      return;
    }
    if (!asked && manualEndMillis == 0) {
      long newRank = rank();
      if (newRank > rank) {
        long added = (newRank - rank) * RANK_DELAY_MILLIS;
        atMillis += added;
        rank = newRank;
        cluster.say(
            "warning",
            "Replica rank updated to #" + rank + ", added " + added + " milliseconds of delay.");
      }
    }
    if (now < atMillis || age > timeout) {
      tell(now < atMillis ? Hindrance.WAITING_DELAY : Hindrance.EXPIRED, primary);
      return;
    }
    if (!asked) {
      table().currentEpoch++;
      epoch = table().currentEpoch;
      cluster.say("warning", "Starting a failover election for epoch " + epoch + ".");
      bus.askForVotes(manualEndMillis != 0);
      asked = true;
      cluster.decided();
      if (cluster.listening()) {
        cluster.tell(new ClusterEvent.VotesAsked(epoch, primary.address()));
      }
      return;
    }
    winIfEnough();
    if (table().myself.isReplica()) {
      tell(Hindrance.WAITING_VOTES, primary);
    }
  }

  /** Whether the data is older than {@code cluster-replica-validity-factor} allows. */
  private boolean isTooOld() {
    long factor = Long.parseLong(settings.get("cluster-replica-validity-factor"));
    long age = cluster.dispatcher().replicas().upstream().ageMillis();
    long beyondTimeout = age > nodeTimeout() ? age - nodeTimeout() : age;
    long ping = Long.parseLong(settings.get("repl-ping-replica-period")) * 1_000;
    return factor != 0 && beyondTimeout > ping + nodeTimeout() * factor;
  }

  /** Logs why it does not take over, unless the primary failed lately or it was just said. */
  private void tell(Hindrance why, Member primary) {
    long now = clock.nowMillis();
    if (why == hindrance && now / 1_000 - hindranceToldMillis / 1_000 < TOLD_AGAIN_SECONDS) {
      return;
    }
    hindrance = why;
    if (primary.is(Member.FAIL) && now - primary.failMillis < nodeTimeout() + TOLD_AFTER_MILLIS) {
      return;
    }
    hindranceToldMillis = now;
    cluster.say("warning", "Currently unable to failover: " + why.text);
  }

  private void plan(long now) {
    rank = manualEndMillis != 0 ? 0 : rank();
    long delay =
        FIXED_DELAY_MILLIS
            + Math.floorMod(chance.nextLong(), FIXED_DELAY_MILLIS)
            + rank * RANK_DELAY_MILLIS;
    atMillis = manualEndMillis != 0 ? now : now + delay;
    votes = 0;
    asked = false;
    due = manualEndMillis != 0;
    cluster.say(
        "warning",
        "Start of election delayed for "
            + (atMillis - now)
            + " milliseconds (rank #"
            + rank
            + ", offset "
            + cluster.offset()
            + ").");
    bus.pongToSiblings();
  }

  /** How many replicas of the same primary have more than this one. */
  private long rank() {
    Member primary = table().myself.primary;
    long rank = 0;
    if (primary != null) {
      for (Member each : primary.replicas) {
        boolean ahead = each != table().myself && each.replicationOffset > cluster.offset();
        rank += ahead && !each.is(Member.NO_FAILOVER) ? 1 : 0;
      }
    }
    return rank;
  }

  /** A primary voted for this replica. */
  void voted(Member by, long inEpoch) {
    if (by.isMaster() && !by.slots.isEmpty() && asked && inEpoch >= epoch) {
      votes++;
      winIfEnough();
    }
  }

  private void winIfEnough() {
    if (asked && votes >= needed() && table().myself.isReplica()) {
      cluster.say("warning", "Failover election won: I'm the new master.");
      Member myself = table().myself;
      if (myself.configEpoch < epoch) {
        myself.configEpoch = epoch;
        cluster.say("warning", "configEpoch set to " + epoch + " after successful failover");
      }
      takePlace();
    }
  }

  private void takePlace() {
    Member myself = table().myself;
    Member before = myself.primary;
    if (myself.isMaster() || before == null) {
      return;
    }
    if (cluster.listening()) {
      cluster.tell(
          new ClusterEvent.TookOver(myself.configEpoch, before.address(), asked ? votes : 0));
    }
    cluster.lead(myself);
    for (int slot = before.slots.nextSetBit(0);
        slot >= 0;
        slot = before.slots.nextSetBit(slot + 1)) {
      table().unassign(slot);
      table().assign(slot, myself);
    }
    cluster.tellSlots();
    cluster.decided();
    bus.broadcastPong();
    resetManual();
    asked = false;
    atMillis = 0;
  }

  // The primary's part.

  /** Gives a replica its vote, or not. */
  void vote(Member replica, BusMessage request) {
    Table table = table();
    Member myself = table.myself;
    Member primary = replica.primary;
    long now = clock.nowMillis();
    if (myself.isReplica() || myself.slots.isEmpty()) {
      return;
    }
    String why = "";
    if (request.currentEpoch < table.currentEpoch) {
      why = "reqEpoch (" + request.currentEpoch + ") < curEpoch(" + table.currentEpoch + ")";
    } else if (table.lastVoteEpoch == table.currentEpoch) {
      why = "already voted for epoch " + table.currentEpoch;
    } else if (replica.isMaster()
        || primary == null
        || !primary.is(Member.FAIL) && (request.messageFlags & BusMessage.FORCED) == 0) {
      why = "its master is up, or it is a master node";
    } else if (now - primary.votedMillis < nodeTimeout() * 2) {
      why = "can't vote about this master before so many milliseconds";
    } else {
      for (int slot = request.slots.nextSetBit(0);
          slot >= 0 && why.isEmpty();
          slot = request.slots.nextSetBit(slot + 1)) {
        Member owner = table.owners[slot];
        if (owner != null && table.isClaimedAbove(slot, request.configEpoch)) {
          why = "slot " + slot + " epoch (" + owner.configEpoch + ") > reqEpoch";
        }
      }
    }
    if (!why.isEmpty() || primary == null) {
      cluster.say("warning", "Failover auth denied to " + replica.id + ": " + why);
      return;
    }
    table.lastVoteEpoch = table.currentEpoch;
    primary.votedMillis = now;
    cluster.decided();
    bus.send(replica, BusMessage.AUTH_ACK);
    cluster.say(
        "warning", "Failover auth granted to " + replica.id + " for epoch " + table.currentEpoch);
    if (cluster.listening()) {
      cluster.tell(new ClusterEvent.Voted(table.currentEpoch, replica.address()));
    }
  }
}
