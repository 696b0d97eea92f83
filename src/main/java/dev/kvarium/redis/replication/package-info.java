/** How a server follows another: the way to it, and what is to be seen of it. */
@NullMarked
package dev.kvarium.redis.replication;

import org.jspecify.annotations.NullMarked;
