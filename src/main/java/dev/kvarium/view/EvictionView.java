package dev.kvarium.view;

import dev.kvarium.redis.command.EvictionSnapshot;
import java.util.List;
import java.util.Optional;

/** Who goes when memory is short: sample, pool, the ages of all, and what it does to reads. */
final class EvictionView implements View {
  @Override
  public String name() {
    return "eviction";
  }

  @Override
  public String syntax() {
    return "";
  }

  @Override
  public String doc() {
    return "Who is thrown out when memory is short: the sample, the pool, all keys by their age";
  }

  @Override
  public Picture look(Scene scene, List<String> words) throws ViewRefusal {
    if (!words.isEmpty()) {
      throw new ViewRefusal(":show eviction takes nothing more, not '" + words.getFirst() + "'");
    }
    EvictionSnapshot eviction =
        scene
            .eviction()
            .orElseThrow(
                () ->
                    new ViewRefusal(
                        scene.node() + " is down, or no Redis: nothing is evicted by a policy"));
    EvictionFold facts = scene.events().folded(EvictionFold.class, EvictionFold::new);
    Optional<EvictionFold.OfNode> node = facts.node(scene.node());
    return new EvictionPicture(
        scene.node(),
        scene.models(),
        scene.nowMicros(),
        scene.startMicros(),
        eviction,
        node.flatMap(each -> Optional.ofNullable(each.sampled)),
        node.flatMap(each -> Optional.ofNullable(each.evicted)),
        node.map(each -> each.ratio(EvictionPicture.MOST_CELLS)));
  }
}
