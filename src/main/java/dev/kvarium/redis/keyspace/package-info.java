/**
 * The databases of a node: keys, values, times to live, expiry both lazy and active, and the facts
 * they state. Knows no command.
 */
@NullMarked
package dev.kvarium.redis.keyspace;

import org.jspecify.annotations.NullMarked;
