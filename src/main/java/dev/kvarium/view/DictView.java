package dev.kvarium.view;

import dev.kvarium.base.Blob;
import dev.kvarium.redis.keyspace.DictSnapshot;
import dev.kvarium.redis.value.ValueSnapshot;
import java.util.List;
import java.util.Optional;

/** The hash tables of the keys, or of a value, and the way of one key to its bucket. */
final class DictView implements View {
  @Override
  public String name() {
    return "dict";
  }

  @Override
  public String syntax() {
    return "[KEY [FIELD]]";
  }

  @Override
  public String doc() {
    return "The hash tables of the keys and the way of KEY to its bucket; with FIELD those of KEY";
  }

  @Override
  public Picture look(Scene scene, List<String> words) throws ViewRefusal {
    if (words.size() > 2) {
      throw new ViewRefusal("dict takes a key and a field; one with blanks stands in quotes");
    }
    JustChanged changed = words.size() == 2 ? JustChanged.NOTHING : JustChanged.of(scene);
    return new DictPicture(
        scene.node(),
        scene.models(),
        "t " + Quantity.clock(scene.nowMicros() - scene.startMicros()),
        words.size() == 2 ? ofValue(scene, words) : ofKeys(scene, words, changed));
  }

  private static DictSnapshot ofKeys(Scene scene, List<String> words, JustChanged changed)
      throws ViewRefusal {
    Optional<Blob> key = words.isEmpty() ? Optional.empty() : Optional.of(Blob.of(words.get(0)));
    return scene
        .keysDict(scene.db(), key, changed.keys(scene.db()))
        .orElseThrow(() -> new ViewRefusal(scene.node() + " is down: it has no memory to look at"));
  }

  private static DictSnapshot ofValue(Scene scene, List<String> words) throws ViewRefusal {
    String name = words.get(0);
    Blob key = Blob.of(name);
    Optional<DictSnapshot> dict =
        scene.valueDict(scene.db(), key, Optional.of(Blob.of(words.get(1))));
    if (dict.isPresent()) {
      return dict.get();
    }
    ValueSnapshot value =
        scene
            .value(scene.db(), key)
            .orElseThrow(
                () -> new ViewRefusal("there is no key '" + name + "' in database " + scene.db()));
    throw new ViewRefusal(
        "'"
            + name
            + "' is a "
            + value.type()
            + " as "
            + value.encoding()
            + ": it has no hash table");
  }
}
