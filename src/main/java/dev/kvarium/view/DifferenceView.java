package dev.kvarium.view;

import java.util.List;

/** What differs between the world at hand and another, side by side. */
final class DifferenceView implements View {
  @Override
  public String name() {
    return "diff";
  }

  @Override
  public String syntax() {
    return "[WORLD]";
  }

  @Override
  public String doc() {
    return "What differs between this world and another, side by side, and since which step";
  }

  @Override
  public Picture look(Scene scene, List<String> words) throws ViewRefusal {
    if (words.size() > 1) {
      throw new ViewRefusal(":show diff takes the name of one world, not '" + words.get(1) + "'");
    }
    List<String> others = scene.otherWorlds();
    if (words.isEmpty() && others.isEmpty()) {
      throw new ViewRefusal("there is no other world to compare with: :fork NAME makes one");
    }
    String other = words.isEmpty() ? others.getFirst() : words.getFirst();
    if (!others.contains(other)) {
      throw new ViewRefusal(
          "there is no other world '" + other + "'; there are " + String.join(", ", others));
    }
    return new DifferencePicture(scene.apart(other), scene.nowMicros() - scene.startMicros());
  }
}
