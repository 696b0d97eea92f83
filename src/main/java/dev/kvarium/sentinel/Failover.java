package dev.kvarium.sentinel;

import dev.kvarium.event.SentinelEvent;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failover as its leader sees it, from the wish to lead it to the new address.
 *
 * <pre>
 *   NONE ─► WAITS for votes ─► SELECTS ─► TURNS the replica ─► AWAITS that it leads
 *                │ not elected     │ nobody is fit   │ does not answer    │
 *                ▼                 ▼                 ▼                    ▼
 *              gives up          gives up          gives up        MOVES the others ─► ENDS
 * </pre>
 */
final class Failover {
  private static final int SPREAD_MILLIS = 1_000;
  private static final long ELECTION_MILLIS = 10_000;
  private static final long MOVE_MILLIS = 10_000;

  private enum State {
    NONE,
    WAITS,
    SELECTS,
    TURNS,
    AWAITS,
    MOVES,
    ENDS
  }

  private final Sentinel sentinel;
  private State state = State.NONE;
  private long stateSince;
  private long startedAt;
  private long epoch;
  private boolean forced;
  private @Nullable Instance promoted;

  Failover(Sentinel sentinel) {
    this.sentinel = sentinel;
  }

  boolean isUnderWay() {
    return state != State.NONE;
  }

  boolean isWatchedClosely() {
    return isUnderWay() || sentinel.quorum().isDown();
  }

  boolean awaitsPromotion() {
    return state == State.AWAITS;
  }

  boolean isEnding() {
    return state == State.ENDS;
  }

  /** The replica that leads already, though the failover is not over. */
  Optional<Instance> successor() {
    return state.compareTo(State.MOVES) >= 0 ? Optional.ofNullable(promoted) : Optional.empty();
  }

  /** The address of the replica that is to lead; empty when there is none. */
  String chosen() {
    Instance chosen = promoted;
    return chosen == null ? "" : chosen.address();
  }

  /** For the next attempt a while has to pass: this sentinel has voted for another. */
  void holdBack() {
    startedAt = sentinel.now() + sentinel.chance(SPREAD_MILLIS);
  }

  /** Nothing of it is left: there is a new address. */
  void forget() {
    state = State.NONE;
    stateSince = 0;
    startedAt = 0;
    forced = false;
    promoted = null;
  }

  /** Begins if enough say that the primary is down, and none was tried lately; whether it did. */
  boolean beginIfDue() {
    if (!sentinel.quorum().isDown()
        || isUnderWay()
        || sentinel.now() - startedAt < sentinel.settings().failoverTimeoutMillis() * 2) {
      return false;
    }
    begin();
    return true;
  }

  private void begin() {
    reach(State.WAITS, "");
    epoch = sentinel.raiseEpoch();
    sentinel.tell(new SentinelEvent.Tried(sentinel.primary().address(), epoch));
    holdBack();
  }

  /** Begins because somebody wants it, without asking the others. */
  void force() {
    begin();
    forced = true;
  }

  private void reach(State next, String word) {
    state = next;
    stateSince = sentinel.now();
    if (!word.isEmpty()) {
      sentinel.tell(new SentinelEvent.Reached(word));
    }
  }

  void turn() {
    switch (state) {
      case NONE, ENDS -> {}
      case WAITS -> awaitVotes();
      case SELECTS -> select();
      case TURNS -> turnReplica();
      case AWAITS -> {
        if (isLate()) {
          giveUp("slave-timeout");
        }
      }
      case MOVES -> moveOthers();
    }
  }

  private boolean isLate() {
    return sentinel.now() - stateSince > sentinel.settings().failoverTimeoutMillis();
  }

  private void giveUp(String reason) {
    sentinel.tell(new SentinelEvent.GaveUp(reason));
    Instance chosen = promoted;
    if (chosen != null) {
      chosen.promoted = false;
    }
    promoted = null;
    forced = false;
    reach(State.NONE, "");
  }

  private void awaitVotes() {
    int votes = sentinel.quorum().votesIfElected(epoch);
    if (votes == 0 && !forced) {
      long most = Math.min(ELECTION_MILLIS, sentinel.settings().failoverTimeoutMillis());
      if (sentinel.now() - startedAt > most) {
        giveUp("not-elected");
      }
      return;
    }
    sentinel.tell(new SentinelEvent.Elected(epoch, votes, sentinel.sentinels().size() + 1));
    reach(State.SELECTS, "failover-state-select-slave");
  }

  /** Of those that answer and are not too far behind, the best. */
  Optional<Instance> best() {
    return sentinel.replicas().stream().filter(this::isFit).min(ORDER);
  }

  /** Lower priority, then more of the stream, then the lesser run id. */
  private static final Comparator<Instance> ORDER =
      Comparator.<Instance>comparingInt(each -> each.priority)
          .thenComparing(Comparator.<Instance>comparingLong(each -> each.offset).reversed())
          .thenComparing(each -> each.id.isEmpty() ? "g" : each.id); // after all hexadecimals

