/**
 * Pictures of what is inside: a grid of styled cells, the views that draw into it from snapshots
 * and facts, their narration in words, and the renderers that turn it into text. Knows of engines
 * nothing but their snapshots, and of terminals nothing at all.
 */
@NullMarked
package dev.kvarium.view;

import org.jspecify.annotations.NullMarked;
