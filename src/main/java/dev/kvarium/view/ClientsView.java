package dev.kvarium.view;

import java.util.List;

/** Who is connected, who waits for what, and what stands between clients and their replies. */
final class ClientsView implements View {
  private static final int MOST = 200;

  @Override
  public String name() {
    return "clients";
  }

  @Override
  public String syntax() {
    return "";
  }

  @Override
  public String doc() {
    return "Who is connected: who waits for what and how long, queues, watches, listens, caches";
  }

  @Override
  public Picture look(Scene scene, List<String> words) throws ViewRefusal {
    if (!words.isEmpty()) {
      throw new ViewRefusal(":show clients takes nothing more, not '" + words.getFirst() + "'");
    }
    return new ClientsPicture(
        scene.node(), scene.nowMicros(), scene.startMicros(), scene.clients(MOST));
  }
}
