package dev.kvarium.view;

import dev.kvarium.memcached.CacheSnapshot;
import dev.kvarium.memcached.CacheSnapshot.ClassSnapshot;
import java.util.Comparator;
import java.util.List;

/** The lists of least use of one slab class: who is safe, and who goes next. */
final class LruView implements View {
  private static final int SHOWN = 12;

  @Override
  public String name() {
    return "lru";
  }

  @Override
  public String syntax() {
    return "[CLASS]";
  }

  @Override
  public String doc() {
    return "The lists of a slab class of Memcached: who is safe, and who is thrown away next";
  }

  @Override
  public Picture look(Scene scene, List<String> words) throws ViewRefusal {
    if (words.size() > 1) {
      throw new ViewRefusal(":show lru takes one class, not '" + words.get(1) + "'");
    }
    CacheSnapshot cache = SlabsView.cache(scene, SHOWN);
    ClassSnapshot shown =
        words.isEmpty()
            ? cache.classes().stream()
                .max(Comparator.comparingLong(ClassSnapshot::items))
                .orElseThrow(
                    () -> new ViewRefusal(scene.node() + " holds nothing yet: store something"))
            : named(cache, words.getFirst());
    return new LruPicture(
        scene.node(),
        scene.models(),
        scene.nowMicros() - scene.startMicros(),
        cache.segmented(),
        shown);
  }

  private static ClassSnapshot named(CacheSnapshot cache, String word) throws ViewRefusal {
    for (ClassSnapshot each : cache.classes()) {
      if (Integer.toString(each.id()).equals(word)) {
        return each;
      }
    }
    List<String> there = cache.classes().stream().map(each -> Integer.toString(each.id())).toList();
    throw new ViewRefusal(
        "class '"
            + word
            + "' has no page"
            + (there.isEmpty() ? ": none has" : ": there are " + String.join(", ", there)));
  }
}
