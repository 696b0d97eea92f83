package dev.kvarium.redis.cluster;

import dev.kvarium.base.Crc16;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What one node knows of its cluster: the nodes, who has which slot, which slots are on their way.
 *
 * <pre>
 *   slot      0 … 5460   5461 … 10922   10923 … 16383
 *   owner     a          b              c
 *   moves     42: a ──► b    (at a: migrating to b, at b: importing from a; the owner is still a)
 * </pre>
 *
 * <p>Nobody has a copy that counts more than another's. Who has a slot is settled by epochs: of two
 * that claim it, the one with the higher configuration epoch has it, at every node that hears of
 * both. Source: behaviour of cluster.c in 7.0.15.
 */
final class Table {
  static final int SLOTS = Crc16.SLOTS;

  final SequencedMap<String, Member> members = new LinkedHashMap<>();
  final @Nullable Member[] owners = new @Nullable Member[SLOTS];

  /**
   * Slots whose owner was heard to claim them no more. They stay its, so that nobody errs who asks
   * for them, until anybody claims them, by whatever epoch; and nobody is told that they are its.
   */
  final BitSet unclaimed = new BitSet(SLOTS);

  final @Nullable Member[] migratingTo = new @Nullable Member[SLOTS];
  final @Nullable Member[] importingFrom = new @Nullable Member[SLOTS];

  /** Nodes that were forgotten, and until when gossip about them is not believed, in ms. */
  final SequencedMap<String, Long> forgotten = new LinkedHashMap<>();

  Member myself;
  long currentEpoch;
  long lastVoteEpoch;
  boolean ok;

  /** How many primaries have slots. */
  int size = 1;

  Table(Member myself) {
    this.myself = myself;
    members.put(myself.id, myself);
  }

  List<Member> all() {
    return List.copyOf(members.values());
  }

  @Nullable Member named(String id) {
    return members.get(id);
  }

  void add(Member member) {
    members.put(member.id, member);
  }

  void rename(Member member, String id) {
    members.remove(member.id);
    member.id = id;
    members.put(id, member);
  }

  /** Takes a node out, with all that refers to it. */
  void remove(Member member) {
    for (int i = 0; i < SLOTS; i++) {
      if (importingFrom[i] == member) {
        importingFrom[i] = null;
      }
      if (migratingTo[i] == member) {
        migratingTo[i] = null;
      }
      if (owners[i] == member) {
        unassign(i);
      }
    }
    for (Member each : members.values()) {
      each.reports.remove(member);
      if (each.primary == member) {
        each.primary = null;
      }
    }
    follow(member, null);
    members.remove(member.id);
  }

  /** Makes a node a replica of another, or of nobody. */
  static void follow(Member replica, @Nullable Member primary) {
    Member before = replica.primary;
    if (before != null) {
      before.replicas.remove(replica);
      if (before.replicas.isEmpty()) {
        before.flags &= ~Member.MIGRATE_TO;
      }
    }
    replica.primary = primary;
    if (primary != null && !primary.replicas.contains(replica)) {
      primary.replicas.add(replica);
      primary.flags |= Member.MIGRATE_TO;
    }
  }

  private boolean anyHasReplicas() {
    for (Member each : members.values()) {
      if (each.isMaster() && !each.replicas.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  boolean assign(int slot, Member owner) {
    if (owners[slot] != null) {
      return false;
    }
    owners[slot] = owner;
    boolean first = owner.slots.isEmpty();
    owner.slots.set(slot);
    if (first && anyHasReplicas()) {
      owner.flags |= Member.MIGRATE_TO;
    }
    return true;
  }

  /** Whether somebody has a slot and says so by a higher epoch than this one. */
  boolean isClaimedAbove(int slot, long epoch) {
    Member owner = owners[slot];
    return owner != null && !unclaimed.get(slot) && owner.configEpoch > epoch;
  }

  boolean unassign(int slot) {
    Member owner = owners[slot];
    if (owner == null) {
      return false;
    }
    owner.slots.clear(slot);
    owners[slot] = null;
    return true;
  }

  void unassignAll(Member owner) {
    for (int i = owner.slots.nextSetBit(0); i >= 0; i = owner.slots.nextSetBit(i + 1)) {
      owners[i] = null;
    }
    owner.slots.clear();
  }

  /** No slot is on its way any more. */
  void closeAll() {
    Arrays.fill(migratingTo, null);
    Arrays.fill(importingFrom, null);
  }

  /** The highest epoch that any node is known to have. */
  long highestEpoch() {
    long highest = currentEpoch;
    for (Member each : members.values()) {
      highest = Math.max(highest, each.configEpoch);
    }
    return highest;
  }

  /**
   * Takes a new epoch without asking anybody, unless this node's is the highest already; whether it
   * did.
   */
  boolean bumpEpoch() {
    long highest = highestEpoch();
    if (myself.configEpoch == 0 || myself.configEpoch != highest) {
      currentEpoch++;
      myself.configEpoch = currentEpoch;
      return true;
    }
    return false;
  }

  /** A run of slots that one node has. */
  record Range(int from, int to, Member owner) {}

  /** The slots that have an owner, in runs. */
  List<Range> ranges() {
    List<Range> ranges = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= SLOTS; i++) {
      if (i == SLOTS || owners[i] != owners[from]) {
        Member owner = owners[from];
        if (owner != null) {
          ranges.add(new Range(from, i - 1, owner));
        }
        from = i;
      }
    }
    return ranges;
  }
}
