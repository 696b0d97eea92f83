/**
 * Bytes, numbers and hashes: the small exact functions that everything else stands on. Each does
 * what its counterpart in redis-server 7.0 does, byte for byte, and knows nothing of ours.
 */
@NullMarked
package dev.kvarium.base;

import org.jspecify.annotations.NullMarked;
