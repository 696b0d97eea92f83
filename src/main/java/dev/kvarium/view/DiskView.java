package dev.kvarium.view;

import java.util.List;

/** The files of a machine: what is on the disk, and what in the page cache alone. */
final class DiskView implements View {
  @Override
  public String name() {
    return "disk";
  }

  @Override
  public String syntax() {
    return "";
  }

  @Override
  public String doc() {
    return "The files of a machine: what is synced, what a power cut takes, what makes up the log";
  }

  @Override
  public Picture look(Scene scene, List<String> words) throws ViewRefusal {
    if (!words.isEmpty()) {
      throw new ViewRefusal(":show disk takes nothing more, not '" + words.getFirst() + "'");
    }
    return new DiskPicture(scene.node(), scene.nowMicros(), scene.startMicros(), scene.disk());
  }
}
