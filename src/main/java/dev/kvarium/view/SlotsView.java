package dev.kvarium.view;

import dev.kvarium.redis.cluster.ClusterSnapshot;
import java.util.List;

/** The slots of a Redis Cluster: who has which, what moves, where the commands go. */
final class SlotsView implements View {
  private static final int MOST_KEYS = 8;

  @Override
  public String name() {
    return "slots";
  }

  @Override
  public String syntax() {
    return "[KEY ...]";
  }

  @Override
  public String doc() {
    return "The 16,384 slots of a Redis Cluster: who has which, what moves, which are hot; the"
        + " nodes, and where keys lie";
  }

  @Override
  public Picture look(Scene scene, List<String> words) throws ViewRefusal {
    ClusterSnapshot seen =
        scene
            .cluster()
            .orElseThrow(
                () ->
                    new ViewRefusal(
                        scene.node()
                            + " is no node of a Redis Cluster, or is down: :cluster create 3"
                            + " makes one of three primaries"));
    if (words.size() > MOST_KEYS) {
      throw new ViewRefusal(
          ":show slots takes at most " + MOST_KEYS + " keys, not '" + words.get(MOST_KEYS) + "'");
    }
    return new SlotsPicture(
        scene.node(),
        scene.nowMicros() - scene.startMicros(),
        SlotsFold.of(scene, seen),
        List.copyOf(words));
  }
}
