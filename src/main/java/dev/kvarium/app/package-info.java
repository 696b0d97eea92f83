/**
 * The side of the application: what asks a cache and, where the cache does not know, a database.
 *
 * <pre>
 *   workload ──► process ──► strategy ──► Cache ──► StorePort ──► a Redis, a Memcached, a ring, a proxy
 *                   │            │
 *                   │            └──────► DatabasePort ──► rows with versions
 *                   └─ tally, facts (AppEvent): which version was read, from where, which was true
 * </pre>
 *
 * <p>A {@link dev.kvarium.app.AppProcess} runs cache-aside: it reads the cache, on a miss the
 * database, and puts what it found into the cache; a write changes the database and then the cache.
 * How it does the first is a {@link dev.kvarium.app.Strategy}, a class each in the catalogue {@link
 * dev.kvarium.app.Strategies}; how it does the second a {@link dev.kvarium.app.WritePolicy}.
 *
 * <p>All of it stands on narrow ports, and whoever implements these runs the same code, in a lab's
 * world or against real servers:
 *
 * <ul>
 *   <li>{@link dev.kvarium.app.StorePort}: send this request, call back with its answer. Of a Redis
 *       the words of a command and a {@link dev.kvarium.wire.Reply}, of a Memcached the bytes of a
 *       meta command and a {@link dev.kvarium.app.MetaAnswer}, which {@link
 *       dev.kvarium.app.MetaReader} reads from a stream. {@link dev.kvarium.app.RedisCache} and
 *       {@link dev.kvarium.app.MemcachedCache} speak to them as a {@link dev.kvarium.app.Cache}.
 *   <li>{@link dev.kvarium.app.DatabasePort}: read or change a row, call back with it. {@link
 *       dev.kvarium.app.Database} is one, on any clock.
 *   <li>{@link dev.kvarium.world.Clock}, {@link dev.kvarium.world.Timers}, {@link
 *       dev.kvarium.world.Randomness}: the time, run this later, chance.
 *   <li>{@link dev.kvarium.event.Probe}: where facts are stated.
 * </ul>
 *
 * <p>A port calls back once, on the thread of the process, and never before the call has returned
 * by which it was asked. It calls back as well when nobody can be reached: with an error, or with
 * {@link dev.kvarium.app.MetaAnswer#unreachable}. This room knows no engine, no socket, no thread
 * and no wall clock.
 */
@NullMarked
package dev.kvarium.app;

import org.jspecify.annotations.NullMarked;
