/** Hostile input: random, mutated and truncated requests, replies, payloads and scripts. */
@NullMarked
package dev.kvarium.fuzz;

import org.jspecify.annotations.NullMarked;
