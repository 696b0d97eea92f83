/**
 * The twin runner: the same commands go to Kvarium and to a real redis-server, and whatever differs
 * is shrunk to a short script.
 */
@NullMarked
package dev.kvarium.twin;

import org.jspecify.annotations.NullMarked;
