/**
 * Clients of a Redis Cluster as programs of their own: one that keeps a map of slots and follows
 * redirections, and one that moves slots as {@code redis-cli --cluster} does.
 */
@NullMarked
package dev.kvarium.client;

import org.jspecify.annotations.NullMarked;
