/**
 * The lab: a world of nodes on one virtual clock, the inputs that made it what it is, and the
 * directives that look at it, move its time, break it and take it back. Everything that a person or
 * a file can type goes through {@link dev.kvarium.lab.Lab#enter}. No terminal.
 */
@NullMarked
package dev.kvarium.lab;

import org.jspecify.annotations.NullMarked;
