package dev.kvarium.lab;

import dev.kvarium.memcached.CacheSnapshot;
import dev.kvarium.memcached.MemcachedNode;
import dev.kvarium.view.WorldsApart;
import java.util.List;
import java.util.Optional;

/** A Memcached node of a lab as views see it: it has slabs, and nothing of what Redis has. */
record CacheScene(Optional<Lab> lab, World world, CacheMachine machine, int sinceInput)
    implements BareScene {
  @Override
  public List<String> otherWorlds() {
    return LabScene.others(lab);
  }

  @Override
  public WorldsApart apart(String other) {
    return WorldDifference.apart(lab.orElseThrow(), other);
  }

  @Override
  public String node() {
    return machine.name();
  }

  @Override
  public String models() {
    return "memcached " + MemcachedNode.VERSION;
  }

  @Override
  public Optional<CacheSnapshot> cache(int itemsPerList) {
    return machine.node().map(node -> node.snapshot(itemsPerList));
  }
}
