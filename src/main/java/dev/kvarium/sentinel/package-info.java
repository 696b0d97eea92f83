/**
 * Redis Sentinel: processes that watch a primary and its replicas, agree among themselves that the
 * primary is down, and have a replica lead in its place.
 *
 * <pre>
 *   ask every second      PING, a command of its own to each server and each other sentinel
 *   every ten seconds     INFO: who follows the primary, and how far it has come
 *   every two seconds     PUBLISH __sentinel__:hello at each server; who subscribes there
 *                         learns of the other sentinels and of the newest address
 *
 *   no answer for down-after ──► +sdown    what one sentinel thinks (subjectively down)
 *   quorum of them say so    ──► +odown    enough to try (objectively down)
 *   majority of all vote     ──► +elected-leader    one vote an epoch: one leader an epoch
 *   priority, offset, run id ──► +selected-slave    SLAVEOF NO ONE
 *   it says that it leads    ──► +promoted-slave    SLAVEOF it, one replica after the other
 *   all follow               ──► +switch-master     the address that clients are told
 * </pre>
 *
 * <p>The quorum decides only when it is tried; a failover needs a majority of all sentinels that
 * were ever known. So in a part of the network where the fewer sentinels are nothing is promoted,
 * but nothing is stopped either: a primary there goes on taking writes, until it is made a replica,
 * and then they are gone. Redis Sentinel promises no more (redis.io/docs, "High availability with
 * Redis Sentinel", 7.0).
 *
 * <p>Limits: one sentinel watches one primary; no scripts, no passwords, no TLS, no SENTINEL SET
 * and MONITOR. Source: behaviour of sentinel.c in 7.0.15.
 */
@NullMarked
package dev.kvarium.sentinel;

import org.jspecify.annotations.NullMarked;
