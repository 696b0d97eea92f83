/** The event loop of a server as a model: sockets, turns, system calls, clients that send. */
@NullMarked
package dev.kvarium.loop;

import org.jspecify.annotations.NullMarked;
