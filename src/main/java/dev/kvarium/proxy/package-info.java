/**
 * Twemproxy, or nutcracker 0.5.0: a proxy before several Redis or Memcached servers.
 *
 * <pre>
 *   client ──┐             ┌─ ring: which server has the key ─┐    ┌── one connection ── server a
 *   client ──┼─► request ──┤                                  ├──► ├── one connection ── server b
 *   client ──┘    parsed   └─ several keys: a part a server ──┘    └── one connection ── server c
 *                          ◄─ replies in the order of the requests, parts put together ─
 * </pre>
 *
 * <p>{@link dev.kvarium.proxy.PoolFile} reads a nutcracker's YAML; {@link dev.kvarium.proxy.Proxy}
 * holds the pools, takes clients and goes to servers by the network port that it is handed. It
 * knows no engine, no socket and no wall clock, so that the same proxy stands in a lab's world and
 * behind real ports.
 *
 * <p>What makes it fast also makes it narrow. It never looks at replies beyond their end, keeps no
 * state of a client, and so refuses all commands whose meaning would need either: transactions,
 * blocking commands, publish and subscribe, scans, anything about the server as a whole. It refuses
 * by ending the connection, without a word.
 */
@NullMarked
package dev.kvarium.proxy;

import org.jspecify.annotations.NullMarked;
