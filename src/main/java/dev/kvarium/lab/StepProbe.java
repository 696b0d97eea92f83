package dev.kvarium.lab;

import dev.kvarium.event.ClientEvent;
import dev.kvarium.event.CommandEvent;
import dev.kvarium.event.Event;
import dev.kvarium.event.Probe;
import dev.kvarium.event.RdbEvent;
import dev.kvarium.event.ReplicationEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Passes facts on, and remembers how much the last command changed. */
final class StepProbe implements Probe {
  private final Probe onward;
  private long dirty;
  private boolean betweenClients;
  private boolean muted;
  private Consumer<RdbEvent> saving = event -> {};
  private Consumer<ReplicationEvent> following = event -> {};
  private final List<ClientEvent.Served> served = new ArrayList<>();

  StepProbe(Probe onward) {
    this.onward = onward;
  }

  @Override
  public boolean listening() {
    return !muted;
  }

  /** Has facts lost that are stated from now on, where there are too many to be kept. */
  void mute(boolean mute) {
    muted = mute;
  }

  @Override
  public void emit(Event event) {
    if (muted) {
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
