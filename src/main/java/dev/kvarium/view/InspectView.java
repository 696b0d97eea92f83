package dev.kvarium.view;

import dev.kvarium.base.Blob;
import dev.kvarium.redis.value.ValueSnapshot;
import java.util.List;

/** The bytes of a value as they lie in memory, each of them with its name. */
final class InspectView implements View {
  @Override
  public String name() {
    return "inspect";
  }

  @Override
  public String syntax() {
    return "KEY";
  }

  @Override
  public String doc() {
    return "The bytes of a value, with the name and the meaning of each field";
  }

  @Override
  public Picture look(Scene scene, List<String> words) throws ViewRefusal {
    if (words.size() != 1) {
      throw new ViewRefusal(
          words.isEmpty()
              ? "inspect lacks a key: it is written :inspect KEY"
              : "inspect takes one key; one with blanks stands in quotes");
    }
    String name = words.getFirst();
    ValueSnapshot value =
        scene
            .value(scene.db(), Blob.of(name))
            .orElseThrow(
                () -> new ViewRefusal("there is no key '" + name + "' in database " + scene.db()));
    return new InspectPicture(scene.models(), scene.nowMicros(), scene.startMicros(), value);
  }
}
