package dev.kvarium.view;

import dev.kvarium.base.Blob;
import dev.kvarium.sharding.RingSnapshot;
import java.util.List;
import java.util.Optional;

/** The circle of a ring: whose each part is, where a key lies, what moved when it changed. */
final class RingView implements View {
  @Override
  public String name() {
    return "ring";
  }

  @Override
  public String syntax() {
    return "[RING [KEY]]";
  }

  @Override
  public String doc() {
    return "The circle by which clients share out keys: whose each part is, where a key lies, what"
        + " moved";
  }

  @Override
  public Picture look(Scene scene, List<String> words) throws ViewRefusal {
    if (words.size() > 2) {
      throw new ViewRefusal(":show ring takes a ring and a key, not '" + words.get(2) + "'");
    }
    Optional<String> name = words.stream().findFirst();
    Optional<Blob> key = words.size() < 2 ? Optional.empty() : Optional.of(Blob.of(words.get(1)));
    RingSnapshot ring =
        scene
            .ring(name, key)
            .orElseThrow(
                () ->
                    new ViewRefusal(
                        name.map(each -> "there is no ring '" + each + "'")
                                .orElse("there is no ring")
                            + ": :ring r twemproxy main b makes one over two nodes"));
    return new RingPicture(scene.nowMicros() - scene.startMicros(), ring);
  }
}
