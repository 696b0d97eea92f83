/**
 * What leaves the lab: a session or a scenario as a transcript, as a recording for terminals, as
 * one page that can be scrubbed, and a world as a short text that recreates it. All of them are
 * made by following the lines once more, since a lab is a function of those.
 */
@NullMarked
package dev.kvarium.export;

import org.jspecify.annotations.NullMarked;
