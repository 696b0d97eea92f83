/** A Redis node as a whole: its configuration, its life, and the way of a request through it. */
@NullMarked
package dev.kvarium.redis;

import org.jspecify.annotations.NullMarked;
