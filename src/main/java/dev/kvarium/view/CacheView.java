package dev.kvarium.view;

import java.util.List;

/** How applications fare with their caches. */
final class CacheView implements View {
  @Override
  public String name() {
    return "cache";
  }

  @Override
  public String syntax() {
    return "[APP[,APP...]]";
  }

  @Override
  public String doc() {
    return "Applications with their caches: the hit ratio, how long requests took, the load of the"
        + " database";
  }

  @Override
  public Picture look(Scene scene, List<String> words) throws ViewRefusal {
    AppWords asked = AppWords.of("cache", scene, words);
    if (asked.fromMicros().isPresent()) {
      throw new ViewRefusal("cache takes applications and no times: stampede takes both");
    }
    return new CachePicture(asked.apps(), scene.startMicros(), scene.nowMicros());
  }
}
