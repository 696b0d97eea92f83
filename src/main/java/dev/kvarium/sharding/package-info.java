/**
 * Which server a key belongs to, as the client libraries and proxies decide it.
 *
 * <p>{@link dev.kvarium.sharding.Rings} is the catalogue: one ring for each library and each of its
 * ways, since "ketama" is not one thing. {@link dev.kvarium.sharding.KeyHash} has the hash
 * functions, with the faults that the libraries have.
 */
@NullMarked
package dev.kvarium.sharding;

import org.jspecify.annotations.NullMarked;
