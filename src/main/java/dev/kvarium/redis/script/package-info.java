/**
 * Scripts and functions: EVAL and its kin, the {@code redis} table that a script sees, the sandbox
 * it runs in, libraries of functions and their payload.
 *
 * <p>A {@link dev.kvarium.redis.script.ScriptRun} is one invocation. It runs commands by {@link
 * dev.kvarium.redis.command.Call#run}, so that all it did is one unit in the log. When it takes
 * longer than {@code busy-reply-threshold} it pauses ({@link dev.kvarium.redis.command.LongRun}),
 * and others are answered with BUSY until it ends or is killed.
 */
@NullMarked
package dev.kvarium.redis.script;

import org.jspecify.annotations.NullMarked;
