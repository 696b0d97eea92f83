/**
 * Lua 5.1 as Redis embeds it: the language, its libraries, and the four that Redis adds (cjson,
 * cmsgpack, struct, bit). Knows bytes and numbers; nothing of Redis, no clock, thread or file.
 *
 * <p>A running script is data: its frames and registers lie in a {@link dev.kvarium.lua.Coroutine},
 * not on Java's stack, so that it can be stopped after any number of steps, looked at, and gone on
 * with; its depth, its steps and its memory are counted, so that the limits are the same on every
 * machine.
 */
@NullMarked
package dev.kvarium.lua;

import org.jspecify.annotations.NullMarked;
