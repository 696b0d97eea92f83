package dev.kvarium.tui;

import dev.kvarium.view.Picture;
import java.util.Optional;

/**
 * What a pane shows.
 *
 * @param picture what its view saw; empty where it could not look
 * @param refusal why not
 */
record Seen(Pane pane, Optional<Picture> picture, String refusal) {}
