/** The event loop, alone and beside a real server. */
@NullMarked
package dev.kvarium.loop;

import org.jspecify.annotations.NullMarked;
