package dev.kvarium.redis.command;

import dev.kvarium.event.NodeEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.wire.Reply;
import dev.kvarium.world.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A primary gives its place to one of its replicas without losing a write: it holds all that would
 * write, waits until a replica has every byte, follows that one, and asks it by PSYNC … FAILOVER to
 * lead.
 */
public final class Failover {
  private static final long FOREVER_MILLIS = 3_000_000_000_000L;
  private static final CommandError NONE = new CommandError("ERR No failover in progress.");
  private static final CommandError BAD_TIMEOUT =
      new CommandError("ERR FAILOVER timeout must be greater than 0");
  private static final CommandError ALREADY = new CommandError("ERR FAILOVER already in progress.");
  private static final CommandError AS_REPLICA =
      new CommandError("ERR FAILOVER is not valid when server is a replica.");
  private static final CommandError NO_REPLICAS =
      new CommandError("ERR FAILOVER requires connected replicas.");
  private static final CommandError FORCE_ALONE =
      new CommandError(
          "ERR FAILOVER with force option requires both a timeout and target HOST and IP.");
  private static final CommandError NOT_A_REPLICA =
      new CommandError("ERR FAILOVER target HOST and PORT is not a replica.");
  private static final CommandError NOT_ONLINE =
      new CommandError("ERR FAILOVER target replica is not online.");

  /** How far it has come. */
  private enum State {
    NONE("no-failover"),
    WAITS("waiting-for-sync"),
    RUNS("failover-in-progress");

    final String word;

    State(String word) {
      this.word = word;
    }
  }

  private final Settings settings;
  private final Replicas replicas;
  private final Pauses pauses;
  private final Clock clock;
  private final Probe probe;
  private State state = State.NONE;
  private Optional<String> target = Optional.empty();
  private long endMillis;
  private boolean force;

  Failover(Settings settings, Replicas replicas, Pauses pauses, Clock clock, Probe probe) {
    this.settings = settings;
    this.replicas = replicas;
    this.pauses = pauses;
    this.clock = clock;
    this.probe = probe;
  }

  /** In the word of INFO. */
  String word() {
    return state.word;
  }

  /** Whether there is one, from the command to its end. */
  boolean isUnderWay() {
    return state != State.NONE;
  }

  /** Whether the replica is to be asked to lead. */
  public boolean runs() {
    return state == State.RUNS;
  }

  Reply handle(Call call) throws CommandError {
    call.refuseInCluster(
        "ERR FAILOVER not allowed in cluster mode. Use CLUSTER FAILOVER command instead.");
    if (call.argc() == 2 && call.is(1, "ABORT")) {
      if (state == State.NONE) {
        throw NONE;
      }
      abort("Failover manually aborted");
      return Reply.OK;
    }
    long timeout = 0;
    boolean forced = false;
    Optional<String> wanted = Optional.empty();
    for (int i = 1; i < call.argc(); i++) {
      if (call.is(i, "TIMEOUT") && i + 1 < call.argc() && timeout == 0) {
        timeout = call.longArg(++i);
        if (timeout <= 0) {
          throw BAD_TIMEOUT;
        }
      } else if (call.is(i, "TO") && i + 2 < call.argc() && wanted.isEmpty()) {
        wanted = Optional.of(call.text(i + 1) + ":" + call.longArg(i + 2));
        i += 2;
      } else if (call.is(i, "FORCE") && !forced) {
        forced = true;
      } else {
        throw CommandError.SYNTAX;
      }
    }
    check(wanted, forced, timeout);
    target = wanted;
    force = forced;
    endMillis = timeout == 0 ? 0 : clock.nowMillis() + timeout;
    state = State.WAITS;
    pauses.begin(call.session(), Pauses.Mode.WRITE, FOREVER_MILLIS);
    return Reply.OK;
  }

  private void check(Optional<String> wanted, boolean forced, long timeout) throws CommandError {
    if (state != State.NONE) {
      throw ALREADY;
    }
    if (settings.isReplica()) {
      throw AS_REPLICA;
    }
    if (replicas.all().isEmpty()) {
      throw NO_REPLICAS;
    }
    if (forced && (timeout == 0 || wanted.isEmpty())) {
      throw FORCE_ALONE;
    }
    if (wanted.isPresent()) {
      Session replica = named(wanted.get());
      if (replica == null) {
        throw NOT_A_REPLICA;
      }
      if (Replicas.facts(replica).state != Replica.State.ONLINE) {
        throw NOT_ONLINE;
      }
    }
  }

  private @Nullable Session named(String name) {
    for (Session each : replicas.all()) {
      if (Replicas.name(each).equalsIgnoreCase(name)) {
        return each;
      }
    }
    return null;
  }

  /** Looks ten times a second whether a replica has everything, or the time is over. */
  void cron() {
    if (state != State.WAITS) {
      return;
    }
    if (endMillis != 0 && endMillis <= clock.nowMillis()) {
      if (force && target.isPresent()) {
        say("FAILOVER to " + target.get() + " time out exceeded, failing over.");
        run(target.get());
      } else {
        abort("Replica never caught up before timeout");
      }
      return;
    }
    for (Session each : replicas.all()) {
      boolean meant = target.isEmpty() || Replicas.name(each).equalsIgnoreCase(target.get());
      if (meant && Replicas.facts(each).acknowledged == replicas.offset()) {
        say("Failover target " + Replicas.name(each) + " is synced, failing over.");
        run(Replicas.name(each));
        return;
      }
    }
  }

  private void run(String name) {
    state = State.RUNS;
    int colon = name.lastIndexOf(':');
    settings.follow(name.substring(0, colon) + " " + name.substring(colon + 1));
    replicas.upstream().follow();
  }

  /** The replica took the place, or refused. */
  public void answered(boolean accepted) {
    if (state == State.RUNS) {
      if (accepted) {
        end();
      } else {
        abort("Failover target rejected psync request");
      }
    }
  }

  private void abort(String why) {
    say("Aborting failover: " + why);
    if (state == State.RUNS) {
      settings.follow("");
      replicas.upstream().lead();
    }
    end();
  }

  private void end() {
    state = State.NONE;
    target = Optional.empty();
    endMillis = 0;
    force = false;
    pauses.end();
  }

  private void say(String text) {
    if (probe.listening()) {
      probe.emit(new NodeEvent.Logged("notice", text));
    }
  }
}
