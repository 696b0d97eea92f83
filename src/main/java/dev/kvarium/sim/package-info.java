/**
 * The world outside the engines, simulated: one clock for all, chance from a seed, disks with a
 * page cache that a power cut empties, and the ledger of what clients were promised. It knows no
 * engine.
 */
@NullMarked
package dev.kvarium.sim;

import org.jspecify.annotations.NullMarked;
