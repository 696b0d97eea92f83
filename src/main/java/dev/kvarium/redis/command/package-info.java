/**
 * The commands: a table of rows, the handlers behind them, and the dispatcher that takes a request
 * to its handler. Knows stores and replies; no clock that runs, no log, no socket.
 *
 * <h2>Commands inside commands</h2>
 *
 * <p>EXEC, a script and a function run commands inside their own by {@link
 * dev.kvarium.redis.command.Call#run}: at once and without the dispatcher's checks, which the
 * caller has made as it needs them ({@link dev.kvarium.redis.command.CommandTable#find(byte[][])},
 * arity by {@link dev.kvarium.redis.command.Command#takes}, flags by {@link
 * dev.kvarium.redis.command.CommandRow#has}). Each depth has a {@code Call} of its own, made when
 * it is first reached; what runs inside may run commands in turn. Errors come back as {@link
 * dev.kvarium.wire.Reply.Error}.
 *
 * <p>The outermost command and all inside it are one unit: what they leave to be repeated, and the
 * DELs of keys that they found expired, is kept in its order and logged when the unit is over, in
 * one MULTI … EXEC if it is more than one command. A handler that only runs others says {@code
 * call.dontPropagate()} for itself. {@code call.alsoPropagate(db, words)} adds to the unit at once,
 * so it stands before the command's own words.
 *
 * <pre>
 *   EVAL "INCR a; XADD s …"          Called INCR    Called XADD         Ran eval
 *     ├─ call.run(INCR a)            unit: INCR a
 *     ├─ call.run(XADD s * …)        unit: INCR a, XADD s 1-1 …
 *     └─ call.dontPropagate()        log:  MULTI, INCR a, XADD s 1-1 …, EXEC
 * </pre>
 *
 * <p>A script runs as a {@link dev.kvarium.redis.command.Session} that is no client: its own
 * database and protocol, {@code denyBlocking} set.
 *
 * <h2>Waiting</h2>
 *
 * <p>A handler that finds nothing returns {@code call.block(keys, timeoutMillis, waiter)}: {@link
 * dev.kvarium.wire.Reply.None} now, and the reply later through the session's {@link
 * dev.kvarium.redis.command.Front}. {@code timeoutMillis} is read by {@code call.timeoutSeconds(i)}
 * or {@code call.timeoutMillis(i)}, which know the error texts. The {@link
 * dev.kvarium.redis.command.Waiter} takes what it waited for once a key may be ready: after the
 * command, transaction or script that made it so, keys in the order in which they came, clients in
 * the order in which they began to wait. A key is ready when it comes to be; a stream that is there
 * already says so by {@code call.ready(key)} after each entry. Where a client may not wait ({@code
 * call.mayBlock()} is false) {@code block} answers at once what {@link
 * dev.kvarium.redis.command.Waiter#timedOut} says.
 *
 * <h2>Messages</h2>
 *
 * <p>Whoever holds a connection sets {@link dev.kvarium.redis.command.Session#front}. Pushes,
 * messages to subscribers and late replies go to {@link
 * dev.kvarium.redis.command.Front#send(dev.kvarium.wire.Reply)} as values, in order with the
 * replies that {@code execute} returns; {@code Reply.Push} is an array in RESP2. A front executes
 * nothing for a session that {@link dev.kvarium.redis.command.Session#isWaiting}, and looks at what
 * it sent meanwhile when told to {@link dev.kvarium.redis.command.Front#goOn}.
 */
@NullMarked
package dev.kvarium.redis.command;

import org.jspecify.annotations.NullMarked;
