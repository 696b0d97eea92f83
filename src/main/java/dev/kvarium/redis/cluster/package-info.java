/** Redis Cluster: who has which of the 16,384 slots, and how nodes agree on it. */
@NullMarked
package dev.kvarium.redis.cluster;

import org.jspecify.annotations.NullMarked;
