/**
 * The structures that values are kept in, laid out byte for byte as redis-server 7.0.15 lays them
 * out: listpack, intset, quicklist, skiplist, dict. They know bytes, not commands; they hold no
 * clock and draw chance only from what they are handed.
 */
@NullMarked
package dev.kvarium.structure;

import org.jspecify.annotations.NullMarked;
