/** What engines say: past-tense facts, stamped and kept in order. No text made for people. */
@NullMarked
package dev.kvarium.event;

import org.jspecify.annotations.NullMarked;
