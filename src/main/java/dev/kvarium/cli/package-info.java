/**
 * The command line: reads what was asked for and puts the rooms together to do it. The only room
 * that knows every other, and the only one that knows Picocli.
 */
@NullMarked
package dev.kvarium.cli;

import org.jspecify.annotations.NullMarked;