  private boolean isFit(Instance replica) {
    long now = sentinel.now();
    Instance primary = sentinel.primary();
    long down = primary.suspected ? now - primary.suspectedAt : 0;
    long fresh = primary.suspected ? Watch.PING_MILLIS * 5 : Watch.INFO_MILLIS * 3;
    return !replica.suspected
        && replica.isConnected()
        && now - replica.availableAt <= Watch.PING_MILLIS * 5
        && replica.priority != 0
        && now - replica.infoAt <= fresh
        && replica.linkDownMillis <= down + sentinel.settings().downAfterMillis() * 10;
  }

  private void select() {
    Optional<Instance> best = best();
    if (best.isEmpty()) {
      giveUp("no-good-slave");
      return;
    }
    Instance chosen = best.get();
    sentinel.tell(new SentinelEvent.Selected(chosen.address(), chosen.priority, chosen.offset));
    chosen.promoted = true;
    promoted = chosen;
    reach(State.TURNS, "failover-state-send-slaveof-noone");
  }

  private void turnReplica() {
    Instance chosen = promoted;
    if (chosen == null || !chosen.isConnected()) {
      if (isLate()) {
        giveUp("slave-timeout");
      }
      return;
    }
    follow(chosen, "NO", "ONE");
    reach(State.AWAITS, "failover-state-wait-promotion");
  }

  /** The chosen replica says that it leads. */
  void promoted(Instance replica) {
    sentinel.configEpoch(epoch);
    state = State.MOVES;
    stateSince = sentinel.now();
    sentinel.tell(new SentinelEvent.Promoted(replica.address(), epoch));
    reach(State.MOVES, "failover-state-reconf-slaves");
    sentinel.helloSoon();
  }

  private void moveOthers() {
    Instance chosen = promoted;
    if (chosen == null) {
      return;
    }
    int moving = 0;
    for (Instance each : sentinel.replicas()) {
      moving += each.move == Instance.Move.SENT || each.move == Instance.Move.UNDER_WAY ? 1 : 0;
    }
    for (Instance each : sentinel.replicas()) {
      if (moving >= sentinel.settings().parallelSyncs()) {
        break;
      }
      if (each.promoted || each.move == Instance.Move.DONE) {
        continue;
      }
      if (each.move == Instance.Move.SENT && sentinel.now() - each.movedAt > MOVE_MILLIS) {
        sentinel.tell(
            new SentinelEvent.Redirected(
                each.address(), "slave-reconf-sent-timeout", chosen.address()));
        each.move = Instance.Move.DONE;
      }
      if (each.move == Instance.Move.NONE && each.isConnected()) {
        move(each, chosen, "slave-reconf-sent");
        moving++;
      }
    }
    endIfDone(chosen);
  }

  private void move(Instance replica, Instance to, String step) {
    follow(replica, to.host, Integer.toString(to.port));
    replica.move = Instance.Move.SENT;
    replica.movedAt = sentinel.now();
    sentinel.tell(new SentinelEvent.Redirected(replica.address(), step, to.address()));
  }

  /** What a replica says of its primary shows how far it is on its way to the new one. */
  void moves(Instance replica) {
    Instance chosen = promoted;
    if (chosen == null) {
      return;
    }
    if (replica.move == Instance.Move.SENT && replica.follows.equals(chosen.address())) {
      replica.move = Instance.Move.UNDER_WAY;
      sentinel.tell(
          new SentinelEvent.Redirected(replica.address(), "slave-reconf-inprog", chosen.address()));
    }
    if (replica.move == Instance.Move.UNDER_WAY && replica.linkUp) {
      replica.move = Instance.Move.DONE;
      sentinel.tell(
          new SentinelEvent.Redirected(replica.address(), "slave-reconf-done", chosen.address()));
    }
  }

  private void endIfDone(Instance chosen) {
    if (chosen.suspected) {
      return;
    }
    boolean late = isLate();
    boolean missing = false;
    for (Instance each : sentinel.replicas()) {
      missing |= !each.promoted && each.move != Instance.Move.DONE && !each.suspected;
    }
    if (late) {
      sentinel.tell(new SentinelEvent.Reached("failover-end-for-timeout"));
    }
    if (late || !missing) {
      reach(State.ENDS, "failover-end");
    }
    for (Instance each : sentinel.replicas()) {
      if (late
          && !each.promoted
          && each.isConnected()
          && each.move != Instance.Move.DONE
          && each.move != Instance.Move.SENT) {
        move(each, chosen, "slave-reconf-sent-be");
      }
    }
  }

  /** Has a server follow the primary that counts. */
  void redirect(Instance server, String primary, String step) {
    int colon = primary.lastIndexOf(':');
    follow(server, primary.substring(0, colon), primary.substring(colon + 1));
    sentinel.tell(new SentinelEvent.Redirected(server.address(), step, primary));
  }

  /** The order to follow, with the end of all its clients' connections, who have to ask anew. */
  private static void follow(Instance server, String host, String port) {
    Line line = server.line;
    if (line == null) {
      return;
    }
    line.ask(any -> {}, "MULTI");
    line.ask(any -> {}, "SLAVEOF", host, port);
    line.ask(any -> {}, "CONFIG", "REWRITE");
    line.ask(any -> {}, "CLIENT", "KILL", "TYPE", "normal");
    line.ask(any -> {}, "CLIENT", "KILL", "TYPE", "pubsub");
    line.ask(any -> {}, "EXEC");
  }
}
