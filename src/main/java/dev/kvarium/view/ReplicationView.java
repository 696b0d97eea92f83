package dev.kvarium.view;

import java.util.List;

/** How a server stands among those that it follows and that follow it. */
final class ReplicationView implements View {
  @Override
  public String name() {
    return "replication";
  }

  @Override
  public String syntax() {
    return "";
  }

  @Override
  public String doc() {
    return "Who follows whom: offsets, lag, backlog, what is in flight and would be lost";
  }

  @Override
  public Picture look(Scene scene, List<String> words) throws ViewRefusal {
    if (!words.isEmpty()) {
      throw new ViewRefusal(":show replication takes nothing more, not '" + words.getFirst() + "'");
    }
    return new ReplicationPicture(
        scene.node(),
        "t " + Quantity.clock(scene.nowMicros() - scene.startMicros()),
        scene.replication(),
        scene.network(),
        scene.reach());
  }
}
