package dev.kvarium.view;

import java.util.List;

/** A way of looking at a node. */
public interface View {
  /** What {@code :show} calls it. */
  String name();

  /** What stands behind its name, in the notation of help: {@code KEY}; empty when nothing. */
  String syntax();

  /** One sentence without a full stop. */
  String doc();

  /** Looks now; the picture stays as it is whatever happens afterwards. */
  Picture look(Scene scene, List<String> words) throws ViewRefusal;
}
