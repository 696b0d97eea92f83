package dev.kvarium.redis.keyspace;

import dev.kvarium.event.DictEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.structure.Dict;

/** States how one dict of the keyspace is resized, and asks whether there is memory to grow. */
final class RehashWatch implements Dict.Listener {
  private final String name;
  private final Dict<?> dict;
  private final UsedMemory memory;
  private final Probe probe;
  private int statedIndex;

  RehashWatch(String name, Dict<?> dict, UsedMemory memory, Probe probe) {
    this.memory = memory;
    this.name = name;
    this.dict = dict;
    this.probe = probe;
    this.statedIndex = dict.rehashIndex();
    dict.setListener(this);
  }

  @Override
  public boolean mayGrow(long moreBytes, double usedRatio) {
    return memory.mayGrow(moreBytes, usedRatio);
  }

  @Override
  public void rehashStarted(int fromBuckets, int toBuckets) {
    statedIndex = 0;
    if (probe.listening()) {
      probe.emit(new DictEvent.RehashStarted(name, fromBuckets, toBuckets));
    }
  }

  @Override
  public void rehashFinished(int buckets) {
    statedIndex = -1;
    if (probe.listening()) {
      probe.emit(new DictEvent.RehashFinished(name, buckets));
    }
  }

  /** States where the rehash stands, when it has moved since this was asked last. */
  void stateSteps() {
    int index = dict.rehashIndex();
    if (index > statedIndex) {
      statedIndex = index;
      probe.emit(new DictEvent.RehashStepped(name, index));
    }
  }
}
