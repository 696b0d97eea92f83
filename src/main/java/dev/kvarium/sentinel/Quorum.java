package dev.kvarium.sentinel;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.SentinelEvent;
import dev.kvarium.wire.Reply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What sentinels agree on: whether the primary is down, for which the quorum is enough, and who
 * leads a failover, for which it takes a majority of all.
 *
 * <pre>
 *   SENTINEL is-master-down-by-addr main 6379 4 *           do you think so, too?
 *   SENTINEL is-master-down-by-addr main 6379 4 5f2e…       and do you vote for me in epoch 4?
 *   1, 5f2e…, 4                                             I do; my vote of epoch 4 is yours
 * </pre>
 */
final class Quorum {
  private static final long ASK_MILLIS = 1_000;

  private final Sentinel sentinel;
  private boolean down;
  private long downAt;

  /** This sentinel's own last vote. */
  private String leader = "";

  private long leaderEpoch;

  Quorum(Sentinel sentinel, long leaderEpoch) {
    this.sentinel = sentinel;
    this.leaderEpoch = leaderEpoch;
  }

  boolean isDown() {
    return down;
  }

  long downAt() {
    return downAt;
  }

  long leaderEpoch() {
    return leaderEpoch;
  }

  String leader() {
    return leader;
  }

  void forget() {
    down = false;
    leader = "";
  }

  /** Whether enough of those who were asked lately say that the primary is down. */
  void judge() {
    int say = sentinel.primary().suspected ? 1 : 0;
    if (say == 1) {
      for (Instance each : sentinel.sentinels()) {
        say += each.saysDown ? 1 : 0;
      }
    }
    boolean enough = say >= sentinel.settings().quorum();
    String primary = sentinel.primary().address();
    if (enough && !down) {
      down = true;
      downAt = sentinel.now();
      sentinel.tell(new SentinelEvent.Agreed(primary, say, sentinel.settings().quorum()));
    } else if (!enough && down) {
      down = false;
      sentinel.tell(new SentinelEvent.Disagreed(primary));
    }
  }

  /** Asks the others what they think of the primary, and for their votes if there is a failover. */
  void ask(boolean now) {
    for (Instance each : sentinel.sentinels()) {
      long elapsed = sentinel.now() - each.saidAt;
      if (elapsed > ASK_MILLIS * 5) {
        each.saysDown = false;
        each.leader = "";
      }
      Line line = each.line;
      if (sentinel.primary().suspected && line != null && (now || elapsed >= ASK_MILLIS)) {
        line.ask(
            answer -> answered(each, answer),
            "SENTINEL",
            "is-master-down-by-addr",
            sentinel.primary().host,
            Integer.toString(sentinel.primary().port),
            Long.toString(sentinel.epoch()),
            sentinel.failover().isUnderWay() ? sentinel.id() : "*");
      }
    }
  }

  private void answered(Instance from, Reply answer) {
    if (answer instanceof Reply.Array(List<Reply> items)
        && items.size() == 3
        && items.getFirst() instanceof Reply.Int down
        && items.get(1) instanceof Reply.Bulk vote
        && items.getLast() instanceof Reply.Int inEpoch) {
      from.saidAt = sentinel.now();
      from.saysDown = down.value() == 1;
      String forWhom = Bytes.text(vote.bytes());
      if (!forWhom.equals("*")) {
        from.leader = forWhom;
        from.leaderEpoch = inEpoch.value();
      }
    }
  }

  /**
   * Votes for a sentinel in an epoch, unless this one has voted in it.
   *
   * @return for whom it voted last, empty for nobody
   */
  String vote(long inEpoch, String candidate) {
    sentinel.sawEpoch(inEpoch);
    if (leaderEpoch < inEpoch && sentinel.epoch() <= inEpoch) {
      leader = candidate;
      leaderEpoch = sentinel.epoch();
      sentinel.keep();
      sentinel.tell(new SentinelEvent.Voted(sentinel.nameOf(candidate), leaderEpoch));
      if (!candidate.equals(sentinel.id())) {
        sentinel.failover().holdBack();
      }
    }
    return leader;
  }

  /** How many votes this sentinel has in an epoch, if they make it the leader; else 0. */
  int votesIfElected(long epoch) {
    Map<String, Integer> votes = new LinkedHashMap<>();
    for (Instance each : sentinel.sentinels()) {
      if (!each.leader.isEmpty() && each.leaderEpoch == sentinel.epoch()) {
        votes.merge(each.leader, 1, Integer::sum);
      }
    }
    String own = vote(epoch, most(votes, sentinel.id()));
    if (!own.isEmpty() && leaderEpoch == epoch) {
      votes.merge(own, 1, Integer::sum);
    }
    String winner = most(votes, "");
    int all = sentinel.sentinels().size() + 1;
    int needed = Math.max(all / 2 + 1, sentinel.settings().quorum());
    int have = votes.getOrDefault(winner, 0);
    return winner.equals(sentinel.id()) && have >= needed ? have : 0;
  }

  private static String most(Map<String, Integer> votes, String otherwise) {
    String winner = otherwise;
    int best = 0;
    for (Map.Entry<String, Integer> each : votes.entrySet()) {
      if (each.getValue() > best) {
        best = each.getValue();
        winner = each.getKey();
      }
    }
    return winner;
  }
}
