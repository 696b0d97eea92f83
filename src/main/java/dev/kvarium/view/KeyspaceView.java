package dev.kvarium.view;

import java.util.List;

/** The databases of a node: their keys, their hash tables and what these are doing. */
final class KeyspaceView implements View {
  private static final int KEYS_PER_DATABASE = 200;

  @Override
  public String name() {
    return "keyspace";
  }

  @Override
  public String syntax() {
    return "";
  }

  @Override
  public String doc() {
    return "The keys with type, encoding, size and time to live, and the tables that hold them";
  }

  @Override
  public Picture look(Scene scene, List<String> words) throws ViewRefusal {
    if (!words.isEmpty()) {
      throw new ViewRefusal(":show keyspace takes nothing more, not '" + words.getFirst() + "'");
    }
    return new KeyspacePicture(
        scene.node(),
        scene.models(),
        "t " + Quantity.clock(scene.nowMicros() - scene.startMicros()),
        scene.keyspace(KEYS_PER_DATABASE),
        JustChanged.of(scene));
  }
}
