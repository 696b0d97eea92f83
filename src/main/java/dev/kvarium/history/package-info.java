/**
 * What clients read and wrote, with versions, and which reads were stale. Begin with {@link
 * dev.kvarium.history.StaleReads}.
 */
@NullMarked
package dev.kvarium.history;

import org.jspecify.annotations.NullMarked;
