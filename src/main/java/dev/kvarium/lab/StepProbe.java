package dev.kvarium.lab;

import dev.kvarium.event.ClientEvent;
import dev.kvarium.event.CommandEvent;
import dev.kvarium.event.Event;
import dev.kvarium.event.ItemEvent;
import dev.kvarium.event.KeyEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.event.RdbEvent;
import dev.kvarium.event.ReplicationEvent;
import dev.kvarium.event.ScriptEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Passes facts on, and remembers how much the last command changed. */
final class StepProbe implements Probe {
  private final Probe onward;
  private long dirty;
  private boolean betweenClients;
  private Loudness loudness = Loudness.ALL;
  private Consumer<RdbEvent> saving = event -> {};
  private Consumer<ReplicationEvent> following = event -> {};
  private final List<ClientEvent.Served> served = new ArrayList<>();

  StepProbe(Probe onward) {
    this.onward = onward;
  }

  @Override
  public boolean listening() {
    return loudness != Loudness.NONE;
  }

  /** What of the facts is passed on. */
  enum Loudness {
    /** All of them. */
    ALL,
    /** Those of changes, and not those of single requests, where there are too many of them. */
    CHANGES,
    /** None: who folds the facts does not know any more what is there. */
    NONE
  }

  /** Says what is passed on from now on. */
  void loudness(Loudness how) {
    loudness = how;
  }

  private static boolean isOfRequest(Event event) {
    return event instanceof CommandEvent
        || event instanceof ScriptEvent
        || event instanceof KeyEvent.Hit
        || event instanceof KeyEvent.Missed
        || event instanceof ItemEvent.Hit
        || event instanceof ItemEvent.Missed;
  }

  @Override
  public void emit(Event event) {
    if (loudness != Loudness.ALL && (loudness == Loudness.NONE || isOfRequest(event))) {
      return;
    }
    if (event instanceof CommandEvent.Ran ran) {
      dirty = ran.dirty();
    } else if (event instanceof CommandEvent.Called called) {
      dirty += called.dirty(); // all that is known of a script that fails behind it
    } else if (event instanceof ClientEvent) {
      betweenClients = true;
      if (event instanceof ClientEvent.Served one) {
        served.add(one);
      }
    }
    onward.emit(event);
    if (event instanceof RdbEvent rdb) {
      saving.accept(rdb);
    } else if (event instanceof ReplicationEvent replication) {
      following.accept(replication);
    }
  }

  /** Says who wants to know of files of all keys. */
  void onSaving(Consumer<RdbEvent> saving) {
    this.saving = saving;
  }

  /** Says who wants to know how the node follows others. */
  void onFollowing(Consumer<ReplicationEvent> following) {
    this.following = following;
  }

  void forget() {
    dirty = 0;
    betweenClients = false;
    served.clear();
  }

  /** The clients that got what they waited for, since {@link #forget}. */
  List<ClientEvent.Served> served() {
    return List.copyOf(served);
  }

  /** Whether something happened between clients and the node since {@link #forget}. */
  boolean betweenClients() {
    return betweenClients;
  }

  /** How many changes the commands since {@link #forget} made, as Redis counts them. */
  long dirty() {
    return dirty;
  }
}
