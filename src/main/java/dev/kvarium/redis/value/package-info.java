/** The six Redis data types of this version, each over the encodings that Redis gives it. */
@NullMarked
package dev.kvarium.redis.value;

import org.jspecify.annotations.NullMarked;
