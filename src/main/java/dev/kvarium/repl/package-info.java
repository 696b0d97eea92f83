/**
 * The prompt: reads lines from a person at a terminal or from a pipe, hands them to the lab and
 * shows what comes of them. The only room, with the full screen, that knows JLine; and a pipe is
 * read without it.
 */
@NullMarked
package dev.kvarium.repl;

import org.jspecify.annotations.NullMarked;
