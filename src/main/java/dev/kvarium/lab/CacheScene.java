package dev.kvarium.lab;

import dev.kvarium.memcached.CacheSnapshot;
import dev.kvarium.memcached.MemcachedNode;
import java.util.Optional;

/** A Memcached node of a lab as views see it: it has slabs, and nothing of what Redis has. */
record CacheScene(World world, CacheMachine machine, int sinceInput) implements BareScene {
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
