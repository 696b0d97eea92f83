package dev.kvarium.proxy;

import dev.kvarium.sharding.Rings;
import dev.kvarium.sharding.Server;
import java.util.List;

/**
 * A pool as nutcracker's file describes it: one address in front of several servers.
 *
 * @param host where it listens
 * @param port where it listens
 * @param hash how keys are hashed, {@code fnv1a_64} when nothing is said
 * @param hashTag two characters, what stands between them is hashed alone; empty for none
 * @param distribution {@code ketama}, {@code modula} or {@code random}
 * @param timeoutMillis how long a server has for an answer; -1 for ever
 * @param backlog how many clients the kernel lets wait
 * @param preconnect whether servers are connected to at the start, not with their first request
 * @param redis whether it speaks RESP, else Memcached's text protocol
 * @param redisAuth the password that clients give, and that servers are given; empty for none
 * @param redisDb the database that is selected on each connection to a server
 * @param serverConnections how many connections to each server
 * @param autoEjectHosts whether servers that fail leave the ring for a time
 * @param retryMillis how long they stay away
 * @param failureLimit how many failures in a row make a server leave
 */
public record PoolSettings(
    String name,
    String host,
    int port,
    String hash,
    String hashTag,
    String distribution,
    int timeoutMillis,
    int backlog,
    boolean preconnect,
    boolean redis,
    String redisAuth,
    int redisDb,
    int serverConnections,
    boolean autoEjectHosts,
    int retryMillis,
    int failureLimit,
    List<Server> servers) {
  static final int NO_TIMEOUT = -1;
  static final int BACKLOG = 512;
  static final int RETRY_MILLIS = 30_000;
  static final int FAILURE_LIMIT = 2;

  /** The ring of the pool. */
  Rings.Choice choice() {
    return new Rings.Choice("twemproxy", distribution, hash, hashTag, "");
  }

  /** The same on another address. */
  public PoolSettings at(String otherHost, int otherPort) {
    return new PoolSettings(
        name,
        otherHost,
        otherPort,
        hash,
        hashTag,
        distribution,
        timeoutMillis,
        backlog,
        preconnect,
        redis,
        redisAuth,
        redisDb,
        serverConnections,
        autoEjectHosts,
        retryMillis,
        failureLimit,
        servers);
  }
}
