/**
 * The second engine: memcached 1.6.18, a cache that hands out memory in pages and chunks of fixed
 * sizes and throws away what was used least.
 *
 * <p>{@link dev.kvarium.memcached.Settings} reads its command line, {@link
 * dev.kvarium.memcached.SlabTable} derives the slab classes, {@link dev.kvarium.memcached.Slabs}
 * hands out chunks, {@link dev.kvarium.memcached.Items} keeps items in its hash table and in the
 * lists of least use, and {@link dev.kvarium.memcached.MemcachedNode} puts all that together.
 */
@NullMarked
package dev.kvarium.memcached;

import org.jspecify.annotations.NullMarked;
