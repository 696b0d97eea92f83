/**
 * The append-only file: every change of the data as a command, in the order in which it happened.
 * Begin with {@link dev.kvarium.redis.aof.Aof}.
 */
@NullMarked
package dev.kvarium.redis.aof;

import org.jspecify.annotations.NullMarked;
