/**
 * The full screen: a transcript, one or two views, a timeline and the same prompt, on one terminal.
 *
 * <p>State, message, update, draw: {@link dev.kvarium.tui.Update} makes a new {@link
 * dev.kvarium.tui.TuiState} of an old one and a {@link dev.kvarium.tui.Message}, {@link
 * dev.kvarium.tui.Drawing} draws it onto a canvas, and neither knows a terminal. What has to touch
 * the lab is an {@link dev.kvarium.tui.Effect} that {@link dev.kvarium.tui.Desk} follows. The only
 * room that knows Lanterna.
 */
@NullMarked
package dev.kvarium.tui;

import org.jspecify.annotations.NullMarked;
