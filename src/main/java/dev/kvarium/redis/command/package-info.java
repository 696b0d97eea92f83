/**
 * The commands: a table of rows, the handlers behind them, and the dispatcher that takes a request
 * to its handler. Knows stores and replies; no clock that runs, no log, no socket.
 */
@NullMarked
package dev.kvarium.redis.command;

import org.jspecify.annotations.NullMarked;
