package dev.kvarium.tui;

import java.util.List;

/**
 * The world as the screen knows it at one moment.
 *
 * @param models the server that is modelled, {@code redis 7.0}
 * @param node the node at the prompt
 * @param prompt what stands before the cursor
 * @param live whether time passes by itself
 * @param factor how many times as fast as on the wall
 * @param sinceStartMicros virtual time since the world began
 * @param facts how many facts there are
 * @param markers the latest of them that the timeline shows, in order
 * @param canGoBack whether there is a step to take back
 * @param panes what the panes show
 */
record Sight(
    String models,
    String node,
    String prompt,
    long seed,
    boolean live,
    long factor,
    long sinceStartMicros,
    long facts,
    List<Marker> markers,
    boolean canGoBack,
    List<Seen> panes) {
  Sight {
    markers = List.copyOf(markers);
    panes = List.copyOf(panes);
  }

  /** The same at another time. */
  Sight at(long micros) {
    return new Sight(
        models, node, prompt, seed, live, factor, micros, facts, markers, canGoBack, panes);
  }
}
