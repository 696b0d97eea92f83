package dev.kvarium.view;

import java.util.List;

/** What a copy of the process that saves or rewrites costs in memory. */
final class ForkView implements View {
  @Override
  public String name() {
    return "fork";
  }

  @Override
  public String syntax() {
    return "";
  }

  @Override
  public String doc() {
    return "The copy of the process that saves or rewrites: pages shared and pages copied";
  }

  @Override
  public Picture look(Scene scene, List<String> words) throws ViewRefusal {
    if (!words.isEmpty()) {
      throw new ViewRefusal(":show fork takes nothing more, not '" + words.getFirst() + "'");
    }
    return new ForkPicture(scene.node(), scene.nowMicros(), scene.startMicros(), scene.fork());
  }
}
