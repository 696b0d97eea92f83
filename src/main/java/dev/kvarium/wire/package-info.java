/** Requests and replies as values, and the protocols that turn them into bytes. No sockets. */
@NullMarked
package dev.kvarium.wire;

import org.jspecify.annotations.NullMarked;
