package dev.kvarium.view;

import dev.kvarium.memcached.CacheSnapshot;
import java.util.List;

/** The pages of a Memcached node by slab class: what is used, free and wasted. */
final class SlabsView implements View {
  @Override
  public String name() {
    return "slabs";
  }

  @Override
  public String syntax() {
    return "";
  }

  @Override
  public String doc() {
    return "The pages of a Memcached node by slab class: what is used, free and wasted, what moves";
  }

  @Override
  public Picture look(Scene scene, List<String> words) throws ViewRefusal {
    if (!words.isEmpty()) {
      throw new ViewRefusal(":show slabs takes nothing more, not '" + words.getFirst() + "'");
    }
    return new SlabsPicture(
        scene.node(), scene.models(), scene.nowMicros() - scene.startMicros(), cache(scene, 0));
  }

  static CacheSnapshot cache(Scene scene, int itemsPerList) throws ViewRefusal {
    return scene
        .cache(itemsPerList)
        .orElseThrow(
            () ->
                new ViewRefusal(
                    scene.models().startsWith("memcached")
                        ? scene.node() + " is down: it has no memory to look at"
                        : scene.node()
                            + " is no Memcached: :world memcached begins a world with one"));
  }
}
