/** The narrow ports through which engines get time, chance, disk and network. No implementation. */
@NullMarked
package dev.kvarium.world;

import org.jspecify.annotations.NullMarked;
