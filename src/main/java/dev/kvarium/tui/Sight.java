package dev.kvarium.tui;

import java.util.List;
import java.util.Optional;

/**
 * The world as the screen knows it at one moment.
 *
 * @param models the server that is modelled, {@code redis 7.0}
 * @param node the node at the prompt
 * @param prompt what stands before the cursor
 * @param live whether time passes by itself
 * @param speed how many times as fast as on the wall, {@code 0.5}
 * @param sinceStartMicros virtual time since the world began
 * @param strip the facts that the timeline shows
 * @param canGoBack whether there is a step to take back
 * @param lesson what is being played, with how far; empty where nothing is
 * @param enter what an empty line does there, {@code goes on}; empty where nothing is played
 * @param panes what the panes show
 */
record Sight(
    String models,
    String node,
    String prompt,
    long seed,
    boolean live,
    String speed,
    long sinceStartMicros,
    Strip strip,
    boolean canGoBack,
    Optional<String> lesson,
    String enter,
    List<Seen> panes) {
  Sight {
    panes = List.copyOf(panes);
  }

  /** Whether a lesson waits for the letter of an answer. */
  boolean isQuestion() {
    return lesson.isPresent() && prompt.matches("[a-z]-[a-z]> ");
  }

  /** The same at another time. */
  Sight at(long micros) {
    return new Sight(
        models, node, prompt, seed, live, speed, micros, strip, canGoBack, lesson, enter, panes);
  }

  /** The same with another part of the timeline. */
  Sight with(Strip other) {
    return new Sight(
        models,
        node,
        prompt,
        seed,
        live,
        speed,
        sinceStartMicros,
        other,
        canGoBack,
        lesson,
        enter,
        panes);
  }
}
