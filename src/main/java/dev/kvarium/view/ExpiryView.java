package dev.kvarium.view;

import dev.kvarium.redis.keyspace.ExpirySnapshot;
import java.util.List;

/** When the keys of a database die, which are dead and still there, and who removed the others. */
final class ExpiryView implements View {
  @Override
  public String name() {
    return "expiry";
  }

  @Override
  public String syntax() {
    return "";
  }

  @Override
  public String doc() {
    return "The times to live of the keys, and how those whose time has passed are removed";
  }

  @Override
  public Picture look(Scene scene, List<String> words) throws ViewRefusal {
    if (!words.isEmpty()) {
      throw new ViewRefusal(":show expiry takes nothing more, not '" + words.getFirst() + "'");
    }
    ExpirySnapshot expiry =
        scene
            .expiry(scene.db())
            .orElseThrow(
                () -> new ViewRefusal(scene.node() + " is down: it has no memory to look at"));
    return new ExpiryPicture(
        scene.node(), scene.models(), scene.nowMicros(), scene.startMicros(), expiry);
  }
}
