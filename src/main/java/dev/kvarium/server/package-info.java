/**
 * Real ports on a node: sockets, one event loop that owns the node's world, and the real clock as
 * its pace. Prints nothing.
 */
@NullMarked
package dev.kvarium.server;

import org.jspecify.annotations.NullMarked;
